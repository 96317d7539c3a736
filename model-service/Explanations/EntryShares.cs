using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>The entries of one clinical group that are worth naming, the strongest or the latest first.</summary>
/// <param name="LogOdds">What all entries of the group add, also those that are not named.</param>
public sealed record GroupShares(
    double LogOdds, IReadOnlyList<EntryContribution> Raising, IReadOnlyList<EntryContribution> Lowering, IReadOnlyList<EntryContribution> Latest)
{
    /// <summary>Those that go the way of the whole group; where none does, its latest still show what is meant.</summary>
    public IReadOnlyList<EntryContribution> Behind(double logOdds) =>
        (logOdds > 0 ? Raising : Lowering) is { Count: > 0 } behind ? behind : Latest;
}

/// <summary>What the single entries of each clinical group add to one answer, by integrated gradients.</summary>
/// <param name="Error">Completeness error, see <see cref="Attributions"/>.</param>
public sealed record EntryShares(IReadOnlyDictionary<string, GroupShares> ByGroup, double Error)
{
    /// <summary>Entries named behind one group.</summary>
    public const int EntriesMax = 5;

    /// <param name="attributions">To the last steps; earlier steps of the record count with 0.</param>
    public static EntryShares Of(RiskModel model, IReadOnlyList<ModelEvent> record, Attributions attributions)
    {
        var first = record.Count - attributions.Steps.Count;
        return new EntryShares(
            record.Select((step, i) => (step.Origin, LogOdds: i < first ? 0 : attributions.Steps[i - first]))
                .GroupBy(step => model.Tokeniser.GroupOf(step.Origin))
                .ToDictionary(group => group.Key, group => Group([.. group])),
            attributions.CompletenessError);
    }

    private static GroupShares Group(IReadOnlyList<(RecordEvent Origin, double LogOdds)> steps)
    {
        return new GroupShares(
            steps.Sum(step => step.LogOdds),
            Strongest(steps.Where(step => step.LogOdds > 0)),
            Strongest(steps.Where(step => step.LogOdds < 0)),
            Named(steps.OrderByDescending(step => step.Origin.Time)));

        static List<EntryContribution> Strongest(IEnumerable<(RecordEvent Origin, double LogOdds)> some) =>
            Named(some.OrderByDescending(step => Math.Abs(step.LogOdds)).ThenBy(step => step.Origin.Entry, StringComparer.Ordinal));

        static List<EntryContribution> Named(IEnumerable<(RecordEvent Origin, double LogOdds)> ordered) =>
            [.. ordered.DistinctBy(step => step.Origin.Entry).Take(EntriesMax).Select(step => new EntryContribution(
                step.Origin.Entry, EntryName.Of(step.Origin), step.Origin.Time, step.Origin.Value, step.LogOdds))];
    }
}
