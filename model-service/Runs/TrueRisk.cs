using Phr.Model.Cohorts;
using Phr.Model.Assessments;
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
    private const int MonthsAYear = 12;

    /// <summary>Share of the moments whose true risk lies in the answer's interval; null where the model gives none.</summary>
    public double? Coverage { get; init; }

    /// <summary>Mean width of the intervals, in probability.</summary>
    public double? MeanWidth { get; init; }

    /// <summary>Null without moments.</summary>
    public static TrueRiskComparison? Of(TaskDefinition task, IReadOnlyList<RiskPair> pairs, RiskIntervals intervals)
    {
        if (pairs.Count < 2)
            return null;
        var held = pairs.Select(pair => (pair.Truth, Interval: intervals.Of(task.Key, pair.Answer))).Where(pair => pair.Interval is not null).ToList();
        return new TrueRiskComparison(task.Key, task.HorizonYears, pairs.Count, pairs.Average(pair => pair.Truth),
            pairs.Average(pair => Math.Abs(pair.Answer - pair.Truth)),
            RankCorrelation([.. pairs.Select(pair => pair.Answer)], [.. pairs.Select(pair => pair.Truth)]))
        {
            Coverage = held.Count == 0 ? null : held.Average(pair => pair.Truth >= pair.Interval!.Low && pair.Truth <= pair.Interval.High ? 1.0 : 0),
            MeanWidth = held.Count == 0 ? null : held.Average(pair => pair.Interval!.High - pair.Interval.Low),
        };
    }

    /// <summary>Answers beside true risks at moments evenly through a table of the plan's people; none for a task without a truth.</summary>
    public static IReadOnlyList<RiskPair> Pairs(
        TrainingPlan plan, World world, HeldOutTable table, int taskNumber, TaskDefinition task, ModelArtefact model)
    {
        if (!Enum.TryParse<Outcome>(task.Truth, out var outcome))
            return [];
        var months = (int)Math.Max(1, Math.Round(task.HorizonYears * MonthsAYear));
        var pairs = new List<RiskPair>();
        foreach (var (person, day, row) in table.Moments(taskNumber, plan.TruthMoments))
        {
            var life = LifeSimulation.Live(world, (ulong)plan.Seed, person);
            var date = life.Traits.Born.AddDays((int)day);
            if (life.Truth.Risk(outcome, life.Truth.MonthBefore(date), [months], plan.Rollouts) is not [var truth])
                continue;
            var curve = HazardCurve.From(model.EdgesYears, table.LogHazards(row), model.Calibration[task.Key]);
            pairs.Add(new RiskPair(curve.Risk(task.HorizonYears), truth));
        }
        return pairs;
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
