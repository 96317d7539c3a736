using Phr.Model.Evaluation;
using Phr.Model.Reports;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

/// <summary>A model that says other levels than a site's people have is brought to them, and shown only where that is measured on others.</summary>
public sealed class RecalibrationTest
{
    private static readonly double[] Edges = [0, 1, 5, 10];

    private static readonly HazardCalibration Shipped = new(0.9, -0.2, 0.1, 500);

    [Fact]
    public void Levels_that_are_a_third_and_a_slope_that_is_too_steep_are_found()
    {
        var moments = Moments(20_000, slope: 0.8, level: -0.7, death: 0.5);

        var fitted = Recalibration.Fit(moments, Edges, Shipped)!;

        Assert.Equal(0.8 * Shipped.Slope, fitted.Slope, 0.06);
        Assert.Equal(Shipped.DeathIntercept + 0.5, fitted.DeathIntercept, 0.06);
        Assert.Equal(moments.Count(moment => moment.Row.Kind == 1), fitted.Events);
        var before = Measures.Of(5, [.. moments.Select(moment => moment.At(5, Edges, Shipped))]);
        var after = Measures.Of(5, [.. moments.Select(moment => moment.At(5, Edges, fitted))]);
        Assert.InRange(before.ObservedOverExpected, 0, 0.7);
        Assert.Equal(1, after.ObservedOverExpected, 0.05);
        Assert.Equal(1, after.Slope, 0.08);
    }

    [Fact]
    public void From_one_outcome_too_few_nothing_is_fitted()
    {
        var moments = Moments(20_000, 1, 0, 0);
        var (ill, well) = (moments.Where(moment => moment.Row.Kind == 1).ToList(), moments.Where(moment => moment.Row.Kind != 1).ToList());

        Assert.NotNull(Recalibration.Fit([.. well, .. ill.Take(Recalibration.OutcomesMin)], Edges, Shipped));
        Assert.Null(Recalibration.Fit([.. well, .. ill.Take(Recalibration.OutcomesMin - 1)], Edges, Shipped));
    }

    [Fact]
    public void Half_of_the_people_are_fitted_on_whatever_their_numbers()
    {
        foreach (var numbers in new[] { Enumerable.Range(0, 2_000), Enumerable.Range(0, 2_000).Select(i => 10_000_000 + (4 * i)) })
        {
            var share = numbers.Average(number => new AskedMoment(new EvaluationRow(number, 0, 1, 0), []).IsFittedOn ? 1.0 : 0);
            Assert.InRange(share, 0.4, 0.6);
        }
    }

    [Fact]
    public void Good_as_it_was_shipped_comes_before_recalibrated_and_that_before_no_go()
    {
        var criteria = new AcceptanceCriteria();
        var report = Report([Task("shipped", Good), Task("level", Good with { ObservedOverExpected = 2 }), Task("blind", Good with { Auroc = 0.5 })],
            [Task("shipped", Good), Task("level", Good), Task("blind", Good with { Auroc = 0.5 })]);

        var decisions = criteria.Decide(report).ToDictionary(decision => decision.Task);

        Assert.True(decisions["shipped"] is { IsShown: true, Calibration: null });
        Assert.True(decisions["level"].IsShown);
        Assert.Equal(Shipped, decisions["level"].Calibration);
        Assert.True(decisions["blind"] is { IsShown: false, Calibration: null });
        Assert.False(criteria.Decide(Report([Task("level", Good with { ObservedOverExpected = 2 })], []))[0].IsShown);
    }

