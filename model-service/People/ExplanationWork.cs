using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>
/// Reasons for a record as it stood at one moment, worked out beside the answers: the states without each group where the record has
/// not only grown, and which entries matter. Holds nothing that changes.
/// </summary>
/// <param name="first">First step that is attributed to.</param>
/// <param name="before">The state before it.</param>
internal sealed class ExplanationWork(
    RiskModel model, Occlusions known, IReadOnlyList<ModelEvent> steps, int first, ModelState before, IReadOnlyList<Question> questions)
{
    /// <summary>
    /// Latest steps of a record to which single contributions are attributed. Groups are occluded over the whole record; of those
    /// whose entries all lie further back the latest entries are named.
    /// </summary>
    public const int AttributedStepsMax = 1_024;

    public sealed record Result(Occlusions Occlusions, IReadOnlyDictionary<string, EntryShares> Shares);

    public async Task<Result> Run(CancellationToken ct)
    {
        var occlusions = Explainer.IsSummed(model) ? known : await Follow(ct);
        var latest = steps.Skip(first).ToArray();
        var shares = new Dictionary<string, EntryShares>();
        foreach (var question in questions)
            shares[question.Task] = EntryShares.Of(model, steps, await IntegratedGradients.Of(model, before, latest, question, ct));
        return new Result(occlusions, shares);
    }

    private Task<Occlusions> Follow(CancellationToken ct) =>
        (known.StepsTo(steps) is null ? Occlusions.Start(model) : known).Follow(model, steps, ct);
}
