namespace Phr.Model.Evaluation;

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
