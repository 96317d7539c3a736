using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Deferred;
using Phr.Planets.Http;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Search;

/// <summary><c>GET [base]/[type]?…</c> and <c>POST [base]/[type]/_search</c>. R4 http.html#search.</summary>
public static class SearchType
{
    /// <summary>Bytes of the body of a <c>_search</c>.</summary>
    public const int FormBytesMax = 64 << 10;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type:resource}", (string type, HttpContext http, SearchAnswers answers, CancellationToken ct) =>
            Handle(type, SearchQuery.Pairs(http.Request.QueryString.Value ?? ""), http, answers, ct)).MayBeDeferred();
        fhir.MapPost("/{type:resource}/_search", async (string type, HttpContext http, SearchAnswers answers, CancellationToken ct) =>
        {
            if (http.Request.ContentLength is null or > FormBytesMax)
                return FhirJson.Refused(new Refusal(RefusalKind.TooLarge, $"A search form has a length of at most {FormBytesMax} bytes."));
            var form = System.Text.Encoding.UTF8.GetString((await http.Request.Body(ct)).Span);
            return await Handle(type, [.. SearchQuery.Pairs(http.Request.QueryString.Value ?? ""), .. SearchQuery.Pairs(form)], http, answers, ct);
        });
    }

    private static async Task<IResult> Handle(
        string type, IReadOnlyList<KeyValuePair<string, string>> query, HttpContext http, SearchAnswers answers, CancellationToken ct)
    {
        if (http.Request.Formats(hasBody: false) is { } format)
            return FhirJson.Refused(format);
        return query is [{ Key: PageLinks.Parameter } cursor]
            ? await answers.Next(type, cursor.Value, http, ct)
            : await answers.First(type, query, http, ct);
    }
}
