using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Fhir.Indexing;

/// <summary>A search parameter that R4 does not define, compiled: it finds its values as R4's do.</summary>
public sealed class CustomExpression
{
    private readonly Dictionary<FhirType, PlannedParameter> _plans;

    private CustomExpression(SearchParameter parameter, Dictionary<FhirType, PlannedParameter> plans) =>
        (Parameter, _plans) = (parameter, plans);

    public SearchParameter Parameter { get; }

    /// <summary>Null with the reason where the expression is no FHIRPath or names what its base types do not have.</summary>
    public static (CustomExpression? Expression, string? Fault) Compile(SearchParameter parameter)
    {
        if (FhirPathExpression.Compile(parameter.Expression) is not { Expression: { } compiled, Error: null } compilation)
            return (null, "The expression is not FHIRPath.");
        // An index follows from the resource alone: it stays true when a value set changes.
        if (compiled.AsksDefinitions)
            return (null, "A search parameter does not ask terminology or profiles: search with :in, :below or _profile.");
        var plans = new Dictionary<FhirType, PlannedParameter>();
        foreach (var type in parameter.Bases)
        {
            var own = compiled.ForType(type);
            if (own.Check(type) is { } error)
                return (null, $"The expression does not fit {type.Name}: {error}");
            plans.Add(type, new PlannedParameter(parameter, own, []) { Needs = [] });
        }
        return (new CustomExpression(parameter, plans), null);
    }

    /// <summary>Replaces what <paramref name="into"/> holds by the values of one resource; nothing for a type that is no base.</summary>
    public void Index(Element resource, TimeSpan zone, IndexEntries into)
    {
        into.Begin(resource.Document);
        if (resource.Type is { } type && _plans.TryGetValue(type, out var plan))
            ResourceIndexer.Index(resource, plan, zone, into);
    }
}
