using System.Text;
using Phr.Fhir.Structure;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>What the entries of a transaction are stored as, and what the links between them become.</summary>
/// <param name="Writes">In the order of processing.</param>
/// <param name="Ids">By index of the entry.</param>
internal sealed record TransactionPlan(IReadOnlyList<EntryRequest> Writes, IReadOnlyDictionary<int, string> Ids, UnitLinks Links)
{
    public static Answer<TransactionPlan> Of(IReadOnlyList<EntryRequest> entries, Caller caller, CriterionParser parser)
    {
        var writes = Transaction.Ordered(entries.Where(entry => !entry.IsOwnRequest)).ToArray();
        var ids = new Dictionary<int, string>();
        var assigned = new Dictionary<string, string>(StringComparer.Ordinal);
        var touched = new HashSet<(string, string)>();
        foreach (var entry in writes)
        {
            var id = EntryWrites.IdOf(entry);
            ids.Add(entry.Index, id);
            // R4 http.html#trules: two entries for one identity make the transaction fail.
            if (IsKnown(entry) && !touched.Add((entry.Type, id)))
                return Invalid($"Another entry changes the same {entry.Type}.", entry.Place);
            if (entry.FullUrl is { } url && entry.Method != "DELETE" && IsKnown(entry) && !assigned.TryAdd(url, $"{entry.Type}/{id}"))
                return Invalid("Another entry has the same fullUrl.", $"{entry.Place}.fullUrl");
        }
        var conditional = new ConditionalReferences(caller, parser).In(writes);
        return conditional.IsRefused(out var refusal)
            ? refusal
            : new TransactionPlan(writes, ids, new UnitLinks(assigned, conditional.Value));
    }

    /// <summary>The links of an entry that sends a resource.</summary>
    public UnitLinks LinksOf(EntryRequest entry)
    {
        if (entry.FullUrl is not { } url)
            return Links;
        var name = LiteralReference.Read(Encoding.UTF8.GetBytes(url));
        return name is { Form: ReferenceForm.Absolute, Type: not null } ? Links with { Base = Encoding.UTF8.GetString(name.Base) } : Links;
    }

    // Of what a conditional delete or patch is, its condition decides later.
    private static bool IsKnown(EntryRequest entry) => entry.Id is not null || entry.Method is not ("DELETE" or "PATCH");

    private static Refusal Invalid(string reason, string place) => new(RefusalKind.Invalid, reason, place, "invalid");
}
