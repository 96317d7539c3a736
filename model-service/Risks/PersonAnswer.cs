using Phr.Model.Assessments;
using Phr.Model.Cohorts;

namespace Phr.Model.Risks;

/// <summary>Puts a person's answer together. Pure.</summary>
internal static class PersonAnswer
{
    /// <param name="position">Of the record that was assessed.</param>
    /// <param name="earlier">
    /// Where reasons follow later: the answer before, whose drivers stand until then. Null where the assessment has its own.
    /// </param>
    /// <param name="isThere">Whether an entry is part of the record: none other is named.</param>
    public static RiskAnswer Of(
        long position, string patient, Assessment assessment, RiskAnswer? earlier, bool isExplained, Func<string, bool> isThere)
    {
        var risks = assessment.Outcomes.Where(outcome => outcome.NotAsked is null).Select(outcome =>
        {
            var answered = AnswerWords.Of(outcome, assessment, $"RiskAssessment/{AssessmentId.Of(patient, outcome.Task.Key)}");
            var before = earlier?.Risks.FirstOrDefault(risk => risk.Outcome == outcome.Task.Key)?.Drivers ?? [];
            // A text from before may speak of an entry that is gone.
            IEnumerable<AnsweredDriver> drivers = isExplained
                ? answered.Drivers.Select(driver => driver with { Evidence = [.. driver.Evidence.Where(isThere)] })
                : before.Where(driver => driver.Evidence.All(isThere));
            return answered with { Drivers = [.. drivers] };
        });
        var unanswered = assessment.Outcomes.Where(outcome => outcome.NotAsked is not null)
            .Select(outcome => AnswerWords.Unanswered(outcome.Task, outcome.NotAsked!));
        return new RiskAnswer(
            position, assessment.Moment, assessment.ModelDigest, [.. risks], [.. unanswered],
            isExplained ? position : earlier?.ExplainedPosition)
        {
            NextVisit = assessment.NextVisit is { } forecast ? AnswerWords.Of(forecast) : null,
            NotRead = [.. assessment.NotRead.Select(AnswerWords.Of)],
        };
    }

    /// <summary>None of the outcomes can be asked, all for the same reason.</summary>
    public static RiskAnswer Refused(
        long position, DateTimeOffset moment, string modelDigest, IEnumerable<TaskDefinition> tasks, string reason) =>
        new(position, moment, modelDigest, [], [.. tasks.Select(task => AnswerWords.Unanswered(task, reason))], position);

    /// <summary>The outcomes whose answer is another than before.</summary>
    public static IEnumerable<AnsweredRisk> Changed(RiskAnswer? before, RiskAnswer now) => now.Risks.Where(risk =>
        before?.Risks.FirstOrDefault(earlier => earlier.Outcome == risk.Outcome) is not { } was
        || was.Probability != risk.Probability
        || !was.Drivers.Select(driver => driver.Group).SequenceEqual(risk.Drivers.Select(driver => driver.Group)));
}
