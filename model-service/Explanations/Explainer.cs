using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>
/// Puts the two methods together: occlusion says how much each group matters, gradients which of its entries.
/// </summary>
public static class Explainer
{
    /// <summary>Both methods over the whole record.</summary>
    /// <param name="timeline">Follows the record up to the moment of the question.</param>
    public static async Task<Explanation> Of(
        RiskModel model, PersonTimeline timeline, Question question, CancellationToken ct)
    {
        var occlusions = await Occlusions.Start(model).Follow(model, timeline.Steps, ct);
        var gradients = await IntegratedGradients.Of(model, timeline.Steps, question, ct);
        return await Of(model, occlusions, EntryShares.Of(model, timeline.Steps, gradients), question, ct);
    }

    /// <summary>From states that have been read: costs one prompt a group.</summary>
    public static async Task<Explanation> Of(
        RiskModel model, Occlusions occlusions, EntryShares shares, Question question, CancellationToken ct)
    {
        var groups = occlusions.Without.Keys.ToList();
        var risks = await Task.WhenAll(groups.Select(group => occlusions.Without[group])
            .Prepend(occlusions.Bare).Prepend(occlusions.Whole)
            .Select(state => Risk(model, state, question, ct)));
        var (probability, bare) = (risks[0], risks[1]);
        var contributions = groups.Zip(risks.Skip(2))
            .Select(pair => Contribution(pair.First, probability, pair.Second, shares.ByGroup.GetValueOrDefault(pair.First)))
            .OrderByDescending(group => Math.Abs(group.LogOdds))
            .ThenBy(group => group.Group.Key, StringComparer.Ordinal)
            .ToList();
        var interaction = LogOdds.Of(probability) - LogOdds.Of(bare) - contributions.Sum(group => group.LogOdds);
        return new Explanation(probability, bare, contributions, interaction, shares.Error);
    }

    private static async Task<double> Risk(RiskModel model, OccludedState state, Question question, CancellationToken ct)
    {
        var lastDay = double.IsNaN(state.LastDay) ? question.Day : state.LastDay;
        return (await model.Ask(state.State, question.Task, question.Day, lastDay, ct)).Risk(question.HorizonYears);
    }

    private static GroupContribution Contribution(string group, double with, double without, GroupShares? shares)
    {
        var logOdds = LogOdds.Of(with) - LogOdds.Of(without);
        return new GroupContribution(
            ClinicalGroup.Named(group), with - without, logOdds, shares?.LogOdds ?? 0, shares?.Behind(logOdds) ?? []);
    }
}
