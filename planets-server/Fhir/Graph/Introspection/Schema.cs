using Phr.Fhir.Definitions;

namespace Phr.Fhir.Graph.Introspection;

/// <summary>
/// The schema of what can be asked, from the definitions of R4. Inside of a resource it names the searches of those types that have a
/// reference to just its type, with the arguments that all searches have; others work, too.
/// </summary>
internal static class Schema
{
    private static readonly string[] Selection = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"];

    private static readonly FhirType Resource = R4.Require("Resource");

    private static readonly IReadOnlyList<FhirType> Resources = [.. R4.Types.Where(type => type.IsResource && !type.IsAbstract)];

    private static readonly Dictionary<string, SchemaType> ByName = Named().ToDictionary(type => type.Name!, StringComparer.Ordinal);

    public static SchemaType Query => ByName[GraphNames.Query];

    public static IEnumerable<SchemaType> Types => ByName.Values;

    public static IReadOnlyList<SchemaDirective> Directives { get; } =
    [
        new("include", [new("if", SchemaType.Truth.Required)], Selection), new("skip", [new("if", SchemaType.Truth.Required)], Selection),
        new("flatten", [], ["FIELD"]), new("first", [], ["FIELD"]), new("singleton", [], ["FIELD"]),
        new("slice", [new("path", SchemaType.Text.Required)], ["FIELD"]),
    ];

    public static SchemaType? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<SchemaType> Named()
    {
        yield return new("OBJECT", GraphNames.Query) { Fields = OfServer, Interfaces = () => [] };
        foreach (var type in R4.Types.Where(type => !type.IsAbstract || type == Resource || type.Name == "Element"))
            yield return Of(type);
        foreach (var type in Resources)
        {
            yield return new("OBJECT", type.Name + "Connection") { Fields = () => OfConnection(type), Interfaces = () => [] };
            yield return new("OBJECT", type.Name + "Edge") { Fields = () => OfEdge(type), Interfaces = () => [] };
        }
    }

    private static SchemaType Of(FhirType type)
    {
        var name = GraphNames.Of(type);
        if (type.IsPrimitive)
            return new("SCALAR", name);
        return type == Resource
            ? new("INTERFACE", name) { Fields = () => OfType(type), PossibleTypes = () => Resources.Select(Reference) }
            : new("OBJECT", name)
            {
                Fields = () => OfType(type), Interfaces = () => type.IsResource ? [Reference(Resource)] : [],
            };
    }

    private static SchemaType Reference(FhirType type) => Find(GraphNames.Of(type))!;

    private static IEnumerable<SchemaField> OfServer() => Resources.SelectMany(type => (SchemaField[])
    [
        new(type.Name, Reference(type)) { Arguments = () => [new("id", SchemaType.Id.Required)] },
        new(type.Name + "List", Reference(type).Listed) { Arguments = () => OfSearch(type) },
        new(type.Name + "Connection", Find(type.Name + "Connection")!)
        {
            Arguments = () => OfSearch(type).Append(new("cursor", SchemaType.Text)),
        },
    ]);

    private static IEnumerable<SchemaField> OfType(FhirType type)
    {
        if (type.IsResource)
            yield return new("resourceType", SchemaType.Text);
        foreach (var property in type.Elements.SelectMany(element => element.Properties))
        {
            var isMany = property.Element.IsMany;
            var of = Reference(property.Type is { IsResource: true, IsAbstract: true } ? Resource : property.Type);
            yield return new(property.JsonName, isMany ? of.Listed : of)
            {
                Arguments = () => isMany && !property.Type.IsPrimitive ? OfList(property.Type) : [],
            };
            if (property.Type.IsPrimitive && !property.WithoutSibling)
                yield return new("_" + property.JsonName, isMany ? Find("Element")!.Listed : Find("Element")!);
        }
        if (type.Name == "Reference")
        {
            yield return new("resource", Reference(Resource))
            {
                Arguments = () => [new("optional", SchemaType.Truth), new("type", SchemaType.Text)],
            };
        }
        foreach (var field in type.IsResource && !type.IsAbstract ? OfReferring(type) : [])
            yield return field;
    }

    private static IEnumerable<SchemaField> OfReferring(FhirType type) => R4.SearchParameters
        .Where(parameter => parameter.Type == SearchParameterType.Reference && parameter.Targets.Contains(type))
        .SelectMany(parameter => parameter.Bases.Where(from => !from.IsAbstract)).Distinct().SelectMany(from => (SchemaField[])
        [
            new(from.Name + "List", Reference(from).Listed) { Arguments = OfInnerSearch },
            new(from.Name + "Connection", Find(from.Name + "Connection")!) { Arguments = OfInnerSearch },
        ]);

    private static IEnumerable<SchemaField> OfConnection(FhirType type) =>
    [
        new("count", SchemaType.Integer), new("offset", SchemaType.Integer), new("pagesize", SchemaType.Integer),
        new("edges", Find(type.Name + "Edge")!.Listed), new("first", SchemaType.Id), new("previous", SchemaType.Id),
        new("next", SchemaType.Id), new("last", SchemaType.Id),
    ];

    private static IEnumerable<SchemaField> OfEdge(FhirType type) =>
        [new("mode", Find("code")!), new("score", Find("decimal")!), new("resource", Reference(type))];

    private static IEnumerable<SchemaArgument> OfList(FhirType type) =>
    [
        new("fhirpath", SchemaType.Text), new("_offset", SchemaType.Integer), new("_count", SchemaType.Integer),
        .. type.Elements.SelectMany(element => element.Properties).Where(property => property.Type.IsPrimitive)
            .Select(property => new SchemaArgument(property.JsonName, Reference(property.Type))),
    ];

    private static IEnumerable<SchemaArgument> OfSearch(FhirType type) => R4.SearchParameters
        .Where(parameter => parameter.Code != "_query" && parameter.Bases.Any(type.Is)).Select(parameter => parameter.Code)
        .Distinct().Select(code => new SchemaArgument(code[0] == '_' ? code : code.Replace('-', '_'), SchemaType.Text.Listed))
        .Concat(OfAnySearch());

    private static IEnumerable<SchemaArgument> OfInnerSearch() =>
        OfAnySearch().Prepend(new("_reference", SchemaType.Text.Required));

    private static IEnumerable<SchemaArgument> OfAnySearch() =>
    [
        new("_filter", SchemaType.Text), new("_list", SchemaType.Text), new("_sort", SchemaType.Text.Listed),
        new("_count", SchemaType.Integer), new("fhirpath", SchemaType.Text),
    ];
}
