using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Record.State;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Matching;

/// <summary>
/// <c>POST [base]/Patient/$match</c>: which Patients that the caller may see a person is likely to be, each with its probability and grade.
/// R4 patient-operation-match.html.
/// </summary>
public static class MatchPatient
{
    private static readonly Issue Several = new(
        IssueSeverity.Warning, "multiple-matches", "match-certain",
        "More than one Patient is certain, so none is told: they may be doubles of one.",
        "確実に一致する Patient が複数あるため、返しません。重複登録の可能性があります。", "");

    private static readonly Issue Cut = new(
        IssueSeverity.Warning, "incomplete", "match-candidates",
        $"More than {MatchRun.CandidatesMax} Patients agree in something; tell more of the person.",
        $"一部が一致する Patient が {MatchRun.CandidatesMax} 件を超えました。項目を追加してください。", "");

    public static void Map(IEndpointRouteBuilder fhir) => fhir.MapPost("/Patient/$match", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, MatchRun run, Indexer indexer, AccessJournal journal, FhirEndpoint fhir, CancellationToken ct)
    {
        var visibility = http.Visibility(ScopeAccess.Search, indexer.Keys);
        if (visibility.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var input = await OperationInput.Read(http.Request, ct, sole: "Patient");
        if (input.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        using var read = input.Value;
        var call = MatchCall.Read(read);
        if (call.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var traits = PersonTraits.Read(call.Value.Patient);
        var keys = MatchKeys.Of(call.Value.Patient, traits, indexer.Keys, indexer.Zone);
        if (keys.AreNone)
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.Unprocessable,
                "A match needs an identifier, a telephone number or mail address, a whole birth date, or a family and a given name.",
                "resource", "required"));
        }
        var matches = await run.Of(traits, keys, visibility.Value, ct);
        var (told, issues) = Told(matches, call.Value);
        var shown = told.Take(call.Value.Count).ToList();
        await journal.Record(Accesses.Of(http, "match", "Patient", [], [.. shown.Select(match => match.Row.Stream.Value)]), ct);
        return new BundleResult(
            new BundleHead("searchset", told.Count) { Links = [new("self", $"{fhir.Url}Patient/$match")] },
            [.. shown.Select(match => Entry(match, fhir)), .. issues.Select(Outcome)]);
    }

    private static (IReadOnlyList<Match> Told, IReadOnlyList<Issue> Issues) Told(Matches matches, MatchCall call)
    {
        IReadOnlyList<Issue> issues = matches.IsCut ? [Cut] : [];
        if (!call.OnlyCertain)
            return (matches.All, issues);
        var certain = matches.All.Where(match => match.Score.Grade == "certain").ToList();
        return certain.Count > 1 ? ([], [.. issues, Several]) : (certain, issues);
    }

    private static (BundleEntry, ReadOnlyMemory<byte>) Entry(Match match, FhirEndpoint fhir) =>
        (new BundleEntry($"{fhir.Url}Patient/{match.Row.Id}", "match")
        {
            Score = Math.Round((decimal)match.Score.Probability, 6), MatchGrade = match.Score.Grade,
        }, match.Row.Body);

    private static (BundleEntry, ReadOnlyMemory<byte>) Outcome(Issue issue)
    {
        var outcome = new ArrayBufferWriter<byte>(512);
        OperationOutcomeJson.Write(outcome, [issue]);
        return (new BundleEntry(SearchMode: "outcome"), outcome.WrittenMemory);
    }
}
