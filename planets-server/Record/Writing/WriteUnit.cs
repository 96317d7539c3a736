using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Custom;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Interactions that stand or fall together: one create, or all entries of a transaction Bundle. Decided inside the log's writer, on the
/// record as it is at that moment, so no version is lost and two conditional creates cannot make two of one.
/// </summary>
/// <param name="interactions">In the order of R4 http.html#trules: deletes, creates, updates.</param>
/// <param name="indexer">Works the index out again where a reference turns out to mean something else than was assumed.</param>
/// <param name="indexes">Brings those forward that conditions ask.</param>
public sealed class WriteUnit(
    Origin origin, IReadOnlyList<Interaction> interactions, UnitLinks links, Indexer indexer, FollowedIndexes indexes)
    : Proposal<IReadOnlyList<Written>>(origin), IRecordProposal
{
    // A group's own additions can be compared by their keys alone; a unit with another condition decides in a group by itself.
    private const int GroupOfItsOwn = int.MaxValue / 2;

    public override ProposalSize Size { get; } = new(
        Conditions(interactions, links).Any(condition => condition.NeedsMoreThanKeys)
            ? GroupOfItsOwn : interactions.Count,
        interactions.Sum(interaction => (long)(interaction.Stored?.Element.RawJson.Length ?? 0)));

    public override Lane Lane { get; } = interactions.Count > BulkFrom ? Lane.Bulk : Lane.Interactive;

    /// <summary>Which follow the log by themselves and have to hold all of it when the unit is decided.</summary>
    public IReadOnlyCollection<FollowedIndex> Indexes { get; } =
        Conditions(interactions, links).SelectMany(condition => condition.Indexes).ToHashSet();

    /// <summary>Larger units go in between the small ones.</summary>
    public const int BulkFrom = 200;

    /// <summary>What the caller may know of: what it does not hold is answered as if it were not there. Null where the
    /// caller knows all it names.</summary>
    public Visibility? Reader { get; init; }

    public void Name(PresentKeys wanted)
    {
        wanted.AddDirectory(Origin.Source);
        foreach (var interaction in interactions)
        {
            if (interaction is Interaction.Delete delete)
                wanted.AddResource(delete.Type, delete.Id);
            if (interaction is not Interaction.Create && interaction.Stored is { } named)
                wanted.AddResource(named.Type, named.Id);
            if (interaction.Stored is { Indexed.Patient: { } patient })
                wanted.AddPatient(patient);
            if (interaction.Stored is { Indexed.Context: { } context })
                wanted.AddResource(context.Type, context.Id);
        }
    }

    private static IEnumerable<WriteCondition> Conditions(IReadOnlyList<Interaction> interactions, UnitLinks links) =>
        interactions.Select(interaction => interaction.DecidedBy).OfType<WriteCondition>().Concat(links.Conditional.Values);

    protected override async ValueTask<Answer<IReadOnlyList<Written>>> Decide(Draft draft, CancellationToken ct)
    {
        // With these the unit is alone in its group, so all that others wrote is committed.
        if (await indexes.CatchUp(Indexes, ct) is { } behind)
            return behind;
        var present = draft.View<RecordPart>().Present;
        var conditions = new ConditionalMatch(draft, MakesAccounts ? null : Origin.Source, indexer.Keys);
        var resolved = await new UnitResolution(links, conditions, present).Of(interactions, ct);
        if (resolved.IsRefused(out var unresolved))
            return unresolved;
        var decision = new UnitDecision(draft, Origin, resolved.Value, indexer) { Reader = Reader };
        var written = new List<Written>(interactions.Count);
        foreach (var interaction in resolved.Value.Interactions)
        {
            var answer = await decision.Take(interaction, ct);
            if (answer.IsRefused(out var refusal))
                return interaction.Place is { } entry && !ReferenceEquals(refusal, Interaction.Overtaken) ? At(entry, refusal) : refusal;
            written.Add(answer.Value);
        }
        if (links.Provenance is { } provenance)
            decision.Attach(provenance);
        return written;
    }

    // From the FHIRPath of a fault in a resource to the one in the entry that brings it.
    private static Refusal At(string entry, Refusal refusal) => refusal with
    {
        Place = refusal.Place is { } place ? $"{entry}.resource{place[Math.Max(0, place.IndexOf('.', StringComparison.Ordinal))..]}"
            : entry,
    };

    // consent-service makes the Patient of each account, in a stream of that person.
    private bool MakesAccounts => Authors.IsPhone(Origin.Source) && Origin.Client == Authors.Accounts;
}
