using Phr.Model.Cohorts;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;
using Phr.Model.Tokens;
using Phr.Simulator;
using Phr.Simulator.Hazards;

namespace Phr.Model.Runs;

/// <summary>
/// How far the model's answers lie from the true risk of the same simulated people at the same moments.
/// </summary>
/// <param name="BaseRate">Mean true risk: an error means little without it.</param>
/// <param name="MeanAbsoluteError">In probability.</param>
/// <param name="Spearman">Rank correlation.</param>
public sealed record TrueRiskComparison(string Task, double HorizonYears, int Moments, double BaseRate,
    double MeanAbsoluteError, double Spearman)
{
    private const int MomentsMax = 150;

    private const int Rollouts = 60;

    private const int MonthsAYear = 12;

    /// <summary>Of held-out people; null for a task without a truth or without moments.</summary>
    public static TrueRiskComparison? Of(
        World world, ulong seed, HeldOutTable table, int taskNumber, TaskDefinition task, ModelArtefact model)
    {
        if (!Enum.TryParse<Outcome>(task.Truth, out var outcome))
            return null;
        var months = (int)Math.Max(1, Math.Round(task.HorizonYears * MonthsAYear));
        var pairs = new List<(double Answer, double Truth)>();
        foreach (var (person, day, row) in table.Moments(taskNumber, MomentsMax))
        {
            var life = LifeSimulation.Live(world, seed, person);
            var date = life.Traits.Born.AddDays((int)day);
            if (life.Truth.Risk(outcome, life.Truth.MonthBefore(date), [months], Rollouts) is not [var truth])
                continue;
            var curve = HazardCurve.From(model.EdgesYears, table.LogHazards(row), model.Calibration[task.Key]);
            pairs.Add((curve.Risk(task.HorizonYears), truth));
        }
        return pairs.Count < 2
            ? null
            : new TrueRiskComparison(task.Key, task.HorizonYears, pairs.Count, pairs.Average(pair => pair.Truth),
                pairs.Average(pair => Math.Abs(pair.Answer - pair.Truth)),
                RankCorrelation([.. pairs.Select(pair => pair.Answer)], [.. pairs.Select(pair => pair.Truth)]));
    }

    private static double RankCorrelation(double[] left, double[] right)
    {
        var (x, y) = (Ranks(left), Ranks(right));
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }

    private static double[] Ranks(double[] values)
    {
        var ranks = new double[values.Length];
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }
        return ranks;
    }
}
