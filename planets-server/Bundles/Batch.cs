using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>A batch: each entry is a unit of its own, stored or refused by itself; they share commits as any concurrent
/// writes do.</summary>
public sealed class Batch(RecordWriter writer, PatchRun patches, ConditionReading conditions, OwnRequests requests, FhirEndpoint fhir)
{
    /// <summary>Entries under way at a time: enough to share commits, fewer than the log's queue holds.</summary>
    private const int AtATime = 256;

    public async Task<IResult> Run(Element bundle, IReadOnlyList<Issue> issues, HttpContext http, CancellationToken ct)
    {
        if (http.Request.Headers.ContainsKey(AttachedProvenance.HeaderName))
        {
            return FhirJson.Refused(new Refusal(
                RefusalKind.Invalid, "A Provenance is about what is written together; a batch is not.", AttachedProvenance.HeaderName, "invalid"));
        }
        var run = new BatchRun(http, issues, RecordWriter.OriginOf(http.Caller()), requests.NewBudget());
        var elements = new List<Element>();
        foreach (var element in bundle.Children("entry"))
            elements.Add(element);
        var answers = new List<(BundleEntry, ReadOnlyMemory<byte>)>(elements.Count);
        foreach (var some in elements.Index().Chunk(AtATime))
            answers.AddRange(await Task.WhenAll(some.Select(entry => RunEntry(entry.Item, entry.Index, run, ct))));
        return new BundleResult(new BundleHead("batch-response"), answers);
    }

    private async Task<(BundleEntry, ReadOnlyMemory<byte>)> RunEntry(
        Element element, int index, BatchRun run, CancellationToken ct)
    {
        var http = run.Http;
        var entry = await conditions.Read(parser => new BundleRequests(http.Caller(), parser).Read(element, index), ct);
        // An operation checks what it is called with itself: $validate is for what is faulty.
        if (element.IsFaulty && (entry.IsRefused(out _) || entry.Value.Operation is null))
            return EntryAnswers.Of(422, IssuesOf(index, run.Issues));
        if (entry.IsRefused(out var refusal))
            return EntryAnswers.Of(refusal);
        if (entry.Value.IsOwnRequest)
            return await requests.Run(entry.Value, http, run.Budget, ct);
        if (run.Origin.IsRefused(out refusal))
            return EntryAnswers.Of(refusal);
        var written = entry.Value.Method == "PATCH"
            ? await Patch(entry.Value, http.Caller(), run.Origin.Value, ct)
            : await Write(entry.Value, http.Caller(), run.Origin.Value, ct);
        return written.IsRefused(out refusal)
            ? EntryAnswers.Of(refusal)
            : EntryAnswers.Within(
                run.Budget, EntryAnswers.Of(written.Value, fhir, http.Request.ReturnPreference(whereNone: "minimal")));
    }

    /// <summary>What the entries of a batch have in common.</summary>
    private sealed record BatchRun(
        HttpContext Http, IReadOnlyList<Issue> Issues, Answer<EventLog.Origin> Origin, AnswerBudget Budget);

    private async Task<Answer<Written>> Write(EntryRequest entry, Caller caller, EventLog.Origin origin, CancellationToken ct)
    {
        var interaction = await writer.Prepare(entry, EntryWrites.IdOf(entry), UnitLinks.None, caller, origin, ct);
        return interaction.IsRefused(out var refusal) ? refusal : await writer.Write(caller, origin, interaction.Value, ct);
    }

    private async Task<Answer<Written>> Patch(EntryRequest entry, Caller caller, EventLog.Origin origin, CancellationToken ct)
    {
        var request = EntryPatches.Read(entry);
        return request.IsRefused(out var refusal) ? refusal : await patches.Run(caller, origin, request.Value, ct);
    }

    private static IEnumerable<Issue> IssuesOf(int index, IReadOnlyList<Issue> issues) =>
        issues.Where(issue => issue.Expression.StartsWith($"Bundle.entry[{index}]", StringComparison.Ordinal));
}
