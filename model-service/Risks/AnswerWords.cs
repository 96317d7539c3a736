using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Scoring;

namespace Phr.Model.Risks;

/// <summary>An assessment as a person's answer. Pure.</summary>
internal static class AnswerWords
{
    public static AnsweredRisk Of(OutcomeRisk risk, Assessment assessment, string reference)
    {
        var text = RiskText.Of(risk, assessment);
        return new AnsweredRisk(
            risk.Task.Key, Title(risk.Task), risk.Task.HorizonYears, risk.Probability, risk.YearAgo(assessment.Moment)?.Probability,
            risk.Peers, [.. risk.Horizons.Select(horizon =>
                new AnsweredHorizon(horizon.Years, horizon.Probability, horizon.Interval))],
            new AnsweredIcons(text.Icons.Affected, text.Icons.Of), Whole(text), Drivers(risk, text), reference)
        {
            Model = Model(assessment), Weak = assessment.IsWeak, Note = Both(text.Note),
            AskedAt = risk.AskedAt, Interval = risk.Interval, Curve = risk.Curve,
            YearsMax = risk.Task.StayDays is null ? risk.Task.WindowYears : 0,
            Trajectory = [.. risk.Trajectory.Select(past => new AnsweredPast(past.Moment, past.Probability))],
            WhatIfs = [.. risk.WhatIfs.Zip(text.WhatIfs).Select(pair => new AnsweredWhatIf(
                pair.First.Change.Key, pair.First.Probability, pair.First.Low, pair.First.High,
                Both(pair.Second), pair.First.Change.Source))],
        };
    }

    public static AnsweredVisit Of(VisitForecast forecast)
    {
        var text = VisitText.Of(forecast);
        return new AnsweredVisit(
            [.. VisitText.Days.Select(days => new AnsweredWithin(days, forecast.Within(days)))],
            [.. forecast.Kinds.Zip(forecast.Shares).Select(pair =>
                new AnsweredKind(pair.First, Both(VisitText.Title(pair.First)), pair.Second))],
            Both(text));
    }

    public static AnsweredUnread Of(UnreadEntries entries, Assessment assessment) =>
        new(entries.Reason, entries.Count, Both(entries.Text)) { Model = assessment.ModelDigest };

    public static AnsweredModel Model(Assessment assessment) => AnsweredModel.Of(assessment.ModelName, assessment.ModelDigest);

    public static UnansweredRisk Unanswered(TaskDefinition task, string reason) => new(task.Key, Title(task), reason);

    private static Bilingual Both(Wording wording) => new(wording.Japanese, wording.English);

    private static Bilingual Title(TaskDefinition task) => task.Title is { } title
        ? new Bilingual(title.Japanese, title.English)
        : new Bilingual(task.Japanese, task.Coding.Display);

    private static Bilingual Whole(RiskText text)
    {
        Wording?[] said = [text.Headline, text.Complement, text.Weak, text.Range, text.Peers, text.YearAgo];
        Wording[] parts = [.. said.OfType<Wording>()];
        return new Bilingual(
            string.Concat(parts.Select(part => part.Japanese)), string.Join(' ', parts.Select(part => part.English)));
    }

    private static AnsweredDriver[] Drivers(OutcomeRisk risk, RiskText text) =>
        [.. (risk.Explanation?.Drivers ?? []).Zip(text.Drivers).Select(pair => Driver(pair.First, pair.Second))];

    private static AnsweredDriver Driver(GroupContribution driver, DriverText text) => new(
        driver.Group.Key, new Bilingual(driver.Group.Japanese, driver.Group.English), driver.Probability, driver.Group.IsChangeable,
        Both(text.Text),
        [.. driver.Evidence.Where(EntryReference.IsResource)])
    {
        IsDirectionTold = driver.IsDirectionTold,
    };
}
