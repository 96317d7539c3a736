using System.Numerics;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal ref partial struct StructureParser
{
    private void CheckContent(int node, FhirType type, FhirProperty? property, in Seen seen)
    {
        if (seen.Properties == 0 || !type.IsResource && HasIdOnly(type, seen))
            Report(node, StructureRule.Empty);
        ReportMissing(node, type, type.Required & ~(seen.Values | seen.Siblings));
        ReportNulls(node, type, seen);
        if (ReferenceEquals(type, Known.Extension))
            CheckExtension(node);
        else if (ReferenceEquals(type, Known.Reference))
            CheckReference(node, property);
        if (property is { WithoutComparator: true } && tape.Child(node, Known.Names.Comparator) is var comparator and >= 0)
            Report(comparator, StructureRule.ComparatorNotAllowed);
        if (property?.Element.RequiredCodes is { } codes && ReferenceEquals(type, Known.CodeableConcept))
            CheckConcept(node, codes);
    }

    // R4 ele-1: every element has a value or children other than its id.
    private static bool HasIdOnly(FhirType type, in Seen seen) =>
        seen.Properties == 1 && BitOperations.PopCount(seen.Values) == 1
        && type.Elements[BitOperations.TrailingZeroCount(seen.Values)].NameId == Known.Names.Id;

    private void ReportMissing(int node, FhirType type, ulong missing)
    {
        for (; missing != 0; missing &= missing - 1)
            Report(node, type.Elements[BitOperations.TrailingZeroCount(missing)].Name, StructureRule.Required);
    }

    // Where both value and sibling have nulls the pairing has looked at them one by one.
    private void ReportNulls(int node, FhirType type, in Seen seen)
    {
        var alone = seen.NullValues & ~seen.Siblings | seen.NullSiblings & ~seen.Values;
        for (; alone != 0; alone &= alone - 1)
            Report(node, type.Elements[BitOperations.TrailingZeroCount(alone)].Name, StructureRule.Null);
    }

    private void CheckExtension(int node)
    {
        var hasValue = tape.Child(node, Known.Names.Value) >= 0;
        if (hasValue == tape.Child(node, Known.Names.Extension) >= 0)
            Report(node, StructureRule.ExtensionContent);
    }

    // A required binding of a CodeableConcept holds if one of its codings is in the value set (terminologies.html#required).
    private void CheckConcept(int node, RequiredCodes codes)
    {
        for (var i = node + 1; i < tape[node].Next; i = tape[i].Next)
            if (tape[i].Property > 0 && R4.NameIdOf(tape[i].Property) == Known.Names.Coding
                && codes.Contains(TextOfChild(i, Known.Names.System), TextOfChild(i, Known.Names.Code)))
                return;
        Report(node, StructureRule.RequiredCode, codes.Url);
    }

    private readonly ReadOnlySpan<byte> TextOfChild(int node, int nameId) =>
        tape.Child(node, nameId) is var child and >= 0 ? TextOf(child) : [];

    private readonly ReadOnlySpan<byte> TextOf(int node)
    {
        ref var at = ref tape[node];
        if (at.Kind != JsonKind.String || (at.Flags & NodeFlags.Sibling) != 0)
            return [];
        var text = json[(at.Start + 1)..(at.End - 1)];
        if ((at.Flags & NodeFlags.Escaped) == 0)
            return text;
        var unescaped = new byte[text.Length];
        JsonText.Unescape(text, unescaped, out var written);
        return unescaped.AsSpan(0, written);
    }
}
