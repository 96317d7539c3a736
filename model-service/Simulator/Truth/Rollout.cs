using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Hazards;
using Phr.Simulator.Life;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Truth;

/// <summary>
/// True risk. In each future the outcome itself is kept from happening and its hazard is integrated instead
/// (Rao-Blackwell): with S the probability of being free of it, a month adds S·(1 - e^-h), as long as the person lives.
/// Care goes on as in the world. The same person, month and rollout have the same chance under every intervention, so
/// differences are far more precise than either risk.
/// </summary>
internal sealed class Rollout(World world, ulong seed, PersonTraits traits, int rollouts)
{
    public double[] Risk(Outcome outcome, LifeState from, ReadOnlySpan<int> horizonMonths, Intervention intervention)
    {
        var risk = new double[horizonMonths.Length];
        for (var i = 0; i < rollouts; i++)
        {
            AddFuture(outcome, from, i, horizonMonths, intervention, risk);
        }

        for (var i = 0; i < risk.Length; i++)
        {
            risk[i] /= rollouts;
        }

        return risk;
    }

    /// <summary>
    /// Adds to <paramref name="sums"/> what one future, of its own chance by <paramref name="number"/>, says of each
    /// horizon.
    /// </summary>
    public void AddFuture(
        Outcome outcome, LifeState from, int number, ReadOnlySpan<int> horizonMonths, Intervention intervention,
        double[] sums)
    {
        var branch = ((long)from.Month << 32) | (uint)number;
        var life = new RandomStream(seed, traits.Number, ChancePurpose.Rollout, branch);
        var care = new RandomStream(seed, traits.Number, ChancePurpose.Rollout, ~branch);
        var state = from.Copy();
        var (free, risk, next) = (1.0, 0.0, 0);
        for (var month = 1; next < horizonMonths.Length; month++)
        {
            if (state.IsAlive)
            {
                intervention.Hold(state);
                var passed = LifeCourse.Advance(world, traits, state, life, outcome);
                var happens = 1 - PortableMath.Exp(-passed.SparedHazard);
                risk += free * happens;
                free *= 1 - happens;
                MonthOfCare.Advance(new CareContext(world, traits, state, care, Chart: null), passed.Happened);
            }

            for (; next < horizonMonths.Length && horizonMonths[next] == month; next++)
            {
                sums[next] += risk;
            }
        }
    }
}
