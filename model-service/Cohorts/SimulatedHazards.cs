using Phr.Model.Tokens;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Truth;

namespace Phr.Model.Cohorts;

/// <summary>The hazards that a simulated person truly had, month by month, as paths over days of life.</summary>
internal static class SimulatedHazards
{
    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();

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

    private static double[] Sums(double[] steps)
    {
        var sums = new double[steps.Length + 1];
        for (var i = 0; i < steps.Length; i++)
            sums[i + 1] = sums[i] + steps[i];
        return sums;
    }
}
