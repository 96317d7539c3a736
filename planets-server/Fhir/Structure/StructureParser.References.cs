using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

// references.html: the form of a literal reference, the types it may name, and contained resources, which end with
// their container.
internal ref partial struct StructureParser
{
    private void CheckReference(int node, FhirProperty? property)
    {
        var literal = tape.Child(node, Known.Names.Reference);
        var stated = R4.ResourceType(TextOfChild(node, Known.Names.Type));
        if (literal < 0 && tape.Child(node, Known.Names.Identifier) < 0 && tape.Child(node, Known.Names.Display) < 0
            && tape.Child(node, Known.Names.Extension) < 0)
            Report(node, StructureRule.ReferenceEmpty);

        var target = stated;
        if (literal >= 0 && TextOf(literal) is { IsEmpty: false } text)
        {
            target = CheckLiteral(literal, text) ?? stated;
            if (stated is not null && !ReferenceEquals(target, stated))
                Report(node, "type", StructureRule.ReferenceType);
        }
        if (target is not null && !IsTarget(property, target))
            Report(literal >= 0 ? literal : node, StructureRule.ReferenceTarget, target.Name);
    }

    private FhirType? CheckLiteral(int literal, ReadOnlySpan<byte> text)
    {
        var reference = LiteralReference.Read(text);
        if (reference.Form == ReferenceForm.Malformed || reference.Form == ReferenceForm.Conditional && !IsInBundle)
            Report(literal, StructureRule.ReferenceFormat);
        if (reference.Form == ReferenceForm.Fragment && reference.Id.Length > 0)
            (fragments ??= []).Add(literal);
        return reference.Type;
    }

    private readonly bool IsInBundle => tape[0].Type == Known.Bundle.Number + 1;

    private static bool IsTarget(FhirProperty? property, FhirType type) =>
        property is null || property.Targets.Count == 0 || property.Targets.Contains(type);

    private static bool IsContained(FhirProperty? property) => property?.Element.NameId == Known.Names.Contained;

    /// <summary>Checks the contained resources of a resource that has been read, and the references to them since
    /// <paramref name="from"/>.</summary>
    private void CheckContained(int resource, int from)
    {
        var contained = ContainedById(resource);
        for (var i = from; i < fragments?.Count; i++)
        {
            var literal = fragments[i];
            var reference = R4.PropertyAt(tape[tape[literal].Parent].Property);
            if (!contained.TryGetValue(Encoding.UTF8.GetString(TextOf(literal)[1..]), out var target))
                Report(literal, StructureRule.UnresolvedFragment);
            else if (!IsTarget(reference, target))
                Report(literal, StructureRule.ReferenceTarget, target.Name);
        }
        fragments?.RemoveRange(from, fragments.Count - from);
    }

    private Dictionary<string, FhirType> ContainedById(int resource)
    {
        var contained = NoContained;
        for (var i = resource + 1; i < tape[resource].Next; i = tape[i].Next)
        {
            if (tape[i].Type == 0 || !IsContained(R4.PropertyAt(tape[i].Property)))
                continue;
            if (ReferenceEquals(contained, NoContained))
                contained = new Dictionary<string, FhirType>(StringComparer.Ordinal);
            var id = TextOfChild(i, Known.Names.Id);
            if (id.IsEmpty)
                Report(i, "id", StructureRule.Required);
            else if (!contained.TryAdd(Encoding.UTF8.GetString(id), R4.TypeAt(tape[i].Type - 1)))
                Report(i, StructureRule.DuplicateContained);
        }
        return contained;
    }

    private static readonly Dictionary<string, FhirType> NoContained = [];
}
