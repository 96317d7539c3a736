using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations.Views;

/// <summary>
/// <c>POST [base]/ViewDefinition/$run</c>, by its later name <c>$viewdefinition-run</c>: the rows that a view has of what the caller may
/// see, or of resources that the request brings. SQL on FHIR 2, $viewdefinition-run.
/// </summary>
public static class RunView
{
    public static void Map(IEndpointRouteBuilder fhir)
    {
        foreach (var path in (string[])["/ViewDefinition/$run", "/ViewDefinition/$viewdefinition-run", "/$viewdefinition-run"])
            fhir.MapPost(path, Handle);
    }

    private static async Task<IResult> Handle(
        HttpContext http, SearchRun run, CriterionParser parser, OperationOptions options, AccessJournal journal, ServerRulebook rulebook,
        CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, parser.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var call = await ViewCall.Read(http.Request, options.ViewRowsMax, ct);
        if (call.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var view = new ViewRun(call.Value, options, (await rulebook.Current(ct)).Validator.Paths());
        refusal = call.Value.Resources.Count > 0
            ? OfSent(call.Value, view, ct)
            : await OfStored(call.Value, view, new Reading(http, run, parser, journal, visibility.Value, options.ViewWalkedMax), ct);
        return refusal is null ? Results.Bytes(view.Complete(), view.ContentType) : FhirJson.Refused(refusal);
    }

    private static Refusal? OfSent(ViewCall call, ViewRun view, CancellationToken ct)
    {
        foreach (var resource in call.Resources)
        {
            ct.ThrowIfCancellationRequested();
            if (view.Add(resource) is { } refusal)
                return refusal;
        }
        return null;
    }

    private static async Task<Refusal?> OfStored(ViewCall call, ViewRun view, Reading reading, CancellationToken ct)
    {
        var type = call.View.Resource.Name;
        if (reading.Http.Caller().Permissions.For(type, ScopeAccess.Search).IsNothing)
            return new Refusal(RefusalKind.Forbidden, $"The scopes of this token do not permit that on {type}.", null, "forbidden");
        var request = Search(call, type, reading.Parser);
        if (request.IsRefused(out var refusal))
            return refusal;
        var walked = 0;
        for (PageStart? start = new(null, null); start is not null && !view.IsFull;)
        {
            var answer = await reading.Run.Page(request.Value, reading.Visibility, start, ct);
            if (answer.IsRefused(out refusal))
                return refusal;
            var page = answer.Value;
            var looked = 0;
            foreach (var row in page.Matches.TakeWhile(_ => !view.IsFull && refusal is null))
            {
                ct.ThrowIfCancellationRequested();
                refusal = view.Add(row.Body);
                looked++;
            }
            // Before anything of it goes out, and of those alone whose entries were looked at.
            await reading.Journal.Record(
                Accesses.Of(reading.Http, "viewdefinition-run", type, call.Patient is { } patient ? [patient] : [],
                [.. page.Matches.Take(looked).Select(row => row.Stream.Value)]), ct);
            if (refusal is not null)
                return refusal;
            walked += page.Matches.Count;
            start = page.Next;
            if (walked > reading.WalkedMax && !view.IsFull)
                return ViewRun.TooMuch($"The view is of more than {reading.WalkedMax} resources");
        }
        return null;
    }

    // Of a person all that a search for their 'patient' finds.
    private static Answer<SearchRequest> Search(ViewCall call, string type, CriterionParser parser)
    {
        var space = SearchSpace.Type(type);
        var query = new List<KeyValuePair<string, string>> { new("_count", SearchRequest.CountMax.ToString(CultureInfo.InvariantCulture)) };
        if (call.Since is { } since)
            query.Add(new("_lastUpdated", $"gt{since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}"));
        if (call.Patient is { } patient)
        {
            if (type == "Patient")
                query.Add(new("_id", patient));
            else if (SearchParameters.Find(type, "patient") is not null)
                query.Add(new("patient", $"Patient/{patient}"));
            else if (SearchSpace.Inside("Patient", patient, type, parser.Keys) is var inside && inside.IsRefused(out var refusal))
                return refusal;
            else
                space = inside.Value;
        }
        return SearchRequest.Parse(space, query, parser);
    }

    private sealed record Reading(
        HttpContext Http, SearchRun Run, CriterionParser Parser, AccessJournal Journal, Visibility Visibility, int WalkedMax);
}
