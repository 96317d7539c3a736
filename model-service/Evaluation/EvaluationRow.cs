namespace Phr.Model.Evaluation;

/// <summary>One moment at which one person was asked one question, and what came.</summary>
/// <param name="Kind">0 nothing seen, 1 the outcome, 2 death before it.</param>
/// <param name="Years">Years until then, or until observation ended.</param>
/// <param name="Probability">The answer, 0 to 1.</param>
public sealed record EvaluationRow(long Person, int Kind, double Years, double Probability)
{
    public double AgeYears { get; init; }

    public string? Sex { get; init; }

    public bool HasDevice { get; init; }

    /// <summary>Steps read by then: how much of a record there was.</summary>
    public int Steps { get; init; }

    /// <summary>Number of the hospital, -1 where nobody says.</summary>
    public int Site { get; init; } = -1;

    /// <summary>
    /// Outcomes within the horizon that the true hazards along the person's life let expect; NaN where only a record
    /// tells, or where observation was to end before.
    /// </summary>
    public double Expected { get; init; } = double.NaN;

    /// <summary>Whether the outcome came within the horizon that <see cref="Expected"/> is of.</summary>
    public bool Came { get; init; }
}

/// <summary>A row with its state at the horizon and the weight that makes up for those who left before it.</summary>
internal readonly record struct WeightedRow(double Probability, bool Outcome, double Weight);

/// <summary>
/// Inverse probability of censoring weights (Graf et al. 1999, Stat Med 18:2529): who was followed to the horizon, or
/// had the outcome or died before it, stands for those whose observation ended earlier. Death before the outcome is
/// "did not come".
/// </summary>
internal static class CensoringWeights
{
    private const double FollowedMin = 0.01;

    public static List<WeightedRow> At(double horizonYears, IReadOnlyList<EvaluationRow> rows)
    {
        var followed = Followed(rows);
        var weighted = new List<WeightedRow>(rows.Count);
        foreach (var row in rows)
        {
            var outcome = row.Kind == 1 && row.Years <= horizonYears;
            if (outcome || (row.Kind == 2 && row.Years <= horizonYears))
                weighted.Add(new(row.Probability, outcome, 1 / Math.Max(FollowedMin, followed(row.Years))));
            else if (row.Years >= horizonYears - 1e-6)
                weighted.Add(new(row.Probability, false, 1 / Math.Max(FollowedMin, followed(horizonYears))));
        }
        return weighted;
    }

    /// <summary>Kaplan-Meier estimate of still being observed just before a time.</summary>
    private static Func<double, double> Followed(IReadOnlyList<EvaluationRow> rows)
    {
        var ordered = rows.OrderBy(row => row.Years).ToList();
        var (times, shares, share) = (new List<double>(), new List<double>(), 1.0);
        for (var i = 0; i < ordered.Count; i++)
        {
            if (ordered[i].Kind != 0)
                continue;
            share *= 1 - (1.0 / (ordered.Count - i));
            times.Add(ordered[i].Years);
            shares.Add(share);
        }
        return years =>
        {
            var at = times.BinarySearch(years - 1e-9);
            var before = at >= 0 ? at : ~at - 1;
            return before < 0 ? 1 : shares[before];
        };
    }
}
