using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>
/// What the answer would be had a clinical group no entry: the record is read again without them, from the checkpoint
/// before the first. A statement about the model that holds exactly, whatever the model is.
/// </summary>
public static class GroupedOcclusion
{
    /// <summary>Probability without each group that has entries, and without all of them.</summary>
    public static async Task<(IReadOnlyDictionary<string, double> Without, double WithoutAll)> Of(
        RiskModel model, PersonTimeline timeline, PersonRecord record, Question question, CancellationToken ct)
    {
        var groups = timeline.Steps.Select(step => model.Tokeniser.GroupOf(step.Origin))
            .Where(group => group != ClinicalGroup.Background).Distinct().ToList();
        var asOf = record.Person.Birth.AddDays(question.Day);
        var probabilities = await Task.WhenAll(groups.Select(group =>
            Probability(model, timeline, record.WithoutGroup(group, model.Tokeniser), asOf, question, ct)));
        var none = record with { Events = [], Days = [] };
        var without = groups.Zip(probabilities).ToDictionary(pair => pair.First, pair => pair.Second);
        return (without, await Probability(model, timeline, none, asOf, question, ct));
    }

    private static async Task<double> Probability(
        RiskModel model, PersonTimeline timeline, PersonRecord record, DateTimeOffset asOf, Question question,
        CancellationToken ct)
    {
        var steps = model.Tokeniser.Read(record, asOf).Steps;
        var state = await timeline.StateOf(steps, ct);
        var curve = await model.Ask(state, question.Task, question.Day, steps.Count > 0 ? steps[^1].Day
            : question.Day, ct);
        return curve.Risk(question.HorizonYears);
    }
}
