using System.Numerics;
using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal ref partial struct StructureParser
{
    private void ReadResource(int owner, FhirProperty? property)
    {
        var type = FindResourceType(out var isNamed);
        var node = Add(owner, property, type);
        if (type is null)
            Report(node, isNamed ? StructureRule.UnknownResourceType : StructureRule.NotAResource);
        var isContained = IsContained(property);
        if (isContained && IsContained(R4.PropertyAt(tape[owner].Property)))
            Report(node, StructureRule.NestedContained);
        var fragmentsBefore = fragments?.Count ?? 0;
        if (type is null)
            ReadUntypedContent(node);
        else
            ReadContent(node, type, property);
        if (isChecked && !isStopped && !isContained)
            CheckContained(node, fragmentsBefore);
    }

    // The type decides what each property means, and resourceType may come last: looks ahead on a copy of the reader.
    private readonly FhirType? FindResourceType(out bool isNamed)
    {
        var ahead = reader;
        isNamed = false;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            if (IsText(in ahead, "resourceType"u8))
            {
                ahead.Read();
                isNamed = ahead.TokenType == JsonTokenType.String;
                return isNamed ? R4.ResourceType(ahead.ValueSpan) : null;
            }
            ahead.Skip();
        }
        return null;
    }

    // The reader's own comparison throws on half of a surrogate pair.
    private static bool IsText(in Utf8JsonReader at, ReadOnlySpan<byte> text)
    {
        if (!at.ValueIsEscaped)
            return at.ValueSpan.SequenceEqual(text);
        var unescaped = new byte[at.ValueSpan.Length];
        JsonText.Unescape(at.ValueSpan, unescaped, out var written);
        return unescaped.AsSpan(0, written).SequenceEqual(text);
    }

    /// <summary>Reads an object's properties, from its brace to its brace, and ends its node.</summary>
    private void ReadContent(int node, FhirType? type, FhirProperty? property)
    {
        var seen = new Seen();
        while (Advance() && reader.TokenType == JsonTokenType.PropertyName)
        {
            seen.Properties++;
            if (type is null || !TryReadKnown(node, type, ref seen))
                ReadUnknown(node, type);
        }
        if (isStopped)
            return;
        tape.Close(node, (int)reader.BytesConsumed);
        if ((seen.Siblings & seen.Values) != 0)
            PairSiblings(node, seen);
        if (isChecked && type is not null)
            CheckContent(node, type, property, seen);
    }

    private bool TryReadKnown(int node, FhirType type, ref Seen seen)
    {
        var name = CurrentText();
        if (type.IsResource && name.SequenceEqual("resourceType"u8))
        {
            ReadResourceType(node, ref seen);
            return true;
        }
        var isSibling = name.Length > 1 && name[0] == '_';
        var property = type.Property(isSibling ? name[1..] : name);
        if (property is null || isSibling && (!property.Type.IsPrimitive || property.WithoutSibling))
            return false;

        Mark(node, property, isSibling, ref seen);
        Advance();
        ReadProperty(node, property, isSibling, ref seen);
        return true;
    }

    // Hidden: resourceType is no element, but a writer has to know where it stands.
    private void ReadResourceType(int node, ref Seen seen)
    {
        if (seen.HasResourceType)
            Report(node, "resourceType", StructureRule.DuplicateProperty);
        seen.HasResourceType = true;
        Advance();
        ReadUntypedContent(Add(node, null, null, NodeFlags.Hidden));
    }

    private void ReadUnknown(int node, FhirType? type)
    {
        if (type is not null)
            Report(node, Shown(CurrentText()), StructureRule.UnknownElement, type.Name);
        var nameStart = (int)reader.TokenStartIndex;
        Advance();
        ReadUntyped(node, nameStart);
    }

    private void Mark(int node, FhirProperty property, bool isSibling, ref Seen seen)
    {
        var bit = 1UL << property.Element.Index;
        if (((isSibling ? seen.Siblings : seen.Values) & bit) != 0)
            ReportRepeated(node, property, isSibling);
        else if (property.Element.IsChoice && ((seen.Values | seen.Siblings) & bit) != 0 && !HasProperty(node, property, !isSibling))
            Report(node, property.Element.Name, StructureRule.SeveralChoices, property.Element.Name);
        if (isSibling)
            seen.Siblings |= bit;
        else
            seen.Values |= bit;
    }

    // Looks through all that came before, so only as long as the answer is kept.
    private void ReportRepeated(int node, FhirProperty property, bool isSibling)
    {
        var isOtherChoice = isChecked && !issues.IsFull && property.Element.IsChoice && !HasProperty(node, property, isSibling);
        var rule = isOtherChoice ? StructureRule.SeveralChoices : StructureRule.DuplicateProperty;
        Report(node, property.Element.Name, rule, property.Element.Name);
    }

    private readonly bool HasProperty(int node, FhirProperty property, bool isSibling)
    {
        for (var i = node + 1; i < tape.Count; i = tape[i].Next)
            if (tape[i].Property == property.Number && ((tape[i].Flags & NodeFlags.Sibling) != 0) == isSibling)
                return true;
        return false;
    }

    /// <summary>What an object has had so far; bit n stands for the element with index n of its type.</summary>
    private struct Seen
    {
        public ulong Values;
        public ulong Siblings;

        /// <summary>Of these elements the values, or the siblings, hold a null.</summary>
        public ulong NullValues;
        public ulong NullSiblings;

        public int Properties;
        public bool HasResourceType;
    }
}
