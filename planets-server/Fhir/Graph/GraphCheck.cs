using Phr.Fhir.Definitions;

namespace Phr.Fhir.Graph;

/// <summary>Whether a query asks for what there is. Of what a reference may lead to, one type has to have each field.</summary>
internal static class GraphCheck
{
    private static readonly IReadOnlyList<FhirType> Resources = [.. R4.Types.Where(type => type.IsResource && !type.IsAbstract)];

    private static readonly FhirType Element = R4.Require("Element");

    /// <exception cref="GraphStop">A field is not known, or not with its arguments.</exception>
    public static void Check(IReadOnlyList<GraphField> fields, params IReadOnlyList<GraphOwner> owners)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            CheckField(fields[i], owners);
            if (fields.Take(i).FirstOrDefault(other => IsConflict(other, fields[i])) is not null)
                throw fields[i].Wrong($"'{fields[i].Key}' is there with another meaning: give one of them another name.", "conflict");
        }
    }

    // What has no type in common never meets; of a reference each type may be asked for by itself.
    private static bool IsConflict(GraphField one, GraphField other) => one.Key == other.Key
        && (one.Name != other.Name || one.Shape != other.Shape || !one.Arguments.Equals(other.Arguments))
        && !(one.Name == "resource" && other.Name == "resource" && one.Arguments.Text("type") != other.Arguments.Text("type"))
        && !one.Conditions.Any(first => other.Conditions.Any(second => !first.Is(second) && !second.Is(first)));

    private static void CheckField(GraphField field, IReadOnlyList<GraphOwner> owners)
    {
        var able = owners.Where(owner => Fits(field, owner)).Select(owner => GraphMeanings.Of(field, owner))
            .OfType<GraphMeaning>().ToList();
        if (able.Count == 0)
            throw field.Wrong($"There is no field '{field.Name}' here.", "not-supported");
        if (field.Name is not ("__schema" or "__type"))
            Check(field.Fields, [.. able.SelectMany(meaning => Below(meaning, owners)).Distinct()]);
    }

    public static bool Fits(GraphField field, GraphOwner owner) =>
        field.Conditions.Count == 0 || owner is GraphOwner.Of { Type: var type } && field.Conditions.All(type.Is);

    private static IEnumerable<GraphOwner> Below(GraphMeaning meaning, IReadOnlyList<GraphOwner> owners) => meaning switch
    {
        GraphMeaning.Branch { Property.Type: { IsResource: true, IsAbstract: true } } => Of(Resources),
        GraphMeaning.Branch branch => Of([branch.Property.Type]),
        GraphMeaning.Sibling => Of([Element]),
        GraphMeaning.Resolved { Type: { } type } => Of([type]),
        GraphMeaning.Resolved => Of(Resources),
        GraphMeaning.ById byId => Of([byId.Type]),
        GraphMeaning.Found { Search: { IsConnection: true, Type: var type } } => [new GraphOwner.Connection(type)],
        GraphMeaning.Found found => Of([found.Search.Type]),
        GraphMeaning.Edges => owners.OfType<GraphOwner.Connection>().Select(owner => new GraphOwner.Edge(owner.Type)),
        GraphMeaning.Matched => owners.OfType<GraphOwner.Edge>().Select(owner => new GraphOwner.Of(owner.Type)),
        _ => [],
    };

    private static IEnumerable<GraphOwner> Of(IEnumerable<FhirType> types) => types.Select(type => new GraphOwner.Of(type));
}