    [Fact]
    public void The_report_says_what_was_decided_in_every_form()
    {
        var report = Report([Task("level", Good with { ObservedOverExpected = 2 }), Task("blind", Good with { Auroc = 0.5 })], [Task("level", Good)]);

        var markdown = SiteReportFiles.Markdown("phr-9", report, new AcceptanceCriteria());
        var html = SiteReportFiles.Html("phr-9", report, new AcceptanceCriteria());

        Assert.Contains("| level | go | recalibrated | Observed over expected is 2.00. |  |", markdown, StringComparison.Ordinal);
        Assert.Contains("| blind | **no-go** |  | AUROC 0.500 is below 0.65. | not fitted: fewer than 50 outcomes came to half of the people, or no fit settled |", markdown, StringComparison.Ordinal);
        Assert.Contains("phr-9: people of &lt;a site&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<polyline", html, StringComparison.Ordinal);
        Assert.Contains(report.Sha256, html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recalibrated_model_is_another_model_without_comparisons_that_were_made_of_the_first()
    {
        var shipped = ModelArtefact.Load(ModelArtefact.Newest(Path.Combine(Records.Root(), "model-service", "models"))!);
        var (one, other) = (shipped.Definitions[0].Key, shipped.Definitions[1].Key);

        var site = shipped.Recalibrated(new Dictionary<string, HazardCalibration> { [one] = Shipped });

        Assert.Equal((shipped.Digest, shipped.Digest), (site.ShippedDigest, shipped.ShippedDigest));
        Assert.NotEqual(shipped.Digest, site.Digest);
        Assert.Equal((Shipped, shipped.Calibration[other]), (site.Calibration[one], site.Calibration[other]));
        Assert.NotNull(shipped.Intervals.Of(one, 0.1));
        Assert.Null(site.Intervals.Of(one, 0.1));
        Assert.Equal(shipped.Intervals.Of(other, 0.1), site.Intervals.Of(other, 0.1));
        Assert.DoesNotContain(site.Peers.Bands, band => band.Task == one);
        Assert.Equal(shipped.Digest, shipped.Recalibrated(new Dictionary<string, HazardCalibration>()).Digest);
        Assert.Throws<InvalidDataException>(() => shipped.Recalibrated(new Dictionary<string, HazardCalibration> { [one] = Shipped with { Slope = 0 } }));
        Assert.Throws<InvalidDataException>(() =>
            shipped.Recalibrated(new Dictionary<string, HazardCalibration> { [one] = Shipped with { Intercept = double.NaN } }));
    }

    private static readonly Measures Good = new(1000, 100, 0.1, 0.1, 0.8, 0.3, 0.08, 0.1, 1, 1, 0.005);

    private static TaskEvaluation Task(string key, Measures all) =>
        new(key, 5, all, [], new Dictionary<string, Measures>(), []) { Curve = [new ObservedBin(0.1, 0.2), new ObservedBin(0.3, 0.4)] };

    private static EvaluationReport Report(IReadOnlyList<TaskEvaluation> tasks, IReadOnlyList<TaskEvaluation> recalibrated) =>
        new("model", "people of <a site>", 1000, tasks)
        {
            Recalibrated = [.. recalibrated.Select(task => new RecalibratedTask(Shipped, 500, task))],
        };

    /// <summary>
    /// People whose true log-hazards are a line of the shipped ones: slope around -3 and level of the outcome, and the level of death.
    /// </summary>
    private static List<AskedMoment> Moments(int count, double slope, double level, double death)
    {
        var random = new Random(11);
        var moments = new List<AskedMoment>();
        for (var person = 0; person < count; person++)
        {
            var own = -3 + (1.2 * ((2 * random.NextDouble()) - 1));
            float[] logs = [.. Enumerable.Repeat((float)own, 3), .. Enumerable.Repeat(-4f, 3)];
            var shipped = Shipped.Intercept + (Shipped.Slope * own);
            var ill = Came(random, Math.Exp(-3 + level + (slope * (shipped + 3))));
            var dead = Came(random, Math.Exp(-4 + Shipped.DeathIntercept + death));
            var left = 2 + (8 * random.NextDouble());
            var first = Math.Min(Math.Min(ill, dead), left);
            moments.Add(new AskedMoment(new EvaluationRow(person, first == ill ? 1 : first == dead ? 2 : 0, first, double.NaN), logs));
        }
        return moments;
    }

    private static double Came(Random random, double hazard) => -Math.Log(1 - random.NextDouble()) / hazard;
}
