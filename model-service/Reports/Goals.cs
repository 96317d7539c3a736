using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>The goals that the model was set, beside what it reached.</summary>
internal static class Goals
{
    private const double ControlMax = 0.01;

    private const string OtherWorld = "codes, effects and habits of another world were not learnt";
    private const string SameLabels = "the gain is that of labels and registers; the selective state added little in the steps that it was given";
    private const string FewTuned = "recalibrated on a tenth of the people; too few with the outcome there, or another world";
    private const string Unseen = "frailty and congestion are in no record";
    private const string LevelIsUncertain = "a few measurements leave a person's usual level uncertain, and congestion moves by the week";
    private const string DevicesSayTheSame = "clinic values in the registers say most of what devices say, and effects of what devices alone see are small";
    private const string FewRows = "few rows";
    private const string CheckUpsLieFarBack = "256 steps of who wears a device are weeks, without the last check-up, in every world";

    private const string BoundIsHigh = "the bound knows what no record says exactly";
    private const string LittleWayLeft = "what learnt from the true hazards leaves little way to go";

    private static readonly (string Name, string Text)[] Trees =
        [("boostedTrees", "boosted trees"), ("boostedTreesOfHazards", "boosted trees that learnt from the same hazards")];

    public static IReadOnlyList<Goal> Of(
        IReadOnlyList<WorldReport> worlds, IReadOnlyList<TrueRiskComparison> trueRisk, IReadOnlyList<SweepReport> sweeps,
        IReadOnlyList<ExplanationTruth> explanations, IReadOnlyList<KnowableReport> knowable) =>
    [
        .. worlds.SelectMany(Discrimination), .. worlds.SelectMany(Calibration),
        .. trueRisk.Select(TrueRisk), .. explanations.SelectMany(Explanation),
        .. sweeps.Where(sweep => sweep.World == EvaluationCohort.Shipped).Select(Gain), .. sweeps.Where(IsControl).Select(Control),
        .. knowable.SelectMany(Knowable), .. worlds.Take(1).SelectMany(Gap), Coverage(trueRisk),
    ];

    private static IEnumerable<Goal> Discrimination(WorldReport world)
    {
        var judged = world.Questions.Where(question => question.Model is not null).ToList();
        foreach (var (name, text) in Trees)
        {
            var compared = judged.Where(question => double.IsFinite(question.Baselines.GetValueOrDefault(name, double.NaN))).ToList();
            if (compared.Count == 0)
                continue;
            var gain = compared.Average(question => question.Model!.Auroc.Value - question.Baselines[name]);
            yield return AtLeast($"{world.World}: mean AUROC over {text}", gain, 0.02, name == "boostedTrees" ? OtherWorld : SameLabels);
        }
    }

    /// <summary>
    /// How much of the way from boosted trees to the best risk that a record lets know. That is at most what trees reach who are told the
    /// true contribution of every group at the moment: measured against it the share is too small rather than too large.
    /// </summary>
    private static IEnumerable<Goal> Gap(WorldReport world)
    {
        var judged = world.Questions.Where(question => question.Model is not null && question.Baselines.ContainsKey("knowingTheBody")).ToList();
        foreach (var (name, text) in Trees)
        {
            var compared = judged.Where(question => question.Baselines.ContainsKey(name)).ToList();
            var way = compared.Sum(question => question.Baselines["knowingTheBody"] - question.Baselines[name]);
            yield return way > 0
                ? AtLeast($"{world.World}: share of the gap from {text} to who is told the truth of the moment (the best knowable, or more)",
                    compared.Sum(question => question.Model!.Auroc.Value - question.Baselines[name]) / way, 0.5, BoundIsHigh)
                : NotMeasured($"{world.World}: share of the gap from {text} to the best knowable risk", "at least 0.5");
        }
    }

    /// <summary>
    /// The same way, to a particle filter joined with the model. A filter of finitely many particles may miss what a record tells, so the
    /// way may be longer and the share smaller: the truth lies between this goal and the one that is measured to who is told the moment.
    /// </summary>
    private static IEnumerable<Goal> Knowable(KnowableReport report) => report.Shares.Select(share =>
    {
        var from = Trees.First(tree => tree.Name == share.Baseline).Text;
        var name = $"{report.World}: share of the gap from {from} to the best risk that was found knowable from the record (that, or less)";
        return share.ToJoined is { } reached
            ? Judged(name, "at least 0.5", reached, reached.Value >= 0.5, 0.5 - reached.Value, LittleWayLeft)
            : NotMeasured(name, "at least 0.5");
    });

