using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>Whether a task may be shown to people, and how calibrated.</summary>
/// <param name="Calibration">The site's own, by which alone it may be shown; null where it is good enough as it was shipped, or not at
/// all.</param>
/// <param name="Faults">Of the model as it was shipped.</param>
/// <param name="RecalibratedFaults">Of the recalibrated one; null where there is none.</param>
public sealed record TaskDecision(
    string Task, bool IsShown, HazardCalibration? Calibration, IReadOnlyList<string> Faults, IReadOnlyList<string>? RecalibratedFaults);

/// <summary>What a model must reach on a site's own records before a person sees a risk.</summary>
public sealed record AcceptanceCriteria
{
    /// <summary>Fewer outcomes say nothing either way.</summary>
    public int OutcomesMin { get; init; } = 50;

    public double AurocMin { get; init; } = 0.65;

    /// <summary>Observed over expected lies between this and its inverse.</summary>
    public double ObservedOverExpectedMin { get; init; } = 0.8;

    /// <summary>Calibration slope lies between this and its inverse.</summary>
    public double SlopeMin { get; init; } = 0.75;

    public double EceMax { get; init; } = 0.03;

    /// <summary>
    /// In each subgroup with enough outcomes, observed over expected lies between this and its inverse.
    /// </summary>
    public double SubgroupObservedOverExpectedMin { get; init; } = 0.6;

    /// <summary>
    /// Task by task: what is good enough as it was shipped is shown so; what is good enough only recalibrated, on people whom the
    /// recalibration was not fitted on, is shown recalibrated; nothing else is shown.
    /// </summary>
    public IReadOnlyList<TaskDecision> Decide(EvaluationReport report) =>
    [
        .. report.Tasks.Select(task =>
        {
            var (faults, again) = (Faults(task), report.Recalibrated.FirstOrDefault(other => other.Measured.Task == task.Task));
            var others = again is null ? null : Faults(again.Measured);
            var isRecalibrated = faults.Count > 0 && others is { Count: 0 };
            return new TaskDecision(
                task.Task, faults.Count == 0 || isRecalibrated, isRecalibrated ? again!.Calibration : null, faults, others);
        }),
    ];

    /// <summary>Why a task may not be shown; empty where it may.</summary>
    public IReadOnlyList<string> Faults(TaskEvaluation task)
    {
        var faults = new List<string>();
        var all = task.All;
        if (all.Outcomes < OutcomesMin)
            return [$"{all.Outcomes} outcomes; {OutcomesMin} are needed to judge."];
        Require(all.Auroc >= AurocMin, $"AUROC {all.Auroc:F3} is below {AurocMin}.");
        Require(Within(all.ObservedOverExpected, ObservedOverExpectedMin),
            $"Observed over expected is {all.ObservedOverExpected:F2}.");
        Require(Within(all.Slope, SlopeMin), $"The calibration slope is {all.Slope:F2}.");
        Require(all.Ece <= EceMax, $"The expected calibration error {all.Ece:F3} is above {EceMax}.");
        foreach (var group in task.Subgroups.Where(group => group.Measures.Outcomes >= OutcomesMin))
            Require(Within(group.Measures.ObservedOverExpected, SubgroupObservedOverExpectedMin),
                $"{group.Name}: observed over expected is {group.Measures.ObservedOverExpected:F2}.");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }

    private static bool Within(double value, double least) => value >= least && value <= 1 / least;
}
