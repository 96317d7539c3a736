using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>What is returned beside the matches: <c>_include</c> and <c>_revinclude</c> (R4 search.html#include).</summary>
/// <param name="Source">Type that refers; null for any (<c>*</c>).</param>
/// <param name="Parameter">Code of its reference parameter; null for any (<c>Type:*</c>).</param>
/// <param name="Target">Type referred to; null for any.</param>
/// <param name="Reverse">From the matches to what refers to them.</param>
/// <param name="Iterate">Also from what was included.</param>
public sealed record Inclusion(string? Source, string? Parameter, string? Target, bool Reverse, bool Iterate)
{
    /// <summary>Those of the site's own parameters that count.</summary>
    public IReadOnlyList<CustomParameter> Own { get; init; } = [];

    /// <summary>Whether parameters of R4 count.</summary>
    public bool IsOfR4 => Parameter is null || Own.Count == 0;

    private static readonly string[] AllCodes = [.. R4.SearchParameters.Where(IsReference).Select(parameter => parameter.Code).Distinct()];

    /// <summary>Codes of the R4 parameters that count.</summary>
    public IReadOnlyList<string> Codes => (Source, Parameter) switch
    {
        _ when !IsOfR4 => [],
        (_, { } code) => [code],
        ({ } source, _) => [.. SearchParameters.Of(source).Where(IsReference).Select(parameter => parameter.Code)],
        _ => AllCodes,
    };

    /// <param name="own">The site's own parameters.</param>
    public static Answer<Inclusion> Parse(string name, string value, bool reverse, CustomLookup own)
    {
        var modifier = name.Split(':') is [_, var text] ? text : null;
        if (name.Split(':').Length > 2 || modifier is not (null or "iterate" or "recurse"))
            return Invalid(name);
        if (value == "*")
            return new Inclusion(null, null, null, reverse, modifier is not null) { Own = own.References(null, byIndex: reverse) };
        var parts = value.Split(':');
        if (parts.Length is < 2 or > 3 || ResourceTypes.Find(parts[0]) is null
            || parts is [_, _, var target] && ResourceTypes.Find(target) is null)
        {
            return Invalid(name);
        }
        var inclusion = new Inclusion(
            parts[0], parts[1] == "*" ? null : parts[1], parts.ElementAtOrDefault(2), reverse, modifier is not null);
        if (inclusion.Parameter is null)
            return inclusion with { Own = own.References(parts[0], byIndex: reverse) };
        if (own.Find(parts[0], parts[1]) is { Definition.Type: SearchParameterType.Reference } named)
            return inclusion with { Own = [named] };
        return SearchParameters.Find(parts[0], parts[1]) is { Type: SearchParameterType.Reference }
            ? inclusion
            : Refusals.Unknown(parts[0], parts[1]);
    }

    private static bool IsReference(SearchParameter parameter) => parameter.Type == SearchParameterType.Reference;

    private static Refusal Invalid(string name) => new(
        RefusalKind.Invalid, $"The value of '{name.Split(':')[0]}' is not Type:parameter, Type:parameter:Target, Type:* or *, or its modifier is not :iterate.",
        $"http.{name.Split(':')[0]}", "invalid");
}
