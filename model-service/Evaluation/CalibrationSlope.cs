using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>Logistic regression of the outcome on the answer's log-odds, by Newton's method.</summary>
internal static class CalibrationSlope
{
    private const int IterationsMax = 50;

    private const double Settled = 1e-9;

    /// <summary>The slope; NaN where outcomes or answers do not vary.</summary>
    public static double Of(IReadOnlyList<WeightedRow> rows)
    {
        if (!rows.Any(row => row.Outcome) || rows.All(row => row.Outcome))
            return double.NaN;
        var (intercept, slope) = (0.0, 1.0);
        for (var i = 0; i < IterationsMax; i++)
        {
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
            foreach (var row in rows)
            {
                var x = LogOdds.Of(row.Probability);
                var p = 1 / (1 + Math.Exp(-(intercept + (slope * x))));
                var (miss, spread) = (row.Weight * ((row.Outcome ? 1 : 0) - p), row.Weight * p * (1 - p));
                g0 += miss;
                g1 += miss * x;
                h00 += spread;
                h01 += spread * x;
                h11 += spread * x * x;
            }
            var determinant = (h00 * h11) - (h01 * h01);
            if (!(determinant > 1e-12))
                return double.NaN;
            var (d0, d1) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            intercept += d0;
            slope += d1;
            if (Math.Abs(d0) + Math.Abs(d1) < Settled)
                return slope;
        }
        return double.NaN;
    }
}
