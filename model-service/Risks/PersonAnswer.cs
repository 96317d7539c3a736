using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.People;

namespace Phr.Model.Risks;

/// <summary>Puts a person's answer together, of what each model says. Pure.</summary>
internal static class PersonAnswer
{
    /// <param name="position">Of the record that was assessed.</param>
    /// <param name="earlier">The answer before: where reasons follow later, the drivers of the same model stand until then.</param>
    /// <param name="isThere">Whether an entry is part of the record: none other is named.</param>
    public static RiskAnswer Of(
        long position, string patient, PersonAssessed assessed, RiskAnswer? earlier, Func<string, bool> isThere)
    {
        var risks = assessed.Parts.SelectMany(part => Answered(part, patient, earlier, isThere))
            .OrderBy(risk => risk.Outcome, StringComparer.Ordinal);
        var unanswered = assessed.Parts.SelectMany(part => Unanswered(part.Assessment))
            .Concat(assessed.Unanswered.Select(task => AnswerWords.Unanswered(task, "no-model")))
            .OrderBy(risk => risk.Outcome, StringComparer.Ordinal);
        return new RiskAnswer(
            position, assessed.Moment, assessed.ModelsDigest, [.. risks], [.. unanswered], Explained(position, assessed, earlier))
        {
            NextVisit = assessed.Parts.Select(part => part.Assessment.NextVisit).FirstOrDefault(visit => visit is not null) is { } forecast
                ? AnswerWords.Of(forecast) : null,
            NotRead = [.. assessed.Parts.SelectMany(part => part.Assessment.NotRead.Select(one => AnswerWords.Of(one, part.Assessment)))],
        };
    }

    /// <summary>None of the outcomes can be asked, all for the same reason.</summary>
    public static RiskAnswer Refused(
        long position, DateTimeOffset moment, string modelsDigest, IEnumerable<TaskDefinition> tasks, string reason) =>
        new(position, moment, modelsDigest, [], [.. tasks.Select(task => AnswerWords.Unanswered(task, reason))], position);

    /// <summary>The outcomes whose answer is another than before.</summary>
    public static IEnumerable<AnsweredRisk> Changed(RiskAnswer? before, RiskAnswer now) => now.Risks.Where(risk =>
        before?.Risks.FirstOrDefault(earlier => earlier.Outcome == risk.Outcome) is not { } was
        || was.Model != risk.Model
        || was.Probability != risk.Probability
        || !was.Drivers.Select(driver => driver.Group).SequenceEqual(risk.Drivers.Select(driver => driver.Group)));

    private static IEnumerable<AnsweredRisk> Answered(Assessed part, string patient, RiskAnswer? earlier, Func<string, bool> isThere)
    {
        foreach (var outcome in part.Assessment.Outcomes.Where(outcome => outcome.NotAsked is null))
        {
            var answered = AnswerWords.Of(outcome, part.Assessment, $"RiskAssessment/{AssessmentId.Of(patient, outcome.Task.Key)}");
            var before = Before(earlier, answered.Outcome, part.Assessment)?.Drivers ?? [];
            // A text from before may speak of an entry that is gone.
            IEnumerable<AnsweredDriver> drivers = part.IsExplained
                ? answered.Drivers.Select(driver => driver with { Evidence = [.. driver.Evidence.Where(isThere)] })
                : before.Where(driver => driver.Evidence.All(isThere));
            yield return answered with { Drivers = [.. drivers] };
        }
    }

    private static IEnumerable<UnansweredRisk> Unanswered(Assessment assessment) =>
        assessment.Outcomes.Where(outcome => outcome.NotAsked is not null).Select(outcome =>
            AnswerWords.Unanswered(outcome.Task, outcome.NotAsked!) with { Model = AnswerWords.Model(assessment) });

    /// <summary>What was answered last, by the same model: the reasons of another are none of this answer.</summary>
    private static AnsweredRisk? Before(RiskAnswer? earlier, string outcome, Assessment now) =>
        earlier?.Risks.FirstOrDefault(risk => risk.Outcome == outcome && risk.Model?.Digest == now.ModelDigest);

    /// <summary>From which position the drivers are; null where a risk has none yet and still gets them.</summary>
    private static long? Explained(long position, PersonAssessed assessed, RiskAnswer? earlier)
    {
        if (assessed.IsExplained)
            return position;
        var isNew = assessed.Parts.Where(part => !part.IsExplained).Any(part => part.Assessment.Outcomes
            .Any(outcome => outcome.NotAsked is null && Before(earlier, outcome.Task.Key, part.Assessment) is null));
        return isNew ? null : earlier?.ExplainedPosition;
    }
}
