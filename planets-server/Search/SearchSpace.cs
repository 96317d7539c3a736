using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>Where a search looks: one type, several, or a compartment (R4 http.html#search).</summary>
/// <param name="Path">In the URL, behind the base: <c>Observation</c>, nothing, or <c>Patient/1/Observation</c>.</param>
/// <param name="Types">At least one, unless the answer has to be empty.</param>
/// <param name="TakesTypes">Whether <c>_type</c> may narrow them.</param>
/// <param name="Compartment">What its members satisfy; null outside of compartments.</param>
public sealed record SearchSpace(string Path, IReadOnlyList<string> Types, bool TakesTypes, Criterion? Compartment)
{
    public static SearchSpace Type(string type) => new(type, [type], TakesTypes: false, null);

    public static SearchSpace System() => new("", ResourceTypes.All, TakesTypes: true, null);

    /// <param name="type">Null for all types of the compartment (<c>*</c>).</param>
    public static Answer<SearchSpace> Inside(string compartment, string id, string? type, TokenKeys keys)
    {
        if (!Compartments.Has(compartment) || type is not null && !Compartments.Types(compartment).Contains(type))
            return new Refusal(RefusalKind.NotFound, "R4 has no such compartment, or that type is not in it.", null, "not-found");
        return new SearchSpace(
            $"{compartment}/{id}/{type ?? "*"}", type is null ? Compartments.Types(compartment) : [type], TakesTypes: type is null,
            CompartmentCriterion.Of(compartment, id, type, keys));
    }

    /// <summary>Narrowed by the value of <c>_type</c>.</summary>
    public Answer<SearchSpace> Of(string types)
    {
        var named = types.Split(',');
        return TakesTypes && named.All(type => Types.Contains(type))
            ? this with { Types = [.. named.Distinct()] }
            : new Refusal(RefusalKind.Invalid, "'_type' names resource types, in a search of the whole server or compartment.",
                "http._type", "invalid");
    }
}
