using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
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
    private static readonly string[] AllCodes = [.. R4.SearchParameters.Where(IsReference).Select(parameter => parameter.Code).Distinct()];

    /// <summary>Codes of the parameters that count.</summary>
    public IReadOnlyList<string> Codes => (Source, Parameter) switch
    {
        (_, { } code) => [code],
        ({ } source, _) => [.. SearchParameters.Of(source).Where(IsReference).Select(parameter => parameter.Code)],
        _ => AllCodes,
    };

    public static Answer<Inclusion> Parse(string name, string value, bool reverse)
    {
        var modifier = name.Split(':') is [_, var text] ? text : null;
        if (name.Split(':').Length > 2 || modifier is not (null or "iterate" or "recurse"))
            return Invalid(name);
        if (value == "*")
            return new Inclusion(null, null, null, reverse, modifier is not null);
        var parts = value.Split(':');
        if (parts.Length is < 2 or > 3 || ResourceTypes.Find(parts[0]) is null
            || parts is [_, _, var target] && ResourceTypes.Find(target) is null)
        {
            return Invalid(name);
        }
        var isAny = parts[1] == "*";
        if (!isAny && SearchParameters.Find(parts[0], parts[1]) is not { Type: SearchParameterType.Reference })
            return Refusals.Unknown(parts[0], parts[1]);
        return new Inclusion(parts[0], isAny ? null : parts[1], parts.ElementAtOrDefault(2), reverse, modifier is not null);
    }

    private static bool IsReference(SearchParameter parameter) => parameter.Type == SearchParameterType.Reference;

    private static Refusal Invalid(string name) => new(
        RefusalKind.Invalid, $"The value of '{name.Split(':')[0]}' is not Type:parameter, Type:parameter:Target, Type:* or *, or its modifier is not :iterate.",
        $"http.{name.Split(':')[0]}", "invalid");
}