    private static Goal Coverage(IReadOnlyList<TrueRiskComparison> trueRisk)
    {
        var held = trueRisk.Where(truth => truth.Coverage is not null).ToList();
        return held.Count == 0
            ? NotMeasured("90 % intervals cover", "0.88 to 0.92")
            : Within("90 % intervals cover", held.Sum(truth => truth.Coverage!.Value * truth.Moments) / held.Sum(truth => truth.Moments), 0.88, 0.92, FewRows);
    }

    private static IEnumerable<Goal> Calibration(WorldReport world)
    {
        foreach (var question in world.Questions.Where(question => question.Model is not null))
        {
            var name = $"{world.World}, {question.Task}";
            yield return Within($"{name}: calibration slope", question.Model!.Slope.Value, 0.9, 1.1, FewTuned);
            yield return AtMost($"{name}: ECE", question.Model.Ece.Value, 0.01, FewTuned);
            if (question.Subgroups.Count > 0)
                yield return AtMost($"{name}: ECE of the worst subgroup", question.Subgroups.Max(part => part.Ece), 0.02, FewTuned);
        }
    }

    private static Goal TrueRisk(TrueRiskComparison truth) => AtMost(
        $"{truth.Task}: mean error to the true risk (base rate {Figure(truth.BaseRate)})", truth.MeanAbsoluteError, 0.01, Unseen);

    private static IEnumerable<Goal> Explanation(ExplanationTruth truth)
    {
        yield return AtLeast($"{truth.Task}: strongest true driver among the first three", truth.TopThree, 0.8, LevelIsUncertain);
        yield return AtLeast($"{truth.Task}: sign agreement of all groups that matter", truth.Sign, 0.95, LevelIsUncertain);
        yield return AtLeast(
            $"{truth.Task}: sign agreement of those of them whose direction people are told ({Figure(truth.Told)})", truth.SignOfTold, 0.95, FewRows);
        yield return AtMost($"{truth.Task}: contributions of groups that do not act", truth.Irrelevant, 0.02, LevelIsUncertain);
    }

    private static Goal Gain(SweepReport sweep) => sweep.Gain is not { } gain
        ? NotMeasured(Name(sweep), "above 0")
        : Judged(Name(sweep), "interval above 0", gain, gain.Low > 0, -gain.Low,
            sweep.Kind == "devices" ? DevicesSayTheSame : FewRows);

    /// <summary>Where the cause is switched off the gain must vanish.</summary>
    private static Goal Control(SweepReport sweep) => sweep.Gain is not { } gain
        ? NotMeasured(Name(sweep), "none")
        : Judged($"{Name(sweep)}, cause switched off", "none: at most 0.01, interval holds 0", gain, gain.Value <= ControlMax && gain.Low <= 0,
            gain.Value - ControlMax, CheckUpsLieFarBack);

    private static bool IsControl(SweepReport sweep) =>
        (sweep.Kind, sweep.World) is ("context", EvaluationCohort.NothingOld) or ("devices", EvaluationCohort.DullDevices);

    private static string Name(SweepReport sweep) =>
        $"{sweep.World}: gain from {(sweep.Kind == "context" ? "256 to 2,048 steps" : "devices")}";

    private static Goal Judged(string name, string target, Interval gain, bool met, double missedBy, string why) => new(
        name, target, $"{Figure(gain.Value)} ({Figure(gain.Low)} to {Figure(gain.High)})", met, met ? "" : Figure(missedBy), met ? "" : why);

    private static Goal AtLeast(string name, double value, double least, string why) =>
        Judged(name, $"at least {Figure(least)}", value, value >= least, least - value, why);

    private static Goal AtMost(string name, double value, double most, string why) =>
        Judged(name, $"at most {Figure(most)}", value, value <= most, value - most, why);

    private static Goal Within(string name, double value, double low, double high, string why) =>
        Judged(name, $"{Figure(low)} to {Figure(high)}", value, value >= low && value <= high, Math.Max(low - value, value - high), why);

    private static Goal Judged(string name, string target, double value, bool met, double missedBy, string why) => double.IsNaN(value)
        ? NotMeasured(name, target)
        : new Goal(name, target, Figure(value), met, met ? "" : Figure(missedBy), met ? "" : why);

    private static Goal NotMeasured(string name, string target) => new(name, target, null, null, "");

    private static string Figure(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
