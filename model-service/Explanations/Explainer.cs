using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>
/// Puts the two methods together: occlusion says how much each group matters, gradients which of its entries.
/// </summary>
public static class Explainer
{
    /// <summary>Entries named behind one group.</summary>
    public const int EntriesMax = 5;

    /// <param name="timeline">Follows exactly <paramref name="record"/> up to the moment of the question.</param>
    public static async Task<Explanation> Of(
        RiskModel model, PersonTimeline timeline, PersonRecord record, Question question, CancellationToken ct)
    {
        var lastDay = timeline.Steps.Count > 0 ? timeline.Steps[^1].Day : question.Day;
        var probability = (await model.Ask(timeline.State, question.Task, question.Day, lastDay, ct))
            .Risk(question.HorizonYears);
        var (without, withoutAll) = await GroupedOcclusion.Of(model, timeline, record, question, ct);
        var gradients = await IntegratedGradients.Of(model, timeline.Steps, question, ct);
        var groups = without
            .Select(pair => Contribution(pair.Key, probability, pair.Value, Own(model, timeline, gradients, pair.Key)))
            .OrderByDescending(group => Math.Abs(group.LogOdds))
                .ThenBy(group => group.Group.Key, StringComparer.Ordinal)
            .ToList();
        var interaction = LogOdds.Of(probability) - LogOdds.Of(withoutAll) - groups.Sum(group => group.LogOdds);
        return new Explanation(probability, withoutAll, groups, interaction, gradients.CompletenessError);
    }

    private static List<EntryContribution> Own(RiskModel model, PersonTimeline timeline, Attributions gradients,
        string group) =>
        [.. timeline.Steps.Select((step, i) => (step.Origin, LogOdds: gradients.Steps[i]))
            .Where(step => model.Tokeniser.GroupOf(step.Origin) == group)
            .Select(step => new EntryContribution(step.Origin.Entry, Name(step.Origin), step.Origin.Time,
                step.Origin.Value, step.LogOdds))];

    private static GroupContribution Contribution(string group, double with, double without,
        List<EntryContribution> entries)
    {
        var logOdds = LogOdds.Of(with) - LogOdds.Of(without);
        var behind = entries
            .Where(entry => Math.Sign(entry.LogOdds) == Math.Sign(logOdds))
            .OrderByDescending(entry => Math.Abs(entry.LogOdds)).ThenBy(entry => entry.Entry, StringComparer.Ordinal)
            .DistinctBy(entry => entry.Entry)
            .Take(EntriesMax)
            .ToList();
        // Where the gradients disagree with the whole group's direction, its latest entries still show what is meant.
        if (behind.Count == 0)
            behind = [.. entries.OrderByDescending(entry => entry.Time).DistinctBy(entry => entry.Entry)
                .Take(EntriesMax)];
        return new GroupContribution(ClinicalGroup.Named(group), with - without, logOdds,
            entries.Sum(entry => entry.LogOdds), behind);
    }

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
