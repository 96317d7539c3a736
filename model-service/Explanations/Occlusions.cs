using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>A record with some entries left out, as the model has read it.</summary>
/// <param name="LastDay">Day of life of its last step; NaN where it has none.</param>
public sealed record OccludedState(ModelState State, double LastDay)
{
    /// <summary>Nothing left out.</summary>
    public static OccludedState Of(PersonTimeline timeline) =>
        new(timeline.State, timeline.Steps.Count == 0 ? double.NaN : timeline.Steps[^1].Day);

    internal double LastDayBefore(Question question) => double.IsNaN(LastDay) ? question.Day : LastDay;
}

/// <summary>
/// What the model would know had a clinical group no entry, for every group that has some: the other entries stay as they are, the
/// time between them spans the gap. A statement about the model that holds exactly, whatever the model is. Immutable; a record that has
/// only grown is followed at the cost of the new steps.
/// </summary>
/// <param name="Whole">The state of the whole record.</param>
/// <param name="Bare">The state of age, sex and family alone.</param>
public sealed record Occlusions(
    IReadOnlyList<ModelEvent> Steps, OccludedState Whole, OccludedState Bare, IReadOnlyDictionary<string, OccludedState> Without)
{
    /// <summary>Of a record without steps.</summary>
    public static Occlusions Start(RiskModel model)
    {
        var nothing = new OccludedState(ModelState.Start(model.Artefact.Shape), double.NaN);
        return new Occlusions([], nothing, nothing, new Dictionary<string, OccludedState>());
    }

    /// <summary>
    /// Steps that would have to be read to follow the record to its present form; null where it has not only grown.
    /// </summary>
    public int? StepsTo(IReadOnlyList<ModelEvent> steps)
    {
        if (steps.Count < Steps.Count)
            return null;
        for (var i = 0; i < Steps.Count; i++)
        {
            if (!Steps[i].IsSameStep(steps[i]))
                return null;
        }
        return (steps.Count - Steps.Count) * (Without.Count + 2);
    }

    /// <summary>Follows a record that has grown.</summary>
    /// <param name="steps">Begins with <see cref="Steps"/>.</param>
    public async Task<Occlusions> Follow(RiskModel model, IReadOnlyList<ModelEvent> steps, CancellationToken ct)
    {
        var added = steps.Skip(Steps.Count).Select(step => (Step: step, Group: model.Tokeniser.GroupOf(step.Origin))).ToList();
        // Until its first entry a record without a group is the whole record.
        var groups = Without.Keys.Concat(added.Select(step => step.Group))
            .Where(group => group != ClinicalGroup.Background).Distinct().ToList();
        var followed = await Task.WhenAll(
        [
            Read(Whole, _ => true),
            Read(Bare, group => group == ClinicalGroup.Background),
            .. groups.Select(left => Read(Without.GetValueOrDefault(left, Whole), group => group != left)),
        ]);
        return new Occlusions(steps, followed[0], followed[1],
            groups.Zip(followed.Skip(2)).ToDictionary(pair => pair.First, pair => pair.Second));

        Task<OccludedState> Read(OccludedState from, Func<string, bool> keeps) =>
            Occlusions.Read(model, from, added.Where(step => keeps(step.Group)).Select(step => step.Step), ct);
    }

    private static async Task<OccludedState> Read(
        RiskModel model, OccludedState from, IEnumerable<ModelEvent> kept, CancellationToken ct)
    {
        var last = from.LastDay;
        var steps = new List<ModelEvent>();
        foreach (var step in kept)
        {
            steps.Add(step with { DeltaDays = double.IsNaN(last) ? 0 : (float)(step.Day - last) });
            last = step.Day;
        }
        return new OccludedState(await model.Read(from.State, steps.ToArray(), ct), last);
    }
}
