using Phr.Simulator.Hazards;

namespace Phr.Simulator.Fidelity;

/// <summary>
/// How much of the variance of a log-hazard between people, beyond age and sex and what no record shows, comes from
/// what acts long after it was recorded. Without such effects a long context has nothing to win.
/// </summary>
public sealed class LongRangeShare
{
    private static readonly Outcome[] Outcomes =
        [Outcome.Type2Diabetes, Outcome.CardiovascularEvent, Outcome.KidneyDecline, Outcome.HeartFailure];

    private static readonly DateOnly Index = new(2018, 6, 1);

    private readonly Dictionary<Outcome, List<(double LongRange, double Others)>> parts =
        Outcomes.ToDictionary(outcome => outcome, _ => new List<(double, double)>());

    public void Add(SimulatedPerson person)
    {
        var age = Index.Year - person.Traits.Born.Year;
        if (person.Truth.Died <= Index || age is < 45 or > 75)
        {
            return;
        }

        foreach (var outcome in Outcomes)
        {
            if (person.Truth.Hazard(outcome, person.Truth.MonthBefore(Index)) is { } hazard)
            {
                var known = hazard.Total - hazard.Baseline - hazard.Groups.Of(ClinicalGroup.Unmeasured);
                parts[outcome].Add((hazard.LongRange, known - hazard.LongRange));
            }
        }
    }

    /// <summary>Var(long range) / (Var(long range) + Var(rest)): their covariance belongs to neither.</summary>
    public double Of(Outcome outcome)
    {
        var (longRange, rest) = (Variance(parts[outcome].Select(part => part.LongRange)), Variance(parts[outcome].Select(part => part.Others)));
        return longRange / (longRange + rest);
    }

    private static double Variance(IEnumerable<double> values)
    {
        var list = values.ToList();
        var mean = list.Average();
        return list.Sum(value => (value - mean) * (value - mean)) / list.Count;
    }
}
