using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>The goals that the model was set, beside what it reached.</summary>
internal static class Goals
{
    public static IReadOnlyList<Goal> Of(
        IReadOnlyList<WorldReport> worlds, IReadOnlyList<TrueRiskComparison> trueRisk, IReadOnlyList<SweepReport> sweeps,
        IReadOnlyList<ExplanationTruth> explanations) =>
    [
        .. worlds.SelectMany(Discrimination), .. worlds.SelectMany(Calibration),
        .. trueRisk.Select(TrueRisk), .. explanations.SelectMany(Explanation), .. sweeps.Select(Sweep),
        NotMeasured("half of the gap from boosted trees to the best knowable risk", "0.5"),
        NotMeasured("90 % intervals cover", "88 to 92 %"),
    ];

    private static IEnumerable<Goal> Discrimination(WorldReport world)
    {
        var judged = world.Questions.Where(question => question.Model is not null).ToList();
        foreach (var (name, text) in new[] { ("boostedTrees", "boosted trees"), ("boostedTreesOfHazards", "boosted trees that learnt from the same hazards") })
        {
            var compared = judged.Where(question => double.IsFinite(question.Baselines.GetValueOrDefault(name, double.NaN))).ToList();
            if (compared.Count == 0)
                continue;
            var gain = compared.Average(question => question.Model!.Auroc.Value - question.Baselines[name]);
            yield return AtLeast($"{world.World}: mean AUROC over {text}", gain, 0.02);
        }
    }

    private static IEnumerable<Goal> Calibration(WorldReport world)
    {
        foreach (var question in world.Questions.Where(question => question.Model is not null))
        {
            var name = $"{world.World}, {question.Task}";
            yield return Within($"{name}: calibration slope", question.Model!.Slope.Value, 0.9, 1.1);
            yield return AtMost($"{name}: ECE", question.Model.Ece.Value, 0.01);
            if (question.Subgroups.Count > 0)
                yield return AtMost($"{name}: ECE of the worst subgroup", question.Subgroups.Max(part => part.Ece), 0.02);
        }
    }

    private static Goal TrueRisk(TrueRiskComparison truth) => AtMost(
        $"{truth.Task}: mean error to the true risk (base rate {Figure(truth.BaseRate)})", truth.MeanAbsoluteError, 0.01);

    private static IEnumerable<Goal> Explanation(ExplanationTruth truth)
    {
        yield return AtLeast($"{truth.Task}: strongest true driver among the first three", truth.TopThree, 0.8);
        yield return AtLeast($"{truth.Task}: sign agreement", truth.Sign, 0.95);
        yield return AtMost($"{truth.Task}: contributions of groups that do not act", truth.Irrelevant, 0.02);
    }

    /// <summary>A gain where there is a cause, none where the cause is switched off.</summary>
    private static Goal Sweep(SweepReport sweep)
    {
        var off = (sweep.Kind, sweep.World) is ("context", EvaluationCohort.NothingOld) or ("devices", EvaluationCohort.DullDevices);
        var name = $"{sweep.World}: gain from {(sweep.Kind == "context" ? "256 to 2,048 steps" : "devices")}";
        if (sweep.Gain is not { } gain)
            return NotMeasured(name, off ? "none" : "above 0");
        var text = $"{Figure(gain.Value)} ({Figure(gain.Low)} to {Figure(gain.High)})";
        var met = off ? gain.Low <= 0 : gain.Value > 0;
        return new Goal(name, off ? "interval holds 0 or less" : "above 0", text, met, met ? "" : Figure(off ? gain.Low : -gain.Value));
    }

    private static Goal AtLeast(string name, double value, double least) =>
        Judged(name, $"at least {Figure(least)}", value, value >= least, least - value);

    private static Goal AtMost(string name, double value, double most) =>
        Judged(name, $"at most {Figure(most)}", value, value <= most, value - most);

    private static Goal Within(string name, double value, double low, double high) =>
        Judged(name, $"{Figure(low)} to {Figure(high)}", value, value >= low && value <= high, Math.Max(low - value, value - high));

    private static Goal Judged(string name, string target, double value, bool met, double missedBy) => double.IsNaN(value)
        ? NotMeasured(name, target)
        : new Goal(name, target, Figure(value), met, met ? "" : Figure(missedBy));

    private static Goal NotMeasured(string name, string target) => new(name, target, null, null, "");

    private static string Figure(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
