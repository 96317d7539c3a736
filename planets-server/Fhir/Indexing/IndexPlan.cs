using System.Collections.Frozen;
using Phr.Fhir.Definitions;
using Phr.Fhir.Path;

namespace Phr.Fhir.Indexing;

/// <summary>What to look for in resources of one type: its search parameters, with their expressions compiled for it.</summary>
internal sealed class IndexPlan
{
    private static readonly IndexPlan?[] Plans = new IndexPlan?[R4.Types.Count];
    private static readonly FrozenDictionary<string, SearchParameter> ByUrl =
        R4.SearchParameters.ToFrozenDictionary(parameter => parameter.Url, StringComparer.Ordinal);

    private IndexPlan(FhirType type)
    {
        Parameters = [.. R4.SearchParameters
            .Where(parameter => parameter.Expression.Length > 0 && parameter.Bases.Any(type.Is))
            .Select(parameter => new PlannedParameter(parameter, Compile(parameter.Expression).ForType(type), Components(parameter)))];
    }

    public IReadOnlyList<PlannedParameter> Parameters { get; }

    /// <summary>The plan of a type, made when it is first asked for. Two threads that ask at once may make it twice.</summary>
    public static IndexPlan For(FhirType type) => Plans[type.Number] ??= new IndexPlan(type);

    private static PlannedComponent[] Components(SearchParameter parameter) =>
        [.. parameter.Components.Select(part => new PlannedComponent(ByUrl[part.Definition], Compile(part.Expression)))];

    // R4 writes the FHIR type dateTime as FHIRPath's DateTime in Observation's code-value-date, which no element has.
    private static string Corrected(string expression) => expression.Replace("as(DateTime)", "as(dateTime)", StringComparison.Ordinal);

    private static FhirPathExpression Compile(string expression) =>
        FhirPathExpression.Compile(Corrected(expression)) is { Expression: { } compiled, Error: null }
            ? compiled
            : throw new InvalidDataException($"The expression of a search parameter is no FHIRPath: {expression}");
}

/// <param name="Expression">From the resource.</param>
internal sealed record PlannedParameter(SearchParameter Parameter, FhirPathExpression Expression, PlannedComponent[] Components);

/// <param name="Definition">The parameter that the part is searched like.</param>
/// <param name="Expression">From what the composite's expression leads to.</param>
internal sealed record PlannedComponent(SearchParameter Definition, FhirPathExpression Expression);
