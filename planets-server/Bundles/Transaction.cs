using Microsoft.AspNetCore.Http;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>A transaction: one unit of the log. R4 http.html#trules.</summary>
public sealed class Transaction(RecordWriter writer, CriterionParser parser, EntryReads reads, FhirEndpoint fhir)
{
    // R4 http.html#trules: deletes, creates, updates, reads.
    private static readonly string[] Order = ["DELETE", "POST", "PUT", "GET"];

    public async Task<IResult> Run(Element bundle, HttpContext http, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var entries = Read(bundle);
        if (entries.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var plan = TransactionPlan.Of(entries.Value, parser);
        if (plan.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var interactions = new List<Interaction>(entries.Value.Count);
        foreach (var entry in plan.Value.Writes)
        {
            var interaction = await writer.Prepare(
                entry, plan.Value.Ids[entry.Index], plan.Value.Links, http.Caller(), origin.Value, ct);
            if (interaction.IsRefused(out refusal))
                return FhirJson.Refused(refusal with { Place = At(entry, refusal.Place) });
            interactions.Add(interaction.Value);
        }
        var written = await writer.Write(origin.Value, interactions, plan.Value.Links, ct);
        if (written.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        return await Answer(entries.Value, plan.Value, written.Value, http, ct);
    }

    private Answer<IReadOnlyList<EntryRequest>> Read(Element bundle)
    {
        var entries = new List<EntryRequest>();
        foreach (var element in bundle.Children("entry"))
        {
            var entry = BundleRequests.Read(element, entries.Count, parser);
            if (entry.IsRefused(out var refusal))
                return refusal;
            entries.Add(entry.Value);
        }
        return entries;
    }

    private async Task<IResult> Answer(
        IReadOnlyList<EntryRequest> entries, TransactionPlan plan, IReadOnlyList<Written> written, HttpContext http, CancellationToken ct)
    {
        var representation = http.Request.Headers["Prefer"].ToString().Contains("return=representation", StringComparison.OrdinalIgnoreCase);
        var answers = new (BundleEntry, ReadOnlyMemory<byte>)[entries.Count];
        for (var i = 0; i < written.Count; i++)
            answers[plan.Writes[i].Index] = EntryAnswers.Of(written[i], fhir, representation);
        foreach (var entry in entries.Where(entry => entry.Method == "GET"))
            answers[entry.Index] = await reads.Read(entry, http, ct);
        return new BundleResult(new BundleHead("transaction-response"), answers);
    }

    private static string At(EntryRequest entry, string? place) =>
        place is null ? entry.Place : $"{entry.Place}.resource{place[Math.Max(0, place.IndexOf('.', StringComparison.Ordinal))..]}";

    /// <summary>Entries in the order of processing.</summary>
    internal static IEnumerable<EntryRequest> Ordered(IEnumerable<EntryRequest> entries) =>
        entries.OrderBy(entry => Array.IndexOf(Order, entry.Method)).ThenBy(entry => entry.Index);
}
