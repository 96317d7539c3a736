using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Truth;

namespace Phr.Model.Cohorts;

/// <summary>The hazards that a simulated person truly had, and what each clinical group did to them, as paths over days of life.</summary>
internal static class SimulatedHazards
{
    private const int MonthsBetween = 3;

    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();

    private static readonly ClinicalGroup[] Shown = [.. Enum.GetValues<ClinicalGroup>().Where(group => group != ClinicalGroup.Unmeasured)];

    public static HazardPaths Of(PersonTruth truth, DateOnly born)
    {
        // The state of the first month is where the life begins: the first month that was lived is the next.
        var months = Enumerable.Range(truth.FirstMonth + 1, truth.LastMonth - truth.FirstMonth).ToList();
        double[] days = [.. months.Append(truth.LastMonth + 1).Select(month =>
            (double)(Calendar.Date(born, month).DayNumber - born.DayNumber))];
        return new HazardPaths(days, Outcomes.ToDictionary(outcome => outcome.ToString(), outcome => new HazardPath(
            Sums([.. months.Select(month => truth.Expected(month).Of(outcome))]),
            Sums([.. months.Select(month => truth.Expected(month).DeathWithout(outcome))]))));
    }

    /// <summary>Contributions to the log-hazard at the end of every so many months; those of what no record shows are left out.</summary>
    public static GroupPaths Groups(PersonTruth truth, DateOnly born)
    {
        var months = Enumerable.Range(truth.FirstMonth, truth.LastMonth - truth.FirstMonth + 1).Where(month => month % MonthsBetween == 0).ToList();
        return new GroupPaths(
            [.. Shown.Select(group => group.Key())],
            [.. months.Select(month => (double)(Calendar.Date(born, month + 1).DayNumber - born.DayNumber))],
            Outcomes.ToDictionary(outcome => outcome.ToString(), outcome => (IReadOnlyList<double[]?>)
                [.. months.Select(month => truth.Hazard(outcome, month) is { } hazard ? Shown.Select(hazard.Groups.Of).ToArray() : null)]));
    }

    private static double[] Sums(double[] steps)
    {
        var sums = new double[steps.Length + 1];
        for (var i = 0; i < steps.Length; i++)
            sums[i + 1] = sums[i] + steps[i];
        return sums;
    }
}
