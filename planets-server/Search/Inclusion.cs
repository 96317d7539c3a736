using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>What is returned beside the matches: <c>_include</c> and <c>_revinclude</c> (R4 search.html#include).</summary>
/// <param name="Source">Type that refers.</param>
/// <param name="Parameter">Its reference parameter.</param>
/// <param name="Target">Type referred to; null for any.</param>
/// <param name="Reverse">From the matches to what refers to them.</param>
/// <param name="Iterate">Also from what was included.</param>
public sealed record Inclusion(string Source, SearchParameter Parameter, string? Target, bool Reverse, bool Iterate)
{
    public static Answer<Inclusion> Parse(string name, string value, bool reverse)
    {
        var modifier = name.Split(':') is [_, var text] ? text : null;
        if (modifier is not (null or "iterate" or "recurse"))
            return Invalid(name);
        var parts = value.Split(':');
        if (parts.Length is < 2 or > 3 || ResourceTypes.Find(parts[0]) is null
            || parts is [_, _, var target] && ResourceTypes.Find(target) is null)
        {
            return Invalid(name);
        }
        if (SearchParameters.Find(parts[0], parts[1]) is not { Type: SearchParameterType.Reference } parameter)
            return Refusals.Unknown(parts[0], parts[1]);
        return new Inclusion(parts[0], parameter, parts.ElementAtOrDefault(2), reverse, modifier is not null);
    }

    private static Refusal Invalid(string name) => new(
        RefusalKind.Invalid, $"The value of '{name.Split(':')[0]}' is not Type:parameter or Type:parameter:Target, or its modifier is not :iterate.",
        $"http.{name.Split(':')[0]}", "invalid");
}
