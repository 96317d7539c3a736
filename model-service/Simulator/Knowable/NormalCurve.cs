using Phr.Simulator.Chance;

namespace Phr.Simulator.Knowable;

/// <summary>The standard normal distribution.</summary>
internal static class NormalCurve
{
    /// <summary>Probability of less than <paramref name="z"/>, within 8e-8 (Abramowitz and Stegun 26.2.17).</summary>
    public static double Below(double z)
    {
        if (double.IsInfinity(z))
        {
            return z > 0 ? 1 : 0;
        }

        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = PortableMath.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - tail : tail;
    }
}
