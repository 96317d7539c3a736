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

/// <summary>A batch: each entry is a unit of its own, stored or refused by itself; they share commits as any concurrent writes do.</summary>
public sealed class Batch(RecordWriter writer, CriterionParser parser, EntryReads reads, FhirEndpoint fhir)
{
    public async Task<IResult> Run(Element bundle, IReadOnlyList<Issue> issues, HttpContext http, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        var running = new List<Task<(BundleEntry, ReadOnlyMemory<byte>)>>();
        foreach (var element in bundle.Children("entry"))
            running.Add(RunEntry(element, running.Count, issues, origin, http, ct));
        return new BundleResult(new BundleHead("batch-response"), await Task.WhenAll(running));
    }

    private async Task<(BundleEntry, ReadOnlyMemory<byte>)> RunEntry(
        Element element, int index, IReadOnlyList<Issue> issues, Answer<EventLog.Origin> origin, HttpContext http, CancellationToken ct)
    {
        if (element.IsFaulty)
            return EntryAnswers.Of(422, IssuesOf(index, issues));
        var entry = BundleRequests.Read(element, index, parser);
        if (entry.IsRefused(out var refusal))
            return EntryAnswers.Of(refusal);
        if (entry.Value.Method == "GET")
            return await reads.Read(entry.Value, http, ct);
        if (origin.IsRefused(out refusal))
            return EntryAnswers.Of(refusal);
        var interaction = await Interaction(entry.Value, http.Caller(), origin.Value, ct);
        if (interaction.IsRefused(out refusal))
            return EntryAnswers.Of(refusal);
        var written = await writer.Write(origin.Value, interaction.Value, ct);
        return written.IsRefused(out refusal) ? EntryAnswers.Of(refusal) : EntryAnswers.Of(written.Value, fhir, representation: false);
    }

    private async ValueTask<Answer<Interaction>> Interaction(EntryRequest entry, Caller caller, EventLog.Origin origin, CancellationToken ct)
    {
        if (entry.Method == "DELETE")
        {
            return WriteScopes.PermitDelete(caller, entry.Type)
                ? new Interaction.Delete(entry.Type, entry.Id!, entry.IfMatch)
                : Record.Delete.NoScope(entry.Type);
        }
        var isCreate = entry.Method == "POST";
        var resource = await writer.Prepare(
            caller, origin, entry.Resource, isCreate ? ResourceIds.Fresh() : entry.Id!,
            isCreate ? ScopeAccess.Create : ScopeAccess.Update, UnitLinks.None, ct);
        if (resource.IsRefused(out var refusal))
            return refusal;
        return isCreate ? new Interaction.Create(resource.Value, entry.IfNoneExist) : new Interaction.Update(resource.Value, entry.IfMatch);
    }

    private static IEnumerable<Issue> IssuesOf(int index, IReadOnlyList<Issue> issues) =>
        issues.Where(issue => issue.Expression.StartsWith($"Bundle.entry[{index}]", StringComparison.Ordinal));
}
