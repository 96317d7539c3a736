using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Interactions that stand or fall together: one create, or all entries of a transaction Bundle. Decided inside the log's writer, on the
/// record as it is at that moment, so no version is lost and two conditional creates cannot make two of one.
/// </summary>
/// <param name="interactions">In the order of R4 http.html#trules: deletes, creates, updates.</param>
/// <param name="indexer">Works the index out again where a reference turns out to mean something else than was assumed.</param>
public sealed class WriteUnit(Origin origin, IReadOnlyList<Interaction> interactions, UnitLinks links, Indexer indexer)
    : Proposal<IReadOnlyList<Written>>(origin), IRecordProposal
{
    // A group's own additions can be compared by their keys alone; a unit with another condition decides in a group by itself.
    private const int GroupOfItsOwn = int.MaxValue / 2;

    public override ProposalSize Size { get; } = new(
        interactions.Any(NeedsMoreThanKeys) || links.Conditional.Values.Any(NeedsMoreThanKeys) ? GroupOfItsOwn : interactions.Count,
        interactions.Sum(BytesOf));

    public override Lane Lane { get; } = interactions.Count > BulkFrom ? Lane.Bulk : Lane.Interactive;

    /// <summary>Larger units go in between the small ones.</summary>
    public const int BulkFrom = 200;

    public void Name(PresentKeys wanted)
    {
        wanted.AddDirectory(Origin.Source);
        foreach (var interaction in interactions)
        {
            if (interaction is Interaction.Delete delete)
                wanted.AddResource(delete.Type, delete.Id);
            if (interaction is Interaction.Update or Interaction.Offer && ResourceOf(interaction) is { } named)
                wanted.AddResource(named.Type, named.Id);
            if (ResourceOf(interaction) is { Indexed.Patient: { } patient })
                wanted.AddPatient(patient);
        }
    }

    protected override async ValueTask<Answer<IReadOnlyList<Written>>> Decide(Draft draft, CancellationToken ct)
    {
        var resolved = await ResolvedLinks.Of(links, interactions, new ConditionalMatch(draft, MakesAccounts ? null : Origin.Source, indexer.Keys), ct);
        if (resolved.IsRefused(out var unresolved))
            return unresolved;
        var decision = new UnitDecision(draft, Origin, resolved.Value, indexer);
        var written = new List<Written>(interactions.Count);
        foreach (var interaction in interactions)
        {
            var answer = await decision.Take(interaction, ct);
            if (answer.IsRefused(out var refusal))
                return refusal;
            written.Add(answer.Value);
        }
        return written;
    }

    // consent-service makes the Patient of each account, in a stream of that person.
    private bool MakesAccounts => Authors.IsPhone(Origin.Source) && Origin.Client == Authors.Accounts;

    private static SentResource? ResourceOf(Interaction interaction) => interaction switch
    {
        Interaction.Create create => create.Resource,
        Interaction.Update update => update.Resource,
        Interaction.Offer offer => offer.Resource,
        _ => null,
    };

    private static long BytesOf(Interaction interaction) => ResourceOf(interaction)?.Element.RawJson.Length ?? 0;

    private static bool NeedsMoreThanKeys(Interaction interaction) =>
        interaction is Interaction.Create { IfNoneExist: { } search } && NeedsMoreThanKeys(search);

    private static bool NeedsMoreThanKeys(SearchRequest search) => search.Criteria.Any(criterion => criterion.HoldsFor([]) is null);
}
