using Phr.Model.Assessments;
using Phr.Model.Cohorts;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

public sealed class RiskIntervalsTest
{
    [Fact]
    public void Nine_of_ten_others_of_the_same_kind_lie_inside()
    {
        var intervals = new RiskIntervals(new Dictionary<string, LogOddsBand> { ["a"] = RiskIntervals.Band(Drawn(1, 2_000))! });

        var held = Drawn(2, 5_000).Average(pair =>
            intervals.Of("a", pair.Answer) is { } interval && interval.Low <= pair.Truth && pair.Truth <= interval.High ? 1.0 : 0);

        Assert.InRange(held, 0.88, 0.92);
    }

    [Fact]
    public void Too_few_moments_give_no_interval()
    {
        Assert.Null(RiskIntervals.Band(Drawn(1, RiskIntervals.MomentsMin - 1)));
        Assert.Equal(RiskIntervals.MomentsMin, RiskIntervals.Band(Drawn(1, RiskIntervals.MomentsMin))!.Moments);
        Assert.Null(RiskIntervals.None.Of("a", 0.5));
    }

    [Fact]
    public void What_is_stored_is_read_again_and_what_is_no_table_is_refused()
    {
        var intervals = new RiskIntervals(new Dictionary<string, LogOddsBand> { ["a"] = new(-1, 0.5, 60) });

        Assert.Equal(intervals.Bands, RiskIntervals.Load(intervals.Store()).Bands);
        Assert.Throws<InvalidDataException>(() => RiskIntervals.Load("[1]"u8.ToArray()));
    }

    /// <summary>Measured at five years: there it is as it was, and elsewhere around the answer and growing with the horizon.</summary>
    [Fact]
    public void At_other_horizons_the_interval_goes_with_the_curve()
    {
        var curve = new HazardCurve([0, 1, 5, 10], [0.01, 0.02, 0.04], [0.01, 0.01, 0.01]);
        var own = new RiskInterval(curve.Risk(5) / 3, curve.Risk(5) * 2);

        var at = ((double[])[0.5, 1, 5, 7.3, 10]).Select(years => (years, Interval: RiskIntervals.At(own, curve, 5, years))).ToList();

        Assert.Equal((own.Low, own.High), (Math.Round(at[2].Interval.Low, 12), Math.Round(at[2].Interval.High, 12)), Near);
        Assert.All(at, one => Assert.InRange(curve.Risk(one.years), one.Interval.Low, one.Interval.High));
        Assert.Equal(at.Select(one => one.Interval.High).Order(), at.Select(one => one.Interval.High));
    }

    private static bool Near((double Low, double High) left, (double Low, double High) right) =>
        Math.Abs(left.Low - right.Low) < 1e-9 && Math.Abs(left.High - right.High) < 1e-9;

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void An_interval_stays_within_probabilities(double answer)
    {
        var interval = new RiskIntervals(new Dictionary<string, LogOddsBand> { ["a"] = new(-3, 3, 60) }).Of("a", answer)!;

        Assert.InRange(interval.Low, 0, interval.High);
        Assert.InRange(interval.High, interval.Low, 1);
    }

    [Fact]
    public void A_bound_below_one_person_is_told_as_fewer_than_one_in_both_languages()
    {
        var task = TaskDefinition.Load(Path.Combine(Records.Root(), "model-service", "training", "tasks"))[0];
        string[] Said(double low)
        {
            var risk = new OutcomeRisk(task, null)
            {
                Horizons = [new HorizonRisk(task.HorizonYears, 0.03)], Interval = new RiskInterval(low, 0.08),
            };
            return [RiskText.Of(risk, Records.Later).Range!.Japanese, RiskText.Of(risk, Records.Later).Range!.English];
        }

        Assert.Contains("100人のうち1人未満から8人のあいだ", Said(0.0049)[0], StringComparison.Ordinal);
        Assert.Contains("between fewer than 1 and 8 of 100", Said(0.0049)[1], StringComparison.Ordinal);
        Assert.Contains("100人のうち1人から8人のあいだ", Said(0.005)[0], StringComparison.Ordinal);
        Assert.Contains("between 1 and 8 of 100", Said(0.005)[1], StringComparison.Ordinal);
    }

    /// <summary>Answers whose truth lies elsewhere by a normal spread that is not centred.</summary>
    private static List<RiskPair> Drawn(int seed, int count)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return [.. Enumerable.Range(0, count).Select(_ => (Answer: -3 + Normal(), Shift: 0.2 + (0.7 * Normal())))
            .Select(pair => new RiskPair(LogOdds.Probability(pair.Answer), LogOdds.Probability(pair.Answer + pair.Shift)))];
    }
}
