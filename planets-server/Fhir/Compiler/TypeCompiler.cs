using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Compiler;

/// <summary>StructureDefinitions to rows: first every type gets its number, then the elements are written with those
/// numbers.</summary>
internal sealed class TypeCompiler
{
    private const string CanonicalBase = "http://hl7.org/fhir/StructureDefinition/";
    private readonly ValueSetCompiler valueSets;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<Structure> structures = [];

    private TypeCompiler(ValueSetCompiler valueSets) => this.valueSets = valueSets;

    public IReadOnlyList<TypeRow> Rows { get; private set; } = [];

    public static TypeCompiler Compile(DefinitionSource source, ValueSetCompiler valueSets)
    {
        var compiler = new TypeCompiler(valueSets);
        foreach (var definition in source.Structures)
            compiler.Number(definition, source.Corrections);
        compiler.Rows = [.. compiler.structures.Select(compiler.Row)];
        return compiler;
    }

    public int NumberOf(string type) =>
        numbers.TryGetValue(type, out var number)
            ? number
            : throw new InvalidDataException($"The definitions name the type {type} and do not define it.");

    private void Number(JsonElement definition, Corrections corrections)
    {
        var name = definition.GetProperty("id").GetString()!;
        var kind = definition.GetProperty("kind").GetString();
        var isConstraint = definition.TryGetProperty("derivation", out var derivation) && derivation.ValueEquals("constraint");
        if (kind == "logical" || isConstraint || corrections.RemovesType(name))
            return;

        var snapshot = definition.GetProperty("snapshot").GetProperty("element").EnumerateArray();
        var elements = corrections.Correct(name, snapshot.Select(SourceElement.Read));
        Add(new Structure(name, Kind(kind), definition.GetProperty("abstract").GetBoolean(), ParentOf(definition), elements, name));
        foreach (var group in elements.Where(IsGroup))
            Add(new Structure(group.Path, FhirTypeKind.Backbone, false, group.Types[0].Code, elements, group.Path));
    }

    private void Add(Structure structure)
    {
        numbers.Add(structure.Name, structures.Count);
        structures.Add(structure);
    }

    // A root is a type of its own; below it, an element typed by one of the two group types holds its elements in place.
    private static bool IsGroup(SourceElement element) =>
        !element.IsRoot && element.Types is [{ Code: "BackboneElement" or "Element" }];

    private static string ParentOf(JsonElement definition) =>
        definition.TryGetProperty("baseDefinition", out var parent) ? parent.GetString()![CanonicalBase.Length..] : "";

    private static FhirTypeKind Kind(string? kind) => kind switch
    {
        "primitive-type" => FhirTypeKind.Primitive,
        "complex-type" => FhirTypeKind.Complex,
        "resource" => FhirTypeKind.Resource,
        _ => throw new InvalidDataException($"A StructureDefinition of unknown kind: {kind}"),
    };

    private TypeRow Row(Structure structure)
    {
        var elements = structure.Elements
            .Where(element => !element.IsRoot && element.ParentPath == structure.Path && element.Max != "0")
            .Where(element => structure.Kind != FhirTypeKind.Primitive || element.Name != "value")
            .Select(element => Row(element, structure.Kind));
        // Primitive types specialise each other (code a string, canonical a uri); all of them are Elements.
        return new TypeRow(
            structure.Name, structure.Kind, structure.Abstract,
            structure.Parent.Length == 0 ? -1 : NumberOf(structure.Parent), [.. elements]);
    }

    private ElementRow Row(SourceElement element, FhirTypeKind owner)
    {
        if (element.Min > 1 || element.Max is not ("1" or "*"))
            throw new InvalidDataException($"{element.Id} has a cardinality that the tables cannot hold: {element.Min}..{element.Max}");

        var isChoice = element.Name.EndsWith("[x]", StringComparison.Ordinal);
        return new ElementRow(
            isChoice ? element.Name[..^3] : element.Name, isChoice, element.Min, element.Max == "*",
            element.RequiredValueSet is { } url ? valueSets.NumberOf(url) : -1,
            [.. Uses(element, owner)])
        {
            Summary = element.IsSummary,
        };
    }

    private IEnumerable<TypeUseRow> Uses(SourceElement element, FhirTypeKind owner)
    {
        if (element.ContentReference is { } path)
            return [new TypeUseRow(NumberOf(path), false, false, [])];
        if (IsGroup(element))
            return [new TypeUseRow(NumberOf(element.Path), false, false, [])];
        // R4 types Resource.id as a string where resource.html says id.
        if (owner == FhirTypeKind.Resource && element.Name == "id")
            return [new TypeUseRow(NumberOf("id"), false, false, [])];
        return element.Types.Select(type => new TypeUseRow(
            NumberOf(type.Code),
            type.IsAttribute,
            type.Profiles.Contains(CanonicalBase + "SimpleQuantity"),
            Targets(type)));
    }

    private int[] Targets(SourceType type)
    {
        var names = type.Targets.Select(target => target[CanonicalBase.Length..]).ToList();
        return names.Contains("Resource") ? [] : [.. names.Select(NumberOf)];
    }

    private sealed record Structure(
        string Name, FhirTypeKind Kind, bool Abstract, string Parent, IReadOnlyList<SourceElement> Elements, string Path);
}
