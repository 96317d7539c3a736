using FsCheck;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Interval = Phr.Planets.Series.Reconciliation.Interval;

namespace Phr.Tests.Series;

/// <summary>Failures of merging that were published for other platforms, and the laws behind them.</summary>
public sealed class ReconcileTest
{
    private static readonly Metric Steps = MetricCatalogue.Of("steps");
    private static readonly Metric Pulse = MetricCatalogue.Of("heart-rate");
    private static readonly Metric Sleep = MetricCatalogue.Of("sleep-stage");

    // the-momentum/open-wearables #1287: a filter by priority dropped the other device instead of filling up with it.
    [Fact]
    public void A_preferred_device_does_not_silence_the_other_where_it_was_not_worn()
    {
        var watch = Source("watch", 0, Hours(8, 4_157));
        var phone = Source("phone", 1, Hours(8, 3_000), Hours(12, 5_000), Hours(18, 4_922));
        Assert.Equal(14_079, Reconcile.Series(Steps, [watch, phone]).Sum, 6);
    }

    // open-wearables documentation: raw sums 2,506 and 1,919, the maker's own app says 2,560: neither the larger nor
    // the sum.
    [Fact]
    public void Partly_overlapping_devices_add_up_to_their_union()
    {
        var watch = Source("watch", 0, Hours(9, 1_200), Hours(10, 719));
        var phone = Source("phone", 1, Hours(9, 1_100), Hours(10, 765), Hours(14, 641));
        Assert.Equal(1_919, watch.Intervals.Sum(interval => interval.Value));
        Assert.Equal(2_506, phone.Intervals.Sum(interval => interval.Value));
        Assert.Equal(2_560, Reconcile.Series(Steps, [phone, watch]).Sum, 6);
    }

    // home-assistant/android #7510: 13,405 by adding two origins; the day had 7,639.
    [Fact]
    public void Two_origins_of_the_same_walk_are_not_added()
    {
        var watch = Source("watch", 0, Hours(7, 3_639), Hours(12, 2_500), Hours(19, 1_500));
        var phone = Source("phone", 1, Hours(7, 3_000), Hours(12, 1_766), Hours(19, 1_000));
        Assert.Equal(13_405, watch.Intervals.Concat(phone.Intervals).Sum(interval => interval.Value));
        Assert.Equal(7_639, Reconcile.Series(Steps, [watch, phone]).Sum, 6);
    }

    // FitKit #22, #66: the same readings came by two ways and were counted as 24,700.
    [Fact]
    public void The_same_readings_by_two_ways_count_once()
    {
        var direct = Source("watch", 0, Hours(8, 6_350), Hours(17, 6_000));
        var relayed = direct with { Source = "cloud" };
        var both = Reconcile.Series(Steps, [direct, relayed]);
        Assert.Equal(12_350, both.Sum, 6);
    }

    // mi_fitness_data_bridge #11: the larger of two equal devices, minute by minute.
    [Fact]
    public void Of_devices_of_the_same_rank_the_busier_tells_each_stretch()
    {
        var left = Source("left", 0, Minutes(0, 80), Minutes(1, 0), Minutes(2, 60));
        var right = Source("right", 0, Minutes(0, 70), Minutes(1, 90), Minutes(2, 10));
        var both = Reconcile.Series(Steps, [left, right]);
        Assert.Equal(230, both.Sum, 6);
        Assert.Equal(["left", "right", "left"], both.Spans.Select(span => span.Source));
    }

    // train-libre #424: the source sends a session again and again while it grows; its versions were summed.
    [Fact]
    public void A_session_that_grows_is_one_session()
    {
        var growing =
            Source("ring", 0, Stage(SleepStage.Asleep, "23:00", "24:05"), Stage(SleepStage.Asleep, "23:00", "27:30"),
            Stage(SleepStage.Asleep, "23:00", "30:05"));
        var session = Assert.Single(SleepSessions.Of(Reconcile.Series(Sleep, [growing])));
        Assert.Equal(425, session.AsleepMs / 60_000);
    }

    // open-wearables #566, pull request #661: sessions inside of sessions.
    [Fact]
    public void Nested_sessions_are_not_counted_twice_and_the_finer_stage_holds()
    {
        var nested = Source("ring", 0,
            Stage(SleepStage.InBed, "22:30", "30:30"), Stage(SleepStage.Asleep, "23:00", "30:00"),
            Stage(SleepStage.Deep, "24:00", "25:00"), Stage(SleepStage.Awake, "26:00", "26:10"));
        var session = Assert.Single(SleepSessions.Of(Reconcile.Series(Sleep, [nested])));
        Assert.Equal(410, session.AsleepMs / 60_000);
        Assert.Equal(60, session.StageMs[SleepStage.Deep] / 60_000);
        Assert.Equal(60, session.StageMs[SleepStage.InBed] / 60_000);
        Assert.Equal(10, session.StageMs[SleepStage.Awake] / 60_000);
    }

