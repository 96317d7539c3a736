using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

/// <summary>What is refused, with its reason and place, while its neighbours are stored.</summary>
public sealed class UploadRefusalTest
{
    private const string Ten = "2026-07-14T10:00:00+09:00";

    private readonly SeriesInMemory _series = new();

    public static TheoryData<string, UploadEntry> Refused => new()
    {
        { "unknown-metric /items/1/metric", Given.HeartRate(Ten, 61) with { Metric = "aura" } },
        { "no-unit /items/1/unit", Given.HeartRate(Ten, 61) with { Unit = null } },
        { "unit-unknown /items/1/unit", Given.HeartRate(Ten, 61) with { Unit = "bpm!" } },
        { "unit-differs /items/1/unit", Given.HeartRate(Ten, 61) with { Unit = "kg" } },
        { "statistic-differs /items/1/statistic", Given.HeartRate(Ten, 61) with { Statistic = Statistic.Mean } },
        { "statistic-differs /items/1/statistic",
            Given.Interval("hrv-sdnn", "ms", Ten, Ten, 40) with { Statistic = Statistic.Rmssd } },
        { "no-start /items/1/start", Given.HeartRate(Ten, 61) with { Start = null } },
        { "no-offset /items/1/start", Given.HeartRate("2026-07-14T10:00:00", 61) },
        { "no-offset /items/1/start", Given.HeartRate("2026-07-14T10:00:00Z", 61) },
        { "offsets-differ /items/1/start", Given.HeartRate(Ten, 61) with { UtcOffset = TimeSpan.FromHours(8) } },
        { "zone-unknown /items/1/zone", Given.HeartRate("2026-07-14T10:00:00", 61) with { Zone = "Mars/Olympus" } },
        { "no-such-local-time /items/1/start", Given.HeartRate("2026-03-29T02:30:00", 61) with { Zone = "Europe/Berlin" } },
        { "future /items/1/start", Given.HeartRate("2099-01-01T00:00:00+09:00", 61) },
        { "future /items/1/value", Given.HeartRate("2026-07-16T12:00:01+09:00", 61) },
        { "too-old /items/1/value", Given.HeartRate("1899-12-31T23:59:59+00:00", 61) },
        { "too-old /items/1/start", Given.HeartRate("0001-01-01T00:00:00+00:00", 61) },
        { "interval-reversed /items/1/value", Given.Interval("steps", "{steps}", Ten, "2026-07-14T09:59:59+09:00", 5) },
        { "interval-too-long /items/1/value",
            Given.Interval("steps", "{steps}", "2026-07-13T00:00:00+09:00", "2026-07-14T02:00:00.001+09:00", 5) },
        { "no-value /items/1/value", Given.HeartRate(Ten) },
        { "not-a-number /items/1/value", Given.HeartRate(Ten, 61) with { Samples = [new ItemSample(0, 0, null)] } },
        { "impossible /items/1/value", Given.HeartRate(Ten, 0) },
        { "impossible /items/1/value", Given.HeartRate(Ten, 7_200) },
        { "impossible /items/1/value", Given.HeartRate(Ten, decimal.MaxValue) },
        { "impossible /items/1/value", Given.Interval("sleep-stage", "1", Ten, Ten, 5.5m) },
        { "impossible /items/1/components/diastolic", Given.BloodPressure(Ten, 120, 0) },
        { "components-differ /items/1/components",
            Given.BloodPressure(Ten, 120, 80) with { Components = null, Samples = [new(0, 0, 120)] } },
        { "components-differ /items/1/components",
            Given.Weight(Ten, 60) with { Components = new Dictionary<string, decimal> { ["left"] = 60 } } },
        { "client-id-malformed /items/1/clientId", Given.HeartRate(Ten, 61) with { ClientId = "" } },
        { "client-id-malformed /items/1/clientId", Given.HeartRate(Ten, 61) with { ClientId = new string('x', 257) } },
        { "too-many-samples /items/1/samples", Given.Weight(Ten, 60) with { Samples = [new(0, 0, 60), new(1, 0, 61)] } },
        { "not-an-item /items/1/vlaue", new UploadEntry.Malformed(Reason.NotAnItem, "vlaue") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_bad_item_is_refused_with_reason_and_place_and_its_neighbours_are_stored(string expected, UploadEntry bad)
    {
        var decision =
            _series.Upload(
            Given.Batch(Given.HeartRate(Ten, 60), bad, Given.HeartRate("2026-07-14T12:00:00+09:00", 62)));

        Assert.Equal([Outcome.Stored, Outcome.Refused, Outcome.Stored], decision.Results.Select(result => result.Outcome));
        var remark = decision.Results[1].Remarks[0];
        Assert.Equal(expected, $"{remark.Reason.Code} {remark.Place}");
        Assert.Equal(2, _series.Samples);
    }

    [Fact]
    public void Exactly_a_day_ahead_and_exactly_1900_are_taken()
    {
        var decision = _series.Upload(Given.Batch(
            Given.HeartRate("2026-07-16T12:00:00+09:00", 61), Given.HeartRate("1900-01-01T00:00:00+00:00", 61),
            Given.Interval("steps", "{steps}", "2026-07-13T00:00:00+09:00", "2026-07-14T02:00:00+09:00", 5),
            Given.HeartRate(Ten, 61) with { ClientId = new string('x', 256) }));
        Assert.All(decision.Results, result => Assert.Equal(Outcome.Stored, result.Outcome));
    }

    [Fact]
    public void One_bad_sample_does_not_take_its_neighbours_with_it()
    {
        var result = _series.Upload(Given.Batch(Given.HeartRate(Ten, 61, 0, 62))).Results.Single();
        Assert.Equal(new SampleCounts(Stored: 2, 0, 0, Refused: 1), result.Samples);
        Assert.Equal(new Remark(Reason.Impossible, "/items/0/samples/1"), result.Remarks.Single());
    }

    [Fact]
    public void Remarks_are_listed_up_to_a_limit_and_counted_beyond_it()
    {
        var result = _series.Upload(Given.Batch(Given.HeartRate(Ten, [60, .. Enumerable.Repeat(0m, 101)]))).Results.Single();
        Assert.Equal(ItemResult.RemarksMax, result.Remarks.Count);
        Assert.Equal(101, result.Samples.Refused);
    }

    [Fact]
    public void An_unusual_value_is_stored_and_flagged()
    {
        var result = _series.Upload(Given.Batch(Given.HeartRate(Ten, 260))).Results.Single();
        Assert.Equal(Outcome.Stored, result.Outcome);
        Assert.Equal(new Remark(Reason.Implausible, "/items/0/value"), result.Remarks.Single());
    }

    [Fact]
    public void An_item_may_have_its_most_samples_and_not_one_more()
    {
        ItemSample[] most = [.. Enumerable.Range(0, Batch.ItemSamplesMax).Select(i => new ItemSample(i * 100L, 0, 60m))];
        var item = Given.HeartRate(Ten, 60);
        Assert.Equal(
            Batch.ItemSamplesMax,
            _series.Upload(Given.Batch(item with { Samples = most })).Results.Single().Samples.Stored);
        var over = _series.Upload(Given.Batch(item with { Samples = [.. most, new ItemSample(-1, 0, 60m)] })).Results.Single();
        Assert.Equal(Reason.TooManySamples, over.Remarks.Single().Reason);
        Assert.Equal(Batch.ItemSamplesMax + 1, over.Samples.Refused);
    }

    [Fact]
    public void A_day_may_be_filled_and_not_overfilled()
    {
        for (var part = 0; part < Chunk.SamplesMax / Batch.ItemSamplesMax; part++)
            Assert.Equal(Outcome.Stored, _series.Upload(Given.Batch(Full(part))).Results.Single().Outcome);
        var plain = _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T23:59:00+09:00", 60))).Results.Single();
        var named =
            _series.Upload(
            Given.Batch(Given.HeartRate("2026-07-14T23:59:00+09:00", 60) with { ClientId = "a" })).Results.Single();
        Assert.Equal((Outcome.Refused, Reason.DayFull), (plain.Outcome, plain.Remarks.Single().Reason));
        Assert.Equal((Outcome.Refused, Reason.DayFull), (named.Outcome, named.Remarks.Single().Reason));

        static UploadEntry.Item Full(int part) => Given.HeartRate("2026-07-14T00:00:00+09:00", 60) with
        {
            Samples = [.. Enumerable.Range(0, Batch.ItemSamplesMax)
                .Select(i => new ItemSample(((part * (long)Batch.ItemSamplesMax) + i) * 200, 0, 60m))],
        };
    }

    [Fact]
    public void The_connections_zone_holds_for_times_without_offset()
    {
        var batch =
            new Batch(
            Given.Watch, "America/New_York",
            [Given.HeartRate("2026-07-14T22:00:00", 61), Given.HeartRate("2026-07-14T02:00:00Z", 62)]);
        Assert.All(_series.Upload(batch).Results, result => Assert.Equal(Outcome.Stored, result.Outcome));
        Assert.Equal(1, _series.Day("heart-rate", "2026-07-14").Count);
        Assert.Equal(1, _series.Day("heart-rate", "2026-07-13").Count);
        Assert.Equal(-240, _series.Day("heart-rate", "2026-07-14").Blocks.Single().Run.OffsetMinutes);
    }

    [Fact]
    public void On_a_day_of_travel_each_reading_stays_on_its_own_local_day()
    {
        _series.Upload(Given.Batch(
            Given.HeartRate("2026-07-14T23:30:00+09:00", 61), Given.HeartRate("2026-07-14T08:00:00-10:00", 62)));
        Assert.Equal([540, -600], _series.Day("heart-rate", "2026-07-14").Blocks.Select(block => (int)block.Run.OffsetMinutes));
    }

    [Fact]
    public void A_local_time_that_came_twice_is_the_first_of_the_two_and_flagged()
    {
        var result =
            _series.Upload(
            Given.Batch(Given.HeartRate("2026-10-25T02:30:00", 61) with { Zone = "Europe/Berlin" }),
            new(2026, 12, 1, 0, 0, 0, default));
        Assert.Equal(Reason.LocalTimeTwice, result.Results.Single().Remarks.Single().Reason);
        Assert.Equal(120, _series.Day("heart-rate", "2026-10-25").Blocks.Single().Run.OffsetMinutes);
    }

    [Fact]
    public void An_item_across_a_change_of_the_clock_is_cut_where_the_clock_changed()
    {
        var night = Given.HeartRate("2026-10-24T23:00:00", 61) with
        {
            Zone = "Europe/Berlin",
                Samples = [.. Enumerable.Range(0, 8).Select(hour => new ItemSample(hour * 3_600_000L, 0, 60m + hour))],
        };
        _series.Upload(Given.Batch(night), new(2026, 12, 1, 0, 0, 0, default));
        Assert.Equal(1, _series.Day("heart-rate", "2026-10-24").Count);
        Assert.Equal([120, 60], _series.Day("heart-rate", "2026-10-25").Blocks.Select(block => (int)block.Run.OffsetMinutes));
    }
}
