namespace Phr.Fhir.Graph;

/// <summary>What is asked of objects of each kind: the fields whose conditions hold, those of one key as one. GraphQL (October 2021),
/// section 6.3.2.</summary>
internal sealed class GraphPlan
{
    private readonly Dictionary<
        (IReadOnlyList<GraphField>, GraphOwner), IReadOnlyList<(GraphField Field, GraphMeaning Meaning)>> _plans = [];

    public IReadOnlyList<(GraphField Field, GraphMeaning Meaning)> Of(IReadOnlyList<GraphField> fields, GraphOwner owner)
    {
        if (_plans.TryGetValue((fields, owner), out var known))
            return known;
        var plan = new List<(GraphField, GraphMeaning)>();
        foreach (var field in Merged(fields.Where(field => GraphCheck.Fits(field, owner))))
        {
            // Of what a reference leads to not every type has each field.
            if (GraphMeanings.Of(field, owner) is { } meaning)
                plan.Add((field, meaning));
        }
        return _plans[(fields, owner)] = plan;
    }

    private static List<GraphField> Merged(IEnumerable<GraphField> fields)
    {
        var merged = new List<GraphField>();
        foreach (var field in fields)
        {
            var at = merged.FindIndex(other => other.Key == field.Key && other.Arguments.Equals(field.Arguments));
            if (at < 0)
                merged.Add(field);
            else if (field.Fields.Count > 0)
                merged[at] = merged[at] with { Fields = [.. merged[at].Fields, .. field.Fields] };
        }
        return merged;
    }
}