    // open-wearables #720: one session a night was assumed, and the second provider's sleep vanished.
    [Fact]
    public void A_second_device_and_a_nap_keep_their_sleep()
    {
        var ring = Source("ring", 0, Stage(SleepStage.Light, "23:00", "27:00"));
        var mat = Source("mat", 1, Stage(SleepStage.Asleep, "26:00", "30:00"), Stage(SleepStage.Asleep, "38:00", "38:40"));
        var reconciled = Reconcile.Series(Sleep, [ring, mat]);
        var day = DailyAggregate.Of(Sleep, DayOne + 1, [ring, mat])!;
        Assert.Equal(2, day.Count);
        Assert.Equal(420 + 40, day.Sum!.Value, 6);
        Assert.Equal(["ring", "mat", "mat"], reconciled.Spans.Select(span => span.Source));
    }

    // open-wearables pull request #1249: a night was keyed by the day it began on.
    [Fact]
    public void A_night_belongs_to_the_day_of_waking_and_an_evening_nap_to_its_own()
    {
        var ring = Source("ring", 0, Stage(SleepStage.Asleep, "19:00", "20:00"), Stage(SleepStage.Asleep, "23:00", "30:00"));
        Assert.Equal(60, DailyAggregate.Of(Sleep, DayOne, [ring])!.Sum!.Value, 6);
        Assert.Equal(420, DailyAggregate.Of(Sleep, DayOne + 1, [ring])!.Sum!.Value, 6);
        Assert.Null(DailyAggregate.Of(Sleep, DayOne + 2, [ring]));
    }

    // open-wearables #607, #587, SparkyFitness #1712: the offset was dropped and readings moved to another day.
    [Fact]
    public void The_offset_of_a_reading_decides_its_day()
    {
        var tokyo = Source("watch", 0, new Interval(Midnight + 30_000, Midnight + 60_000, 500, 540));
        Assert.Equal(500, DailyAggregate.Of(Steps, DayOne, [tokyo])!.Sum!.Value, 6);
        Assert.Null(DailyAggregate.Of(Steps, DayOne - 1, [tokyo]));
    }

    // SparkyFitness #833: the calories of a workout were added to those of its steps.
    [Fact]
    public void Energy_of_a_workout_and_of_its_steps_is_one_energy()
    {
        var energy = MetricCatalogue.Of("energy-active");
        var watch = Source("watch", 0, Hours(10, 320));
        var app = Source("running-app", 0, new Interval(Hour(10) + 600_000, Hour(10) + 2_400_000, 150, 540));
        Assert.InRange(Reconcile.Series(energy, [watch, app]).Sum, 320 - 1e-6, 320);
    }

    [Fact]
    public void Hours_and_a_daily_total_beside_minutes_add_only_what_the_minutes_leave_open()
    {
        var minutes = Enumerable.Range(0, 30)
            .Select(minute => new Interval(Hour(10) + (minute * 60_000), Hour(10) + ((minute + 1) * 60_000), 20, 540));
        var device =
            new SourceSeries(
            "fitbit", 0, [new Interval(Midnight, Midnight + 86_400_000, 9_000, 540), Hours(10, 1_000), .. minutes]);
        var all = Reconcile.Series(Steps, [device]);
        Assert.Equal(9_000, all.Sum, 6);
        Assert.Equal(
            1_000, all.Segments.Where(segment => segment.StartMs >= Hour(10) && segment.EndMs <= Hour(11))
            .Sum(segment => segment.Value), 6);
    }

    [Fact]
    public void Each_minute_of_moments_comes_from_one_device_and_the_answer_says_which()
    {
        var watch = Source("watch", 0, Moment(0, 60), Moment(5, 62), Moment(120, 64));
        var strap = Source("strap", 1, Moment(1, 80), Moment(61, 81), Moment(62, 82), Moment(121, 90));
        var both = Reconcile.Series(Pulse, [strap, watch]);
        Assert.Equal([60.0, 62, 81, 82, 64], both.Segments.Select(segment => segment.Value));
        Assert.Equal(
            [new SourceSpan("watch", Hour(0), Hour(0) + 60_000), new("strap", Hour(0) + 60_000, Hour(0) + 120_000),
                new("watch", Hour(0) + 120_000, Hour(0) + 180_000)],
            both.Spans);
    }

