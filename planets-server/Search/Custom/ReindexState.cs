using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Search.Custom;

/// <summary><c>GET [base]/SearchParameter/[id]/$reindex</c>: how far the index of a parameter of the site's own has come.</summary>
public static class ReindexState
{
    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapGet("/SearchParameter/{id}/$reindex", Handle);

    private static async Task<IResult> Handle(
        string id, HttpContext http, CustomParameters parameters, CustomReadiness readiness, RecordReads reads, TokenKeys keys, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var own = (await parameters.Current(ct)).All.Where(parameter => parameter.Id == id)
            .MinBy(parameter => parameter.Package is not null);
        // What a package brings is everybody's to know.
        if (own?.Package is null && await reads.Present("SearchParameter", id, visibility.Value, ct) is null or { IsDeletion: true })
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, "No such SearchParameter is here for you.", null, "not-found"));
        var progress = own is null ? null : (await readiness.Progress([own.Index], ct))[0];
        return WrittenJson.Resource("Parameters", json =>
        {
            json.WriteStartArray("parameter");
            Write("state", value => json.WriteString("valueCode", value), progress switch
            {
                null => "not-followed",
                { IsComplete: true } => "complete",
                _ => "indexing",
            });
            if (progress is not null)
            {
                Write("position", value => json.WriteString("valueString", value), $"{progress.Position ?? 0}");
                Write("head", value => json.WriteString("valueString", value), $"{progress.Head}");
            }
            json.WriteEndArray();

            void Write(string name, Action<string> value, string text)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                value(text);
                json.WriteEndObject();
            }
        });
    }
}
