using Phr.Simulator.Chance;

namespace Phr.Simulator.Physiology;

/// <summary>Ornstein-Uhlenbeck steps with their exact discrete form: mean 0, stationary standard deviation 1.</summary>
public static class Drift
{
    /// <summary>One month of a process that forgets with the given time constant (years).</summary>
    public static double Month(double deviation, double yearsTau, RandomStream chance) => Step(deviation, 1.0 / 12, yearsTau, chance);

    public static double Step(double deviation, double years, double yearsTau, RandomStream chance)
    {
        var keep = 1 - (years / yearsTau) + (years * years / (2 * yearsTau * yearsTau));
        return (keep * deviation) + (Math.Sqrt(1 - (keep * keep)) * chance.Normal());
    }

    /// <summary>One month of plain relaxation of <paramref name="value"/> to <paramref name="target"/>.</summary>
    public static double Relax(double value, double target, double yearsTau) => value + ((target - value) / (12 * yearsTau));
}
