using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Deferred;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations;

/// <summary>
/// <c>[base]/Patient/[id]/$everything</c>, by GET or POST: all entries of the person, over all linked sources, as far as the reader may
/// see them, with the facilities, people and products that they name. <c>[base]/Patient/$everything</c>: of all people, and of a person's
/// own token their own. R4 patient-operation-everything.html.
/// </summary>
public static class Everything
{
    /// <summary>Entries of one page unless <c>_count</c> asks for fewer.</summary>
    public const int CountMax = 1_000;

    public static void Map(IEndpointRouteBuilder fhir)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        fhir.MapMethods("/Patient/{id}/$everything", methods, (
            string id, HttpContext http, EverythingRun run, RecordReads reads, AccessJournal journal, CancellationToken ct) =>
            Handle(id, http, run, reads, journal, ct)).MayBeDeferred();
        fhir.MapMethods("/Patient/$everything", methods, (
            HttpContext http, EverythingRun run, RecordReads reads, AccessJournal journal, CancellationToken ct) =>
            Handle(http.Caller() is { Role: CallerRole.Patient } person ? person.Patient : null, http, run, reads, journal, ct)).MayBeDeferred();
    }

    private static async Task<IResult> Handle(
        string? patient, HttpContext http, EverythingRun run, RecordReads reads, AccessJournal journal, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Read, run.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var start = EverythingStart.Read(patient, input.Value, http.Caller(), run);
        if (start.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var page = await run.Page(start.Value, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "everything", null, patient is null ? [] : [patient], [.. page.Rows.Select(row => row.Stream.Value)]), ct);
        if (patient is not null && page.Rows.Count == 0 && start.Value.After == 0
            && await reads.Present("Patient", patient, visibility.Value, ct) is null or { IsDeletion: true })
        {
            return FhirJson.Refused(new Refusal(RefusalKind.NotFound, "No such Patient is here for you.", null, "not-found"));
        }
        return Bundle(http.Request.Path, start.Value, page, run, http.Caller());
    }

    private static BundleResult Bundle(PathString path, EverythingStart start, EverythingPage page, EverythingRun run, Caller caller)
    {
        var address = $"{run.Base.Url}{path.Value!["/fhir/".Length..]}";
        var links = new List<KeyValuePair<string, string>>
        {
            new("self", address + (start.After == 0 ? start.Asked : Page(start))),
        };
        if (page.Next is { } next)
            links.Add(new("next", address + Page(next)));
        return new BundleResult(
            new BundleHead("searchset", page.Next is null && start.After == 0 ? page.Rows.Count : null) { Links = links },
            page.Rows.Select(row => (new BundleEntry($"{run.Base.Url}{row.Type}/{row.Id}", "match"), row.Body)));

        string Page(EverythingStart of) => $"?{PageLinks.Parameter}={of.Seal(run.Links, caller)}";
    }
}
