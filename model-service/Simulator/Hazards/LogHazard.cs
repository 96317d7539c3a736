using Phr.Simulator.Chance;

namespace Phr.Simulator.Hazards;

/// <summary>
/// Natural logarithm of a hazard per year: a baseline by age and sex plus what each clinical group contributes. The
/// parts sum to the whole by construction.
/// </summary>
public struct LogHazard(double baseline)
{
    private GroupValues groups;

    /// <summary>The typical person of the same age and sex.</summary>
    public readonly double Baseline => baseline;

    public readonly GroupValues Groups => groups;

    /// <summary>
    /// The part of the groups that acts long after it was recorded: old exposures, pregnancies, events, treatments.
    /// </summary>
    public double LongRange { get; private set; }

    public readonly double Total
    {
        get
        {
            var sum = baseline;
            for (var i = 0; i < GroupValues.Count; i++)
            {
                sum += groups[i];
            }

            return sum;
        }
    }

    /// <summary>Events per year.</summary>
    public readonly double Rate => PortableMath.Exp(Total);

    public void Add(ClinicalGroup group, double contribution) => groups[(int)group] += contribution;

    public void AddLongRange(ClinicalGroup group, double contribution)
    {
        groups[(int)group] += contribution;
        LongRange += contribution;
    }

    /// <summary>The same contributions on a baseline that is higher by <paramref name="logFactor"/>.</summary>
    public readonly LogHazard Scaled(double logFactor) => new(baseline + logFactor) { groups = groups, LongRange = LongRange };

    /// <summary>
    /// The hazard of whichever comes first. Contributions are the hazard-weighted means of the parts', so they are
    /// exact to first order in the factors; the baseline takes the rest, and the sum stays exact.
    /// </summary>
    public static LogHazard Either(LogHazard a, LogHazard b)
    {
        var (rateA, rateB) = (a.Rate, b.Rate);
        var share = rateA / (rateA + rateB);
        var weighted = new LogHazard(0);
        for (var i = 0; i < GroupValues.Count; i++)
        {
            weighted.groups[i] = (share * a.groups[i]) + ((1 - share) * b.groups[i]);
        }

        return new LogHazard(PortableMath.Log(rateA + rateB) - weighted.Total)
        {
            groups = weighted.groups,
            LongRange = (share * a.LongRange) + ((1 - share) * b.LongRange),
        };
    }
}
