using Phr.Model.Assessments;
using Phr.Model.Explanations;
using Phr.Model.People.Store;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>An assessment, and whether its reasons are from the same record.</summary>
public sealed record Assessed(Assessment Assessment, bool IsExplained);

/// <summary>
/// The model's reading of one person's record: the state after every entry, and beside it the states without each clinical group, from
/// which reasons are told. A new entry costs one step of each. Not safe for two callers at once.
/// </summary>
internal sealed class PersonReading(RiskModel model)
{
    /// <summary>
    /// Steps that reasons may cost before an answer is given; a longer way is gone afterwards, by <see cref="Work"/>.
    /// About 50 ms on one core.
    /// </summary>
    public const int StepsBeforeAnswerMax = 2_000;

    private readonly PersonTimeline _timeline = new(model);
    private readonly Assessor _assessor = new(model);
    private Occlusions _occlusions = Occlusions.Start(model);
    private EntryShares _unweighed = new(new Dictionary<string, GroupShares>(), 0);
    private IReadOnlyDictionary<string, EntryShares> _shares = new Dictionary<string, EntryShares>();

    /// <summary>Takes up stored states that were made from the same steps.</summary>
    /// <returns>Steps that need not be read again.</returns>
    public int Resume(PersonRecord record, DateTimeOffset moment, IReadOnlyList<StoredCheckpoint> stored)
    {
        var steps = model.Tokeniser.Read(record, moment).Steps;
        var known = stored.Where(one => one.Steps <= steps.Count && one.Steps > 0).ToList();
        var digests = StepsDigest.At(steps, [.. known.Select(one => one.Steps)]);
        var same = known.Zip(digests).TakeWhile(pair => pair.First.Digest.AsSpan().SequenceEqual(pair.Second))
            .Select(pair => new Checkpoint(pair.First.Steps, ModelState.FromBytes(pair.First.State(), model.Artefact.Shape)))
            .ToList();
        if (same.Count == 0)
            return 0;
        var last = same[^1];
        _timeline.Resume([.. steps.Take(last.Steps)], same, last.State);
        return last.Steps;
    }

    /// <summary>Follows the record and asks; with reasons where they are near enough.</summary>
    public async Task<Assessed> Assess(
        PersonRecord record, DateTimeOffset moment, IReadOnlySet<string> outcomes, CancellationToken ct)
    {
        var scope = new AssessmentScope(outcomes) { WithExplanations = false };
        var assessment = await _assessor.Assess(_timeline, record, moment, scope, ct);
        if (!Explainer.IsSummed(model))
        {
            if (_occlusions.StepsTo(_timeline.Steps) is not { } ahead || ahead > StepsBeforeAnswerMax)
                return new Assessed(assessment, IsExplained: false);
            _occlusions = await _occlusions.Follow(model, _timeline.Steps, ct);
        }
        if (_shares.Count == 0)
            _unweighed = EntryShares.Of(model, _timeline.Steps, new Attributions([], 0));
        var explained = await Task.WhenAll(assessment.Outcomes.Select(outcome => Explain(outcome, record, moment, ct)));
        return new Assessed(assessment with { Outcomes = explained }, IsExplained: true);
    }

    /// <summary>What is to be worked out so that the next assessment has reasons down to the single entry.</summary>
    /// <param name="assessment">The last one.</param>
    public async Task<ExplanationWork> Work(Assessment assessment, PersonRecord record, CancellationToken ct)
    {
        var first = Math.Max(0, _timeline.Steps.Count - ExplanationWork.AttributedStepsMax);
        var questions = assessment.Outcomes.Where(IsOfNow).Select(outcome => outcome.Task).Select(task =>
            new Question(task.Key, task.HorizonYears, Tokeniser.DayOfLife(record.Person.Birth, assessment.Moment)));
        return new ExplanationWork(model, _occlusions, _timeline.Steps, first, await _timeline.StateAfter(first, ct), [.. questions]);
    }

    public void Take(ExplanationWork.Result result) => (_occlusions, _shares) = (result.Occlusions, result.Shares);

    /// <summary>All states that are worth keeping, the last among them.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints()
    {
        var kept = _timeline.Checkpoints.Where(one => one.Steps > 0 && one.Steps < _timeline.Steps.Count)
            .Append(new Checkpoint(_timeline.Steps.Count, _timeline.State)).Where(one => one.Steps > 0).ToList();
        return [.. kept.Zip(StepsDigest.At(_timeline.Steps, [.. kept.Select(one => one.Steps)]))
            .Select(pair => new StoredCheckpoint(model.Artefact.ShippedDigest, pair.First.Steps, pair.Second, pair.First.State.ToBytes))];
    }

    /// <summary>Whether the outcome was asked about from the whole record; else no reasons are told.</summary>
    private static bool IsOfNow(OutcomeRisk outcome) => outcome is { NotAsked: null, AskedAt: null };

    private async Task<OutcomeRisk> Explain(OutcomeRisk outcome, PersonRecord record, DateTimeOffset moment, CancellationToken ct)
    {
        if (!IsOfNow(outcome))
            return outcome;
        var shares = _shares.GetValueOrDefault(outcome.Task.Key, _unweighed);
        var question = new Question(outcome.Task.Key, outcome.Task.HorizonYears, Tokeniser.DayOfLife(record.Person.Birth, moment));
        var explanation = await Explainer.Of(model, _timeline, _occlusions, shares, question, ct);
        return outcome with { Explanation = NewestEntries.Of(explanation, record, _timeline.Steps, moment) };
    }
}
