using System.Globalization;
using System.Text.Json.Serialization;

namespace Phr.Model.Scoring;

/// <summary>Per-task recalibration of log-hazards, fitted on the tuning split, or on a site's own people.</summary>
/// <param name="Slope">Of the outcome's log-hazards.</param>
/// <param name="Events">Outcomes that it was fitted on; 0 where there were too few and it is the identity.</param>
public sealed record HazardCalibration(double Slope, double Intercept, double DeathIntercept, int Events)
{
    public static HazardCalibration Identity { get; } = new(1, 0, 0, 0);

    /// <summary>Whether every figure is finite and a higher hazard stays a higher one.</summary>
    internal bool IsUsable => Slope > 0 && double.IsFinite(Slope + Intercept + DeathIntercept);

    /// <summary>In one line, every digit of it: what digests and signatures are over.</summary>
    internal string Written => string.Create(CultureInfo.InvariantCulture, $"{Slope:R} {Intercept:R} {DeathIntercept:R} {Events}");
}

/// <summary>
/// Piecewise-constant hazards (events a year) of an outcome and of death before it, over the intervals between
/// <paramref name="edgesYears"/>. Pure: every risk is a function of the curve and a horizon.
/// </summary>
public sealed class HazardCurve(IReadOnlyList<double> edgesYears, double[] outcome, double[] death)
{
    /// <summary>
    /// Least hazard computed with: below it a rate a year is no different from none, and 0 / 0 is avoided.
    /// </summary>
    private const double HazardMin = 1e-12;

    /// <summary>Ratios of hazards that are looked among lie between e to the minus this and e to this.</summary>
    private const double LogRatioMax = 12;

    [JsonIgnore]
    public double HorizonYearsMax => edgesYears[^1];

    /// <summary>In years, the first 0: one more than there are intervals.</summary>
    public IReadOnlyList<double> EdgesYears => edgesYears;

    /// <summary>Hazards of the outcome, events a year.</summary>
    public double[] Outcome => outcome;

    /// <summary>Hazards of death before it, events a year.</summary>
    public double[] Death => death;

    /// <param name="logHazards">2K values: K of the outcome, then K of death, as the graph gives them.</param>
    /// <param name="without">Taken from each log-hazard of the outcome, before calibration.</param>
    public static HazardCurve From(IReadOnlyList<double> edgesYears, ReadOnlySpan<float> logHazards,
        HazardCalibration calibration, double without = 0)
    {
        var intervals = edgesYears.Count - 1;
        ArgumentOutOfRangeException.ThrowIfNotEqual(logHazards.Length, 2 * intervals);
        var (own, dead) = (new double[intervals], new double[intervals]);
        for (var k = 0; k < intervals; k++)
        {
            own[k] = Math.Max(HazardMin, Math.Exp(calibration.Intercept + (calibration.Slope * (logHazards[k] - without))));
            dead[k] = Math.Max(HazardMin, Math.Exp(logHazards[intervals + k] + calibration.DeathIntercept));
        }
        if (own.Concat(dead).Any(hazard => !double.IsFinite(hazard)))
            throw new InvalidDataException("The model answered with a hazard that is no number.");
        return new HazardCurve(edgesYears, own, dead);
    }

    /// <summary>Probability (0 to 1) that the outcome comes within the horizon, death competing.</summary>
    /// <param name="years">0 to <see cref="HorizonYearsMax"/>.</param>
    public double Risk(double years)
    {
        CheckHorizon(years);
        var (risk, alive) = (0.0, 1.0);
        for (var k = 0; k < outcome.Length; k++)
        {
            var width = Width(k, years);
            if (width <= 0)
                break;
            var both = outcome[k] + death[k];
            risk += alive * outcome[k] / both * -ExpM1(-both * width);
            alive *= Math.Exp(-both * width);
        }
        return Math.Clamp(risk, 0, 1);
    }

