using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>
/// Says how much each group matters, and by gradients which of its entries. A model whose log-hazards are a sum of groups is read off: a
/// group's contribution is the answer less the answer were the group that of a typical person of the same age and sex. Of any other
/// model it is what occlusion finds: the answer less the answer without the group's entries.
/// </summary>
public static class Explainer
{
    /// <summary>Over the whole record, with entries.</summary>
    /// <param name="timeline">Follows the record up to the moment of the question.</param>
    public static async Task<Explanation> Of(
        RiskModel model, PersonTimeline timeline, Question question, CancellationToken ct) => await Of(
        model, timeline, EntryShares.Of(model, timeline.Steps, await IntegratedGradients.Of(model, timeline.Steps, question, ct)), question, ct);

    /// <summary>Over the whole record, with entries that have been weighed elsewhere or not at all.</summary>
    public static async Task<Explanation> Of(
        RiskModel model, PersonTimeline timeline, EntryShares shares, Question question, CancellationToken ct) =>
        await Of(model, timeline, Occlusions.Start(model), shares, question, ct);

    /// <summary>The same, where some of the record has been read without each group.</summary>
    /// <param name="known">Of the record's first steps, or of all; a model whose answers are sums needs none.</param>
    public static async Task<Explanation> Of(
        RiskModel model, PersonTimeline timeline, Occlusions known, EntryShares shares, Question question, CancellationToken ct) => IsSummed(model)
        ? await Of(model, OccludedState.Of(timeline), shares, question, ct)
        : await Of(model, await known.Follow(model, timeline.Steps, ct), shares, question, ct);

    /// <summary>Whether the model's answers are a sum of what groups contribute.</summary>
    public static bool IsSummed(RiskModel model) => model.Artefact.Groups.Count > 0;

    /// <summary>Of a model whose answers are sums: costs one prompt.</summary>
    /// <param name="read">The state of the whole record.</param>
    /// <param name="shares">Names the groups that the record has entries of: no other is listed.</param>
    private static async Task<Explanation> Of(
        RiskModel model, OccludedState read, EntryShares shares, Question question, CancellationToken ct)
    {
        var curve = await model.AskSummed(read.State, question.Task, question.Day, read.LastDayBefore(question), ct);
        var (probability, typical) = (curve.Whole.Risk(question.HorizonYears), curve.Typical.Risk(question.HorizonYears));
        var contributions = shares.ByGroup.Where(group => group.Key != ClinicalGroup.Background && curve.Without.ContainsKey(group.Key))
            .Select(group => Contribution(group.Key, probability, curve.Without[group.Key].Risk(question.HorizonYears), group.Value));
        return Explained(probability, typical, contributions.Select(group => group with
        {
            IsDirectionTold = model.Artefact.Directions.IsTold(question.Task, group.LogOdds),
        }), shares.Error);
    }

    /// <summary>From states that have been read: costs one prompt a group.</summary>
    private static async Task<Explanation> Of(
        RiskModel model, Occlusions occlusions, EntryShares shares, Question question, CancellationToken ct)
    {
        var groups = occlusions.Without.Keys.ToList();
        var risks = await Task.WhenAll(groups.Select(group => occlusions.Without[group])
            .Prepend(occlusions.Bare).Prepend(occlusions.Whole)
            .Select(state => Risk(model, state, question, ct)));
        var (probability, bare) = (risks[0], risks[1]);
        return Explained(probability, bare, groups.Zip(risks.Skip(2))
            .Select(pair => Contribution(pair.First, probability, pair.Second, shares.ByGroup.GetValueOrDefault(pair.First))), shares.Error);
    }

    private static Explanation Explained(double probability, double bare, IEnumerable<GroupContribution> groups, double error)
    {
        var contributions = groups.OrderByDescending(group => Math.Abs(group.LogOdds))
            .ThenBy(group => group.Group.Key, StringComparer.Ordinal).ToList();
        var interaction = LogOdds.Of(probability) - LogOdds.Of(bare) - contributions.Sum(group => group.LogOdds);
        return new Explanation(probability, bare, contributions, interaction, error);
    }

    private static async Task<double> Risk(RiskModel model, OccludedState state, Question question, CancellationToken ct) =>
        (await model.Ask(state.State, question.Task, question.Day, state.LastDayBefore(question), ct)).Risk(question.HorizonYears);

    private static GroupContribution Contribution(string group, double with, double without, GroupShares? shares)
    {
        var logOdds = LogOdds.Of(with) - LogOdds.Of(without);
        return new GroupContribution(
            ClinicalGroup.Named(group), with - without, logOdds, shares?.LogOdds ?? 0, shares?.Behind(logOdds) ?? []);
    }
}
