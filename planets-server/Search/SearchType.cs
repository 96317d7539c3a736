using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Deferred;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Search;

/// <summary>
/// <c>GET [base]/[type]?…</c>, of the whole server <c>GET [base]?…</c>, of a compartment <c>GET [base]/[type]/[id]/[type]?…</c> (or
/// <c>*</c>);
/// each also as <c>POST …/_search</c>. R4 http.html#search.
/// </summary>
public static class SearchType
{
    /// <summary>Characters of a query, but for links to further pages; more goes into a <c>_search</c>.</summary>
    public const int QueryCharactersMax = 8 << 10;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        MapSpace(fhir, "/", _ => SearchSpace.System());
        MapSpace(fhir, "/{type:resource}", route => SearchSpace.Type(Text(route, "type")));
        MapSpace(fhir, "/{compartment:resource}/{id}/{type:resource}", route => Inside(route, Text(route, "type")));
        MapSpace(fhir, "/{compartment:resource}/{id}/*", route => Inside(route, null));
    }

    private static void MapSpace(IEndpointRouteBuilder fhir, string path, Func<HttpContext, Answer<SearchSpace>> space)
    {
        fhir.MapGet(path, (HttpContext http, SearchAnswers answers, CancellationToken ct) =>
            Handle(space(http), SearchQuery.Pairs(http.Request.QueryString.Value ?? ""), http, answers, ct)).MayBeDeferred();
        fhir.MapPost(path == "/" ? "/_search" : path + "/_search", async (HttpContext http, SearchAnswers answers, CancellationToken ct) =>
        {
            var form = await SearchForm.Read(http.Request, ct);
            return form.IsRefused(out var refusal) ? FhirJson.Refused(refusal) : await Handle(space(http), form.Value, http, answers, ct);
        });
    }

    private static Answer<SearchSpace> Inside(HttpContext http, string? type) => SearchSpace.Inside(
        Text(http, "compartment"), Text(http, "id"), type, http.RequestServices.GetRequiredService<TokenKeys>());

    private static string Text(HttpContext http, string name) => (string)http.GetRouteValue(name)!;

    private static async Task<IResult> Handle(
        Answer<SearchSpace> space, IReadOnlyList<KeyValuePair<string, string>> query, HttpContext http, SearchAnswers answers,
            CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: false) is { } format)
            return FhirJson.Refused(format);
        var isLink = query is [{ Key: PageLinks.Parameter }];
        if (http.Request.QueryString.Value?.Length > QueryCharactersMax && !isLink)
            return FhirJson.Refused(new Refusal(RefusalKind.TooLarge,
                $"A query has at most {QueryCharactersMax} characters; a longer one is sent to _search."));
        if (space.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        return isLink
            ? await answers.Next(space.Value, query[0].Value, http, ct)
            : await answers.First(space.Value, query, http, ct);
    }
}