    [Fact]
    public void A_minute_with_many_values_weighs_no_more_than_one_with_a_single_value()
    {
        var watch = Source("watch", 0, [.. Enumerable.Range(0, 60).Select(second => Moment(second, 160)), Moment(60, 60)]);
        var day = DailyAggregate.Of(Pulse, DayOne, [watch])!;
        Assert.Equal(110, day.Mean!.Value, 9);
        Assert.Equal((61, 60.0, 160.0, 2.0), (day.Count, day.Min, day.Max, day.MinutesCovered));
    }

    [Fact]
    public void A_total_over_midnight_is_shared_between_its_days()
    {
        var watch = Source("watch", 0, new Interval(Hour(23), Hour(25), 1_000, 540));
        Assert.Equal(500, DailyAggregate.Of(Steps, DayOne, [watch])!.Sum!.Value, 6);
        Assert.Equal(500, DailyAggregate.Of(Steps, DayOne + 1, [watch])!.Sum!.Value, 6);
    }

    [Fact]
    public void The_union_of_equal_sources_lies_between_the_largest_and_the_sum() => Prop.ForAll(Arb.Default.Int32(), seed =>
    {
        var random = new System.Random(seed);
        var sources = Enumerable.Range(0, 3).Select(i => new SourceSeries($"s{i}", 0, Disjoint(random))).ToList();
        var all = Reconcile.Series(Steps, sources);
        var sums = sources.Select(source => source.Intervals.Sum(interval => interval.Value)).ToList();
        Assert.InRange(all.Sum, sums.Max() - 1e-6, sums.Sum() + 1e-6);
        AssertDisjoint(all);
        Assert.Equal(Union(sources.SelectMany(source => source.Intervals)), all.Spans.Sum(span => span.EndMs - span.StartMs));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_overlaps_of_one_source_become_disjoint_and_keep_the_union() => Prop.ForAll(Arb.Default.Int32(), seed =>
    {
        var random = new System.Random(seed);
        var intervals = Enumerable.Range(0, 30).Select(_ => AnyInterval(random)).ToList();
        foreach (var metric in new[] { Steps, Sleep })
        {
            var all = Reconcile.Series(metric, [new SourceSeries("s", 0, intervals)]);
            AssertDisjoint(all);
            Assert.Equal(Union(intervals), all.Spans.Sum(span => span.EndMs - span.StartMs));
        }
    }).QuickCheckThrowOnFailure();

    private const int DayOne = 20_648;
    private static readonly long Midnight = (DayOne * 86_400_000L) - (540 * 60_000L);

    private static long Hour(double hour) => Midnight + (long)(hour * 3_600_000);

    private static SourceSeries Source(string name, int rank, params Interval[] intervals) => new(name, rank, intervals);

    private static Interval Hours(int hour, double value) => new(Hour(hour), Hour(hour + 1), value, 540);

    private static Interval Minutes(int minute, double value) =>
        new(Hour(8) + (minute * 60_000L), Hour(8) + ((minute + 1) * 60_000L), value, 540);

    private static Interval Moment(int second, double value) =>
        new(Hour(0) + (second * 1_000L), Hour(0) + (second * 1_000L), value, 540);

    /// <summary>Hours run on after midnight: 30:00 is six in the morning.</summary>
    private static Interval Stage(SleepStage stage, string from, string to) => new(Clock(from), Clock(to), (int)stage, 540);

    private static long Clock(string time) => Hour(int.Parse(time[..2]) + (int.Parse(time[3..]) / 60.0));

    private static List<Interval> Disjoint(System.Random random)
    {
        var (intervals, at) = (new List<Interval>(), (long)random.Next(0, 100));
        for (var i = 0; i < 10; i++)
        {
            var length = random.Next(1, 60);
            intervals.Add(new Interval(at, at + length, random.Next(0, 500), 0));
            at += length + random.Next(0, 30);
        }
        return intervals;
    }

    private static Interval AnyInterval(System.Random random)
    {
        var start = random.Next(0, 500);
        return new Interval(start, start + random.Next(1, 100), random.Next(1, 9), 0);
    }

    private static long Union(IEnumerable<Interval> intervals) =>
        intervals.SelectMany(interval => Enumerable.Range((int)interval.StartMs, (int)interval.LengthMs)).Distinct().Count();

    private static void AssertDisjoint(Reconciled all) =>
        Assert.All(all.Segments.Zip(all.Segments.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs));
}
