using System.Buffers;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal ref partial struct StructureParser
{
    private void CheckEscaped(int node, FhirProperty property)
    {
        var escaped = reader.ValueSpan;
        var unescaped = ArrayPool<byte>.Shared.Rent(escaped.Length);
        if (!JsonText.Unescape(escaped, unescaped, out var written) || PrimitiveFormat.HasControl(unescaped.AsSpan(0, written)))
            Report(node, StructureRule.Format, property.Type.Name);
        else
            CheckPrimitive(node, property, unescaped.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(unescaped);
    }

    private void CheckPrimitive(int node, FhirProperty property, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            Report(node, StructureRule.Empty);
            return;
        }
        if (property.Type.Primitive == PrimitiveKind.Xhtml)
        {
            CheckNarrative(node, value);
            return;
        }
        switch (PrimitiveFormat.Check(property.Type.Primitive, value))
        {
            case PrimitiveFault.Format:
                Report(node, StructureRule.Format, property.Type.Name);
                break;
            case PrimitiveFault.NoSuchDate:
                Report(node, StructureRule.NoSuchDate);
                break;
            case PrimitiveFault.TooLong:
                Report(node, StructureRule.TooLong, PrimitiveFormat.StringCharactersMax);
                break;
            case PrimitiveFault.None when property.Element.RequiredCodes is { } codes && !codes.Contains(value):
                Report(node, StructureRule.RequiredCode, codes.Url);
                break;
        }
    }

    private void CheckNarrative(int node, ReadOnlySpan<byte> xhtml)
    {
        var rule = NarrativeCheck.Check(xhtml) switch
        {
            NarrativeFault.NotXml => StructureRule.NarrativeNotXml,
            NarrativeFault.NotDiv => StructureRule.NarrativeNotDiv,
            NarrativeFault.NotAllowed => StructureRule.NarrativeNotAllowed,
            NarrativeFault.NoContent => StructureRule.NarrativeNoContent,
            _ => null,
        };
        if (rule is not null)
            Report(node, rule);
    }
}
