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
    public async Task<IResult> Run(Element bundle, HttpContext http, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var entries = Read(bundle, http.Caller());
        if (entries.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var plan = TransactionPlan.Of(entries.Value, http.Caller(), parser);
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
        var written = await writer.Write(http.Caller(), origin.Value, interactions, plan.Value.Links, ct);
        if (written.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        return await Answer(entries.Value, plan.Value, written.Value, http, ct);
    }

    private Answer<IReadOnlyList<EntryRequest>> Read(Element bundle, Caller caller)
    {
        var requests = new BundleRequests(caller, parser);
        var entries = new List<EntryRequest>();
        foreach (var element in bundle.Children("entry"))
        {
            var entry = requests.Read(element, entries.Count);
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
        foreach (var entry in entries.Where(entry => entry.IsRead))
            answers[entry.Index] = await reads.Read(entry, http, ct);
        return new BundleResult(new BundleHead("transaction-response"), answers);
    }

    private static string At(EntryRequest entry, string? place) =>
        place is null ? entry.Place : $"{entry.Place}.resource{place[Math.Max(0, place.IndexOf('.', StringComparison.Ordinal))..]}";

    /// <summary>
    /// Entries in the order of processing: deletes, creates, updates and patches (R4 http.html#trules); Patients before what may be about them.
    /// </summary>
    internal static IEnumerable<EntryRequest> Ordered(IEnumerable<EntryRequest> entries) => entries
        .OrderBy(entry => entry switch
        {
            { Method: "DELETE" } => 0,
            { Type: "Patient" } => 1,
            { Method: "POST" } => 2,
            _ => 3,
        })
        .ThenBy(entry => entry.Index);
}
