using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>What the single entries of each clinical group add to one answer, by integrated gradients.</summary>
public sealed record EntryShares(IReadOnlyDictionary<string, IReadOnlyList<EntryContribution>> ByGroup, double Error)
{
    public static EntryShares None { get; } = new(new Dictionary<string, IReadOnlyList<EntryContribution>>(), 0);

    /// <param name="steps">Those that were attributed to; earlier steps of the record count with 0.</param>
    public static EntryShares Of(
        RiskModel model, IReadOnlyList<ModelEvent> record, Attributions attributions)
    {
        var first = record.Count - attributions.Steps.Count;
        return new EntryShares(
            record.Select((step, i) => (
                Group: model.Tokeniser.GroupOf(step.Origin), step.Origin, LogOdds: i < first ? 0 : attributions.Steps[i - first]))
            .GroupBy(step => step.Group)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<EntryContribution>)[.. group.Select(step =>
                new EntryContribution(step.Origin.Entry, Name(step.Origin), step.Origin.Time, step.Origin.Value, step.LogOdds))]),
            attributions.CompletenessError);
    }

    /// <summary>The same for a record that has changed since: what is gone is not spoken of.</summary>
    public EntryShares Among(IReadOnlySet<string> entries) => this with
    {
        ByGroup = ByGroup.ToDictionary(pair => pair.Key, pair =>
            (IReadOnlyList<EntryContribution>)[.. pair.Value.Where(share => entries.Contains(share.Entry))]),
    };

    private static string Name(RecordEvent item)
    {
        foreach (var code in item.Codes)
        {
            if (ConceptCatalogue.Find(code) is { } concept)
                return concept.Japanese;
        }
        return item.Display;
    }
}
