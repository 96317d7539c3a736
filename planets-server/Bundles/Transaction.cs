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
public sealed class Transaction(RecordWriter writer, PatchRun patches, ConditionReading conditions, OwnRequests requests, FhirEndpoint fhir)
{
    public async Task<IResult> Run(Element bundle, HttpContext http, CancellationToken ct)
    {
        var origin = RecordWriter.OriginOf(http.Caller());
        if (origin.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        var entries = await conditions.Read(parser => Read(bundle, http.Caller(), parser), ct);
        if (entries.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var provenance = AttachedProvenance.Read(http.Request, http.Caller());
        if (provenance.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var plan = await conditions.Read(parser => TransactionPlan.Of(entries.Value, http.Caller(), parser), ct);
        if (plan.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        if (await new ReadsOfTransaction(requests, http).Refuse(entries.Value, plan.Value, ct) is { } failed)
            return failed;
        for (var tries = 1; ; tries++)
        {
            var written = await Write(plan.Value, provenance.Value, (http.Caller(), origin.Value), ct);
            if (!written.IsRefused(out refusal))
                return await Answer(entries.Value, plan.Value, written.Value, http, ct);
            if (tries == PatchRun.TriesMax || !ReferenceEquals(refusal, Interaction.Overtaken))
                return FhirJson.Refused(refusal);
        }
    }

    private async Task<Answer<IReadOnlyList<Written>>> Write(
        TransactionPlan plan, AttachedProvenance? provenance, (Caller Caller, Origin Origin) by, CancellationToken ct)
    {
        var patched = new List<PatchedUpdate>();
        try
        {
            var interactions = new List<Interaction>(plan.Writes.Count);
            foreach (var entry in plan.Writes)
            {
                var interaction = entry.Method == "PATCH"
                    ? await Patch(entry, plan.Links, by, patched, ct)
                    : await writer.Prepare(entry, plan.Ids[entry.Index], plan.LinksOf(entry), by.Caller, by.Origin, ct);
                if (interaction.IsRefused(out var refusal))
                    return refusal with { Place = At(entry, refusal.Place) };
                interactions.Add(interaction.Value);
            }
            return await writer.Write(by.Caller, by.Origin, interactions, plan.Links with { Provenance = provenance }, ct);
        }
        finally
        {
            patched.ForEach(one => one.Dispose());
        }
    }

    private async Task<Answer<Interaction>> Patch(
        EntryRequest entry, UnitLinks links, (Caller Caller, Origin Origin) by, List<PatchedUpdate> patched, CancellationToken ct)
    {
        var request = EntryPatches.Read(entry);
        if (request.IsRefused(out var refusal))
            return refusal;
        var prepared = await patches.Prepare(by.Caller, by.Origin, request.Value, links, ct);
        if (prepared.IsRefused(out refusal))
            return refusal;
        patched.Add(prepared.Value);
        return prepared.Value.Update;
    }

    private static Answer<IReadOnlyList<EntryRequest>> Read(Element bundle, Caller caller, CriterionParser parser)
    {
        var read = new BundleRequests(caller, parser);
        var entries = new List<EntryRequest>();
        foreach (var element in bundle.Children("entry"))
        {
            var entry = read.Read(element, entries.Count);
            if (entry.IsRefused(out var refusal))
                return refusal;
            if (entry.Value.IsChangingOperation)
            {
                return new Refusal(
                    RefusalKind.Invalid, "This operation cannot be part of a transaction: it would stand by itself. Send it in a batch.",
                    $"{entry.Value.Place}.request.url", "not-supported");
            }
            entries.Add(entry.Value);
        }
        return entries;
    }

    private async Task<IResult> Answer(
        IReadOnlyList<EntryRequest> entries, TransactionPlan plan, IReadOnlyList<Written> written, HttpContext http, CancellationToken ct)
    {
        var answers = new (BundleEntry, ReadOnlyMemory<byte>)[entries.Count];
        var preference = http.Request.ReturnPreference(whereNone: "minimal");
        var budget = requests.NewBudget();
        for (var i = 0; i < written.Count; i++)
        {
            var one = preference == "representation" ? await writer.Complete(http.Caller(), written[i], ct) : written[i];
            answers[plan.Writes[i].Index] = EntryAnswers.Within(budget, EntryAnswers.Of(one, fhir, preference));
        }
        foreach (var entry in entries.Where(entry => entry.IsOwnRequest))
            answers[entry.Index] = await requests.Run(entry, http, budget, ct);
        // Of one that wrote, the answers say what failed all the same: it cannot be refused any more.
        if (plan.Writes.Count == 0 && budget.WasOver)
            return FhirJson.Refused(requests.TooMuch("Bundle.entry"));
        if (plan.Writes.Count == 0 && ReadsOfTransaction.RefusalOf(entries, answers) is { } failed)
            return failed;
        return new BundleResult(new BundleHead("transaction-response"), answers);
    }

    private static string At(EntryRequest entry, string? place) =>
        place is null ? entry.Place : place.StartsWith("Bundle.", StringComparison.Ordinal) ? place
            : $"{entry.Place}.resource{place[Math.Max(0, place.IndexOf('.', StringComparison.Ordinal))..]}";

    /// <summary>
    /// Entries in the order of processing: deletes, creates, updates and patches (R4 http.html#trules); Patients before
    /// what may be about them, Binaries behind what they may belong to.
    /// </summary>
    internal static IEnumerable<EntryRequest> Ordered(IEnumerable<EntryRequest> entries) => entries
        .OrderBy(entry => entry switch
        {
            { Method: "DELETE" } => 0,
            { Type: "Patient" } => 1,
            { Type: BinaryCondition.Type } => 4,
            { Method: "POST" } => 2,
            _ => 3,
        })
        .ThenBy(entry => entry.Index);
}
