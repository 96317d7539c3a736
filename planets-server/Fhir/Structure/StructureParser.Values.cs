using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal ref partial struct StructureParser
{
    private void ReadProperty(int owner, FhirProperty property, bool isSibling, ref Seen seen)
    {
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        if (isArray != property.Element.IsMany)
            Report(owner, property.Element.Name, isArray ? StructureRule.ArrayUnexpected : StructureRule.ArrayExpected);
        if (!isArray)
        {
            ReadItem(owner, property, isSibling, ref seen);
            return;
        }
        var isEmpty = true;
        while (Advance() && reader.TokenType != JsonTokenType.EndArray)
        {
            isEmpty = false;
            ReadItem(owner, property, isSibling, ref seen);
        }
        if (isEmpty)
            Report(owner, property.Element.Name, StructureRule.Empty);
    }

    private void ReadItem(int owner, FhirProperty property, bool isSibling, ref Seen seen)
    {
        if (reader.TokenType == JsonTokenType.Null)
            ReadNull(owner, property, isSibling, ref seen);
        else if (!isSibling && property.Type.IsPrimitive)
            ReadPrimitive(owner, property);
        else if (reader.TokenType != JsonTokenType.StartObject)
            ReadWrongType(owner, property, PrimitiveKind.None);
        else if (property.Type.IsResource)
            ReadResource(owner, property);
        else
            ReadContent(Add(owner, property, property.Type, isSibling ? NodeFlags.Sibling : NodeFlags.None), property.Type, property);
    }

    // Hidden until a sibling, or a value, turns out to stand at its place.
    private void ReadNull(int owner, FhirProperty property, bool isSibling, ref Seen seen)
    {
        var bit = 1UL << property.Element.Index;
        if (!property.Type.IsPrimitive || !property.Element.IsMany)
            Report(owner, property.Element.Name, StructureRule.Null);
        else if (isSibling)
            seen.NullSiblings |= bit;
        else
            seen.NullValues |= bit;
        Add(owner, property, property.Type, isSibling ? NodeFlags.Sibling | NodeFlags.Hidden : NodeFlags.Hidden);
    }

    private void ReadPrimitive(int owner, FhirProperty property)
    {
        var primitive = property.Type.Primitive;
        if (!PrimitiveFormat.IsWrittenAs(primitive, reader.TokenType))
        {
            ReadWrongType(owner, property, primitive);
            return;
        }
        var node = Add(owner, property, property.Type);
        if (!isChecked || isStopped)
            return;
        if (reader.ValueIsEscaped)
            CheckEscaped(node, property);
        else
            CheckPrimitive(node, property, reader.ValueSpan);
    }

    private void ReadWrongType(int owner, FhirProperty property, PrimitiveKind writtenAs)
    {
        var node = Add(owner, property, null);
        var (english, japanese) = PrimitiveFormat.JsonTypeOf(writtenAs);
        Report(node, StructureRule.WrongJsonType, property.Type.Name, english, japanese);
        ReadUntypedContent(node);
    }

    // What R4 does not define keeps its place on the tape of a lenient reading, with its name but without a type.
    private void ReadUntyped(int owner, int nameStart)
    {
        if (isChecked)
        {
            Skip();
            return;
        }
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadUntypedItem(owner, nameStart);
            return;
        }
        while (Advance() && reader.TokenType != JsonTokenType.EndArray)
            ReadUntypedItem(owner, nameStart);
    }

    private void ReadUntypedItem(int owner, int nameStart)
    {
        var node = Add(owner, null, null);
        if (isStopped)
            return;
        tape[node].Pair = nameStart + 1;
        ReadUntypedContent(node);
    }

    private void ReadUntypedContent(int node)
    {
        if (isChecked)
            Skip();
        else if (reader.TokenType == JsonTokenType.StartObject)
            ReadContent(node, null, null);
        else if (reader.TokenType == JsonTokenType.StartArray)
            while (Advance() && reader.TokenType != JsonTokenType.EndArray)
                ReadUntypedItem(node, -1);
        if (!isStopped)
            tape.Close(node, (int)reader.BytesConsumed);
    }

    // The rest of an object or array that holds nothing to be kept.
    private void Skip()
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (Advance() && reader.CurrentDepth > depth)
        {
        }
    }
}
