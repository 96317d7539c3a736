using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Fhir.Indexing;

/// <summary>What to look for in resources of one type: its search parameters, with their expressions compiled for it.</summary>
internal sealed class IndexPlan
{
    private static readonly IndexPlan?[] Plans = new IndexPlan?[R4.Types.Count];

    private IndexPlan(FhirType type)
    {
        Parameters = [.. R4.SearchParameters
            .Where(parameter => parameter.Expression.Length > 0 && parameter.Bases.Any(type.Is))
            .Select(parameter => Plan(parameter, type))];
    }

    public IReadOnlyList<PlannedParameter> Parameters { get; }

    /// <summary>The plan of a type, made when it is first asked for. Two threads that ask at once may make it twice.</summary>
    public static IndexPlan For(FhirType type) => Plans[type.Number] ??= new IndexPlan(type);

    private static PlannedParameter Plan(SearchParameter parameter, FhirType type)
    {
        var expression = Compile(parameter.Expression).ForType(type);
        PlannedComponent[] components =
            [.. CompositeDefinition.Of(parameter).Zip(
                parameter.Components, (definition, part) => new PlannedComponent(definition, Compile(part.Expression)))];
        // A composite of the resource itself needs each of its components in the resource.
        var isOfResource = expression.FirstNames?.All(name => name is null) == true;
        return new PlannedParameter(parameter, expression, components)
        {
            Needs = isOfResource && components.Length > 0
                ? [.. components.Select(component => FirstElements(component.Expression, type)).OfType<ulong>()]
                : FirstElements(expression, type) is { } first ? [first] : [],
        };
    }

    // Bit n stands for the element with index n of the type; null where the expression may find something without any: a resource
    // is indexed as it was sent, perhaps with nothing but its type.
    private static ulong? FirstElements(FhirPathExpression expression, FhirType type)
    {
        if (expression.FirstNames is not { } names)
            return null;
        var mask = 0UL;
        foreach (var name in names)
        {
            if (name is null)
                return null;
            if (type.Element(name) is { } element)
                mask |= 1UL << element.Index;
        }
        return mask;
    }

    // R4 writes the FHIR type dateTime as FHIRPath's DateTime in Observation's code-value-date, which no element has.
    private static string Corrected(string expression) => expression.Replace("as(DateTime)", "as(dateTime)", StringComparison.Ordinal);

    private static FhirPathExpression Compile(string expression) =>
        FhirPathExpression.Compile(Corrected(expression)) is { Expression: { } compiled, Error: null }
            ? compiled
            : throw new InvalidDataException($"The expression of a search parameter is no FHIRPath: {expression}");
}

/// <param name="Expression">From the resource.</param>
internal sealed record PlannedParameter(SearchParameter Parameter, FhirPathExpression Expression, PlannedComponent[] Components)
{
    /// <summary>Elements of the type as bits: without one of each the parameter has no value. Most parameters are told from
    /// the resource by this alone; those that may find something in any resource need none.</summary>
    public required ulong[] Needs { get; init; }

    public bool MayHaveValue(ulong elements)
    {
        foreach (var need in Needs)
            if ((need & elements) == 0)
                return false;
        return true;
    }
}

/// <param name="Definition">The parameter that the part is searched like.</param>
/// <param name="Expression">From what the composite's expression leads to.</param>
internal sealed record PlannedComponent(SearchParameter Definition, FhirPathExpression Expression);