    /// <summary>The curve with the outcome's hazards times a ratio.</summary>
    public HazardCurve Times(double ratio) => new(edgesYears, [.. outcome.Select(hazard => hazard * ratio)], death);

    /// <summary>The ratio of hazards with which the risk within a horizon is a given one; at its bounds where none makes it so.</summary>
    public double RatioTo(double years, double risk)
    {
        var (low, high) = (-LogRatioMax, LogRatioMax);
        for (var halved = 0; halved < 60; halved++)
        {
            var middle = (low + high) / 2;
            (low, high) = Times(Math.Exp(middle)).Risk(years) < risk ? (middle, high) : (low, middle);
        }
        return Math.Exp((low + high) / 2);
    }

    /// <summary>
    /// Gradient of the log-odds of the risk with respect to the 2K log-hazards that the graph gave (calibration
    /// included).
    /// </summary>
    public float[] LogOddsGradient(double years, HazardCalibration calibration)
    {
        CheckHorizon(years);
        var count = outcome.Length;
        var gradient = new float[2 * count];
        var (alive, risk) = (1.0, 0.0);
        var (ownPart, deathPart, hazardBefore) = (new double[count], new double[count], new double[count]);
        for (var k = 0; k < count; k++)
        {
            var width = Math.Max(0, Width(k, years));
            var both = outcome[k] + death[k];
            var left = Math.Exp(-both * width);
            var spent = -ExpM1(-both * width);
            var gained = alive * outcome[k] / both * spent;
            // d gained / d hazard, at fixed survival to the interval's start.
            ownPart[k] = alive * ((death[k] / (both * both) * spent) + (outcome[k] / both * width * left));
            deathPart[k] = alive * outcome[k] * ((-spent / (both * both)) + (width * left / both));
            hazardBefore[k] = width;
            risk += gained;
            alive *= left;
        }
        var later = 0.0;
        for (var k = count - 1; k >= 0; k--)
        {
            // What an interval takes from all later ones: each loses the share exp(-hazard · width).
            var own = ownPart[k] - (hazardBefore[k] * later);
            var dead = deathPart[k] - (hazardBefore[k] * later);
            later += Gained(k, years);
            var odds = Math.Max(1e-12, risk * (1 - risk));
            gradient[k] = (float)(own * outcome[k] * calibration.Slope / odds);
            gradient[count + k] = (float)(dead * death[k] / odds);
        }
        return gradient;
    }

    private double Gained(int interval, double years)
    {
        var alive = 1.0;
        for (var k = 0; k < interval; k++)
            alive *= Math.Exp(-(outcome[k] + death[k]) * Math.Max(0, Width(k, years)));
        var both = outcome[interval] + death[interval];
        return alive * outcome[interval] / both * -ExpM1(-both * Math.Max(0, Width(interval, years)));
    }

    private double Width(int k, double years) => Math.Min(years, edgesYears[k + 1]) - edgesYears[k];

    private void CheckHorizon(double years)
    {
        if (!(years >= 0 && years <= HorizonYearsMax + 1e-9))
            throw new ArgumentOutOfRangeException(nameof(years),
                $"A horizon lies between 0 and {HorizonYearsMax} years.");
    }

    private static double ExpM1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1;
}

/// <summary>A curve whose log-hazards are a sum of what clinical groups contribute.</summary>
/// <param name="Typical">Were every group that of a typical person of the same age and sex.</param>
/// <param name="Without">Were this one group that of a typical person.</param>
public sealed record SummedCurve(HazardCurve Whole, HazardCurve Typical, IReadOnlyDictionary<string, HazardCurve> Without);

/// <summary>Between a probability and its log-odds.</summary>
public static class LogOdds
{
    private const double ProbabilityMin = 1e-9;

    public static double Of(double probability)
    {
        var inside = Math.Clamp(probability, ProbabilityMin, 1 - ProbabilityMin);
        return Math.Log(inside / (1 - inside));
    }

    /// <summary>The reverse of <see cref="Of"/>.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
