namespace Phr.Model.Evaluation;

/// <summary>
/// How good answers are at one horizon. NaN where a measure is not defined (no outcome, or nothing but).
/// </summary>
/// <param name="Rows">Rows whose state at the horizon is known.</param>
/// <param name="Auroc">Probability that who has the outcome was given the higher answer; ties count half.</param>
/// <param name="AveragePrecision">Area under precision and recall.</param>
/// <param name="BrierScaled">1 - Brier / Brier of the observed mean.</param>
/// <param name="ObservedOverExpected">Target 1.</param>
/// <param name="Slope">Of the outcome on the answer's log-odds; target 1.</param>
/// <param name="Ece">Expected calibration error over ten bins of equal mass.</param>
public sealed record Measures(
    int Rows, int Outcomes, double Observed, double Expected, double Auroc, double AveragePrecision, double Brier,
    double BrierScaled,
    double ObservedOverExpected, double Slope, double Ece)
{
    private const int Bins = 10;

    public static Measures Of(double horizonYears, IReadOnlyList<EvaluationRow> rows) =>
        Of(CensoringWeights.At(horizonYears, rows));

    internal static Measures Of(List<WeightedRow> weighted)
    {
        var total = weighted.Sum(row => row.Weight);
        var observed = weighted.Where(row => row.Outcome).Sum(row => row.Weight) / total;
        var expected = weighted.Sum(row => row.Weight * row.Probability) / total;
        var brier = weighted.Sum(row => row.Weight * Math.Pow(row.Probability - (row.Outcome ? 1 : 0), 2)) / total;
        return new Measures(
            weighted.Count, weighted.Count(row => row.Outcome), observed, expected, Area(weighted),
            Precision(weighted), brier,
            1 - (brier / (observed * (1 - observed))), observed / expected, CalibrationSlope.Of(weighted),
            CalibrationError(weighted));
    }

    internal static double Area(List<WeightedRow> rows)
    {
        var (won, positive, negativeBelow) = (0.0, 0.0, 0.0);
        foreach (var tied in rows.GroupBy(row => row.Probability).OrderBy(group => group.Key))
        {
            var own = tied.Where(row => row.Outcome).Sum(row => row.Weight);
            var other = tied.Where(row => !row.Outcome).Sum(row => row.Weight);
            won += own * (negativeBelow + (other / 2));
            positive += own;
            negativeBelow += other;
        }
        return won / (positive * negativeBelow);
    }

    private static double Precision(List<WeightedRow> rows)
    {
        var positive = rows.Where(row => row.Outcome).Sum(row => row.Weight);
        var (area, found, taken) = (0.0, 0.0, 0.0);
        foreach (var tied in rows.GroupBy(row => row.Probability).OrderByDescending(group => group.Key))
        {
            var own = tied.Where(row => row.Outcome).Sum(row => row.Weight);
            found += own;
            taken += tied.Sum(row => row.Weight);
            area += own / positive * (found / taken);
        }
        return positive > 0 ? area : double.NaN;
    }

    private static double CalibrationError(List<WeightedRow> rows)
    {
        if (rows.Count == 0)
            return double.NaN;
        var total = rows.Sum(row => row.Weight);
        var (error, mass) = (0.0, 0.0);
        var bin = new List<WeightedRow>();
        foreach (var row in rows.OrderBy(row => row.Probability))
        {
            bin.Add(row);
            mass += row.Weight;
            if (mass < total / Bins)
                continue;
            error += Gap(bin);
            (mass, bin) = (0, []);
        }
        return (error + Gap(bin)) / total;
    }

    /// <summary>Ten bins of equal size, in the order of the answers; none of fewer rows.</summary>
    internal static IReadOnlyList<ObservedBin> Curve(double horizonYears, IReadOnlyList<EvaluationRow> rows)
    {
        var ordered = CensoringWeights.At(horizonYears, rows).OrderBy(row => row.Probability).ToList();
        return ordered.Count < Bins
            ? []
            : [.. ordered.Chunk((ordered.Count + Bins - 1) / Bins).Select(bin => new ObservedBin(
                bin.Sum(row => row.Weight * row.Probability) / bin.Sum(row => row.Weight),
                bin.Where(row => row.Outcome).Sum(row => row.Weight) / bin.Sum(row => row.Weight)))];
    }

    private static double Gap(List<WeightedRow> bin) =>
        Math.Abs(bin.Sum(row => row.Weight * ((row.Outcome ? 1 : 0) - row.Probability)));
}
