using System.Globalization;
using Phr.Model.Evaluation;
using Phr.Model.Runs;

namespace Phr.Model.Reports;

/// <summary>The goals that the model was set, beside what it reached.</summary>
internal static class Goals
{
    private const double ControlMax = 0.01;

    private const string HeartFailure = "heart-failure-decompensation";

    private const string OtherWorld = "codes, effects and habits of another world were not learnt";
    private const string SameLabels = "the gain is that of labels and registers; the selective state added little in the steps that it was given";
    private const string FewTuned = "recalibrated on a tenth of the people; too few with the outcome there";
    private const string TunedElsewhere = "recalibrated on people of the world that was learnt";
    private const string Unseen = "frailty and congestion are in no record";
    private const string LevelIsUncertain = "a few measurements leave a person's usual level uncertain";
    private const string CongestionMoves = "congestion moves by the week";
    private const string DevicesSayTheSame = "clinic values in the registers say most of what devices say, and effects of what devices alone see are small";
    private const string FewRows = "few rows";
    private const string CheckUpsLieFarBack = "256 steps of who wears a device are weeks, without the last check-up, in every world";

    private const string BoundIsHigh = "the bound knows what no record says exactly";
    private const string LittleWayLeft = "what learnt from the true hazards leaves little way to go";

    private static readonly string[] Kinds = ["context", "devices"];

    private static readonly (string Name, string Text)[] Trees =
        [("boostedTrees", "boosted trees"), ("boostedTreesOfHazards", "boosted trees that learnt from the same hazards")];

    /// <summary>
    /// Every goal for the world that was learnt and for the second, outcome by outcome where it is set for each: what has no figure is
    /// said not to be measured, never left out.
    /// </summary>
    /// <param name="trueRisk">Of the world that was learnt.</param>
    public static IReadOnlyList<Goal> Of(ModelReport report, IReadOnlyList<TrueRiskComparison> trueRisk)
    {
        // Behind the two worlds come the negative controls.
        var worlds = report.Worlds.Take(2).ToList();
        Truth[] truths = [new(trueRisk, report.Explanations), new(report.Second?.TrueRisk ?? [], report.Second?.Explanations ?? [])];
        return
        [
            .. worlds.SelectMany(Discrimination), .. worlds.SelectMany(Calibration),
            .. worlds.Zip(truths).SelectMany(pair => TrueRisk(pair.First, pair.Second)),
            .. worlds.Zip(truths).SelectMany(pair => Explanations(pair.First, pair.Second)),
            .. worlds.SelectMany(world => Kinds.Select(kind => Gain(world.World, kind, report.Sweeps))),
            .. report.Sweeps.Where(IsControl).Select(Control),
            .. worlds.SelectMany(world => Knowable(world.World, report.Knowable)), .. worlds.SelectMany(Gap),
            .. worlds.Zip(truths).SelectMany(pair => Coverage(pair.First, pair.Second)),
        ];
    }

    /// <summary>What one world's people were held against, beside what came.</summary>
    private sealed record Truth(IReadOnlyList<TrueRiskComparison> Risks, IReadOnlyList<ExplanationTruth> Explanations);

