using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>
/// Fits a task's calibration anew to what came of a site's own people: slope and level of the outcome's log-hazards and the level of
/// death's, by maximum likelihood of piecewise-constant hazards (a Poisson regression, Friedman 1982, Ann Stat 10:101) under a weak prior
/// that the shipped calibration is right. The same as <c>training/phr_training/calibrate.py</c>, which starts from the bare graph.
/// </summary>
internal static class Recalibration
{
    /// <summary>From fewer outcomes nothing is fitted.</summary>
    public const int OutcomesMin = 50;

    private const double SlopeDeviation = 0.25;
    private const double LevelDeviation = 0.5;
    private const int IterationsMax = 100;
    private const double StepMax = 1;
    private const double Settled = 1e-10;

    /// <summary>Null where too few outcomes came, or where it does not settle.</summary>
    public static HazardCalibration? Fit(IReadOnlyList<AskedMoment> moments, IReadOnlyList<double> edgesYears, HazardCalibration shipped)
    {
        var outcomes = moments.Count(moment => moment.Row.Kind == 1);
        if (outcomes < OutcomesMin)
            return null;
        var intervals = edgesYears.Count - 1;
        var own = moments.SelectMany(moment => Cells(moment, edgesYears, 1,
            k => shipped.Intercept + (shipped.Slope * moment.LogHazards[k]))).ToList();
        var death = moments.SelectMany(moment => Cells(moment, edgesYears, 2,
            k => shipped.DeathIntercept + moment.LogHazards[intervals + k])).ToList();
        var centre = own.Average(cell => cell.LogHazard);
        if (Line(own, centre) is not { } line || Line(death, double.NaN) is not { } dead)
            return null;
        var slope = 1 + line.Slope;
        return new HazardCalibration(
            slope * shipped.Slope, centre + line.Level - (slope * centre) + (slope * shipped.Intercept),
            shipped.DeathIntercept + dead.Level, outcomes);
    }

    /// <summary>The intervals that one moment was followed through.</summary>
    private static IEnumerable<Cell> Cells(AskedMoment moment, IReadOnlyList<double> edgesYears, int kind, Func<int, double> logHazard)
    {
        var years = moment.Row.Years;
        for (var k = 0; k < edgesYears.Count - 1 && edgesYears[k] < years; k++)
        {
            var ends = years <= edgesYears[k + 1];
            yield return new Cell(logHazard(k), Math.Min(years, edgesYears[k + 1]) - edgesYears[k], ends && moment.Row.Kind == kind ? 1 : 0);
        }
    }

    /// <summary>
    /// Newton's method on slope - 1 and level around a centre; the level alone where the centre is NaN. The likelihood is concave.
    /// </summary>
    private static (double Slope, double Level)? Line(List<Cell> cells, double centre)
    {
        var (slope, level) = (0.0, 0.0);
        for (var i = 0; i < IterationsMax; i++)
        {
            var (g0, g1) = (level / (LevelDeviation * LevelDeviation), slope / (SlopeDeviation * SlopeDeviation));
            var (h00, h01, h11) = (1 / (LevelDeviation * LevelDeviation), 0.0, 1 / (SlopeDeviation * SlopeDeviation));
            foreach (var cell in cells)
            {
                var x = double.IsNaN(centre) ? 0 : cell.LogHazard - centre;
                var expected = cell.Years * Math.Exp(cell.LogHazard + level + (slope * x));
                g0 += expected - cell.Events;
                g1 += (expected - cell.Events) * x;
                h00 += expected;
                h01 += expected * x;
                h11 += expected * x * x;
            }
            var determinant = (h00 * h11) - (h01 * h01);
            var d0 = Math.Clamp(((h11 * g0) - (h01 * g1)) / determinant, -StepMax, StepMax);
            var d1 = Math.Clamp(((h00 * g1) - (h01 * g0)) / determinant, -StepMax, StepMax);
            (level, slope) = (level - d0, slope - d1);
            if (Math.Abs(d0) + Math.Abs(d1) < Settled)
                return 1 + slope > 0 ? (slope, level) : null;
        }
        return null;
    }

    /// <param name="Years">At risk.</param>
    /// <param name="Events">1 where the interval ended with the event.</param>
    private readonly record struct Cell(double LogHazard, double Years, int Events);
}
