using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>What an assessment is to contain.</summary>
/// <param name="Outcomes">Keys of the tasks to ask; those that a person switched off are not in it.</param>
public sealed record AssessmentScope(IReadOnlySet<string> Outcomes)
{
    /// <summary>Explanations cost as much as a few dozen readings of the record.</summary>
    public bool WithExplanations { get; init; } = true;

    /// <summary>Years back at which the past is asked about.</summary>
    public IReadOnlyList<double> YearsBack { get; init; } = [5, 4, 3, 2, 1];
}

/// <summary>
/// Asks a model everything about one view of one person. Pure but for the inference: the same view gives the same
/// answer.
/// </summary>
public sealed class Assessor(RiskModel model)
{
    /// <summary>Fewer steps than this beside birth and sex are no record to speak of.</summary>
    public const int StepsMin = 5;

    /// <summary>Follows the record with the timeline, then asks.</summary>
    public async Task<Assessment> Assess(
        PersonTimeline timeline, PersonRecord record, DateTimeOffset moment, AssessmentScope scope,
        CancellationToken ct)
    {
        await timeline.Update(record, moment, ct);
        var past = await Past(timeline, record, moment, scope, ct);
        var outcomes = new List<OutcomeRisk>();
        foreach (var task in model.Artefact.Definitions.Where(task => scope.Outcomes.Contains(task.Key)))
            outcomes.Add(await Ask(timeline, record, moment, task, scope, past, ct));
        return new Assessment(model.Artefact.Name, model.Artefact.Digest, moment, ReadShare(timeline), outcomes)
        {
            NotRead = UnreadEntries.Of(timeline.Flags),
            Latest = timeline.Latest,
            IsOfRecords = model.Artefact.Learnt is not null,
            NextVisit = outcomes.Any(outcome => outcome.NotAsked is null) ? await NextVisit(timeline, record, moment, ct) : null,
        };
    }

    private Task<VisitForecast?> NextVisit(PersonTimeline timeline, PersonRecord record, DateTimeOffset moment, CancellationToken ct) =>
        model.NextVisit(timeline.State, Tokeniser.DayOfLife(record.Person.Birth, moment), timeline.Steps[^1].Day, ct);

    private async Task<OutcomeRisk> Ask(
        PersonTimeline timeline, PersonRecord record, DateTimeOffset moment, TaskDefinition task,
        AssessmentScope scope, IReadOnlyList<PastState> past, CancellationToken ct)
    {
        if (timeline.Steps.Count(step => step.Type != EventType.Static) < StepsMin)
            return new OutcomeRisk(task, "no-record");
        if (task.IsAsked(record, moment) is { Asked: false, WhyNot: var whyNot })
            return new OutcomeRisk(task, whyNot);
        if (task.Moment is not null)
            return await AskOfStay(timeline, record, task, task.AskedAt(record, moment)!.Value, ct);
        var birth = record.Person.Birth;
        var curve = await timeline.Ask(task.Key, birth, moment, ct);
        var day = Tokeniser.DayOfLife(birth, moment);
        var interval = model.Artefact.Intervals.Of(task.Key, curve.Risk(task.HorizonYears));
        return new OutcomeRisk(task, null)
        {
            Curve = curve,
            Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(
                years, curve.Risk(years), interval is null ? null : RiskIntervals.At(interval, curve, task.HorizonYears, years)))],
            Peers = model.Artefact.Peers.Of(task.Key, record.Person.Sex, day / Tokeniser.DaysPerYear),
            Interval = interval,
            WhatIfs = WhatIf.Of(task.Key, task.HorizonYears, curve, record, moment),
            Trajectory = await Trajectory(past, record, task, ct),
            Explanation = scope.WithExplanations
                ? NewestEntries.Of(
                    await Explainer.Of(model, timeline, new Question(task.Key, task.HorizonYears, day), ct), record, timeline.Steps, moment)
                : null,
        };
    }

    /// <summary>
    /// A question at a moment of a stay, answered from what was known then. It has no past of its own, no peers, and its reasons are not
    /// told: those of today's record would be others.
    /// </summary>
    private static async Task<OutcomeRisk> AskOfStay(
        PersonTimeline timeline, PersonRecord record, TaskDefinition task, DateTimeOffset asked, CancellationToken ct)
    {
        var then = await timeline.At(record, asked, ct);
        if (then.Steps.Count(step => step.Type != EventType.Static) < StepsMin)
            return new OutcomeRisk(task, "no-record");
        var curve = await then.Ask(task.Key, record.Person.Birth, asked, ct);
        return new OutcomeRisk(task, null)
        {
            AskedAt = asked, Curve = curve,
            Horizons = [.. task.HorizonsYears.Select(years => new HorizonRisk(years, curve.Risk(years)))],
        };
    }

    /// <summary>What had been read by a past moment of today's view; the same for all questions.</summary>
    private sealed record PastState(DateTimeOffset Moment, double Day, ModelState State, double LastDay);

    private static async Task<IReadOnlyList<PastState>> Past(
        PersonTimeline timeline, PersonRecord record, DateTimeOffset moment, AssessmentScope scope, CancellationToken ct)
    {
        var past = new List<PastState>();
        foreach (var years in scope.YearsBack.OrderDescending())
        {
            var then = moment.AddDays(-years * Tokeniser.DaysPerYear);
            var day = Tokeniser.DayOfLife(record.Person.Birth, then);
            if (timeline.StepsBy(day) is var count && count >= StepsMin)
                past.Add(new PastState(then, day, await timeline.StateAfter(count, ct), timeline.Steps[count - 1].Day));
        }
        return past;
    }

    private async Task<IReadOnlyList<PastRisk>> Trajectory(
        IReadOnlyList<PastState> past, PersonRecord record, TaskDefinition task, CancellationToken ct)
    {
        var risks = new List<PastRisk>();
        foreach (var then in past.Where(then => task.IsAsked(record, then.Moment).Asked))
            risks.Add(new PastRisk(
                then.Moment, (await model.Ask(then.State, task.Key, then.Day, then.LastDay, ct)).Risk(task.HorizonYears)));
        return risks;
    }

    private static double ReadShare(PersonTimeline timeline)
    {
        int Count(params ReadingFlag[] flags) => flags.Sum(flag => timeline.Flags.GetValueOrDefault(flag));
        // An unknown code that was read as "something of this type" is a step that was not read as what it is.
        var all = timeline.Steps.Count + Count(ReadingFlag.LeftOut, ReadingFlag.Undated, ReadingFlag.Thinned);
        var unread = Count(
            ReadingFlag.UnknownCode, ReadingFlag.UnknownUnit, ReadingFlag.ImplausibleValue, ReadingFlag.BoundedValue,
            ReadingFlag.NoNumber, ReadingFlag.Undated, ReadingFlag.Thinned);
        return all == 0 ? 0 : 1 - (unread / (double)all);
    }
}