    private static IEnumerable<Goal> Discrimination(WorldReport world)
    {
        foreach (var (name, text) in Trees)
        {
            bool IsCompared(QuestionReport question) =>
                question.Model is not null && double.IsFinite(question.Baselines.GetValueOrDefault(name, double.NaN));
            var compared = world.Questions.Where(IsCompared).ToList();
            if (compared.Count > 0)
            {
                var gain = compared.Average(question => question.Model!.Auroc.Value - question.Baselines[name]);
                var tasks = string.Join(", ", compared.Select(question => question.Task));
                yield return AtLeast($"{world.World}: mean AUROC over {text} ({tasks})",
                    gain, 0.02, name != "boostedTrees" ? SameLabels : world.World == EvaluationCohort.Second ? OtherWorld : "");
            }
            foreach (var question in world.Questions.Where(question => !IsCompared(question)))
                yield return NotMeasured($"{world.World}, {question.Task}: AUROC over {text}", "at least 0.02");
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
    private static IEnumerable<Goal> Knowable(string world, IReadOnlyList<KnowableReport> reports) => Trees.Select(tree =>
    {
        var name = $"{world}: share of the gap from {tree.Text} to the best risk that was found knowable from the record (that, or less)";
        var shares = reports.FirstOrDefault(report => report.World == world)?.Shares ?? [];
        return shares.FirstOrDefault(share => share.Baseline == tree.Name)?.ToJoined is { } reached
            ? Judged(name, "at least 0.5", reached, reached.Value >= 0.5, 0.5 - reached.Value, LittleWayLeft)
            : NotMeasured(name, "at least 0.5");
    });

    private static IEnumerable<Goal> Coverage(WorldReport world, Truth truth) => world.Questions.Select(question =>
    {
        var name = $"{world.World}, {question.Task}: 90 % intervals cover";
        return truth.Risks.FirstOrDefault(one => one.Task == question.Task)?.Coverage is { } coverage
            ? Within(name, coverage, 0.88, 0.92, FewRows)
            : NotMeasured(name, "0.88 to 0.92");
    });

    private static IEnumerable<Goal> Calibration(WorldReport world)
    {
        var why = world.World == EvaluationCohort.Second ? TunedElsewhere : FewTuned;
        foreach (var question in world.Questions)
        {
            var name = $"{world.World}, {question.Task}";
            var (slope, ece) = (question.Model?.Slope.Value ?? double.NaN, question.Model?.Ece.Value ?? double.NaN);
            yield return Within($"{name}: calibration slope", slope, 0.9, 1.1, why);
            yield return AtMost($"{name}: ECE", ece, 0.01, why);
            var worst = question.Subgroups.Count > 0 ? question.Subgroups.Max(part => part.Ece) : double.NaN;
            yield return AtMost($"{name}: ECE of the worst subgroup", worst, 0.02, why);
        }
    }

    private static IEnumerable<Goal> TrueRisk(WorldReport world, Truth truth) => world.Questions.Select(question =>
    {
        var name = $"{world.World}, {question.Task}: mean error to the true risk";
        return truth.Risks.FirstOrDefault(one => one.Task == question.Task) is { } risk
            ? AtMost(
                $"{name} (base rate {Figure(risk.BaseRate)})", risk.MeanAbsoluteError, 0.01, question.Task == HeartFailure ? Unseen : "")
            : NotMeasured(name, "at most 0.01");
    });

    private static IEnumerable<Goal> Explanations(WorldReport world, Truth truth)
    {
        foreach (var question in world.Questions)
        {
            var found = truth.Explanations.FirstOrDefault(one => one.Task == question.Task);
            var name = $"{world.World}, {question.Task}";
            var told = found is null ? "" : $" ({Figure(found.Told)})";
            var why = question.Task == HeartFailure ? CongestionMoves : LevelIsUncertain;
            yield return AtLeast($"{name}: strongest true driver among the first three", found?.TopThree ?? double.NaN, 0.8, why);
            yield return AtLeast($"{name}: sign agreement of all groups that matter", found?.Sign ?? double.NaN, 0.95, why);
            yield return AtLeast($"{name}: sign agreement of those of them whose direction people are told{told}",
                found?.SignOfTold ?? double.NaN, 0.95, FewRows);
            yield return AtMost($"{name}: contributions of groups that do not act", found?.Irrelevant ?? double.NaN, 0.02, why);
        }
    }

    private static Goal Gain(string world, string kind, IReadOnlyList<SweepReport> sweeps) =>
        sweeps.FirstOrDefault(sweep => (sweep.World, sweep.Kind) == (world, kind))?.Gain is not { } gain
            ? NotMeasured(Name(world, kind), "above 0")
            : Judged(Name(world, kind), "interval above 0", gain, gain.Low > 0, -gain.Low, kind == "devices" ? DevicesSayTheSame : FewRows);

    /// <summary>Where the cause is switched off the gain must vanish.</summary>
    private static Goal Control(SweepReport sweep) => sweep.Gain is not { } gain
        ? NotMeasured($"{Name(sweep.World, sweep.Kind)}, cause switched off", "none")
        : Judged($"{Name(sweep.World, sweep.Kind)}, cause switched off", "none: at most 0.01, interval holds 0", gain,
            gain.Value <= ControlMax && gain.Low <= 0, gain.Value - ControlMax, CheckUpsLieFarBack);

    private static bool IsControl(SweepReport sweep) =>
        (sweep.Kind, sweep.World) is ("context", EvaluationCohort.NothingOld) or ("devices", EvaluationCohort.DullDevices);

    private static string Name(string world, string kind) =>
        $"{world}: gain from {(kind == "context" ? "256 to 2,048 steps" : "devices")}";

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
