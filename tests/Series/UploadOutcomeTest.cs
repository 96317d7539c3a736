using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

/// <summary>What becomes of items that are well formed.</summary>
public sealed class UploadOutcomeTest
{
    private readonly SeriesInMemory _series = new();

    [Fact]
    public void A_batch_sent_twice_changes_nothing_the_second_time()
    {
        var batch = Given.Batch(
            Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 62, 63),
            Given.HeartRate("2026-07-14T11:00:00+09:00", 70) with { ClientId = "a", Version = 1 },
            Given.Weight("2026-07-14T07:00:00+09:00", 61.2m),
            Given.Weight("2026-07-14T07:05:00+09:00", 61.3m) with { ClientId = "w" });
        Assert.All(_series.Upload(batch).Results, result => Assert.Equal(Outcome.Stored, result.Outcome));

        var again = _series.Upload(batch);

        Assert.All(again.Results, result => Assert.Equal(Outcome.Unchanged, result.Outcome));
        Assert.Empty(again.Chunks);
        Assert.Empty(again.Readings);
    }

    [Fact]
    public void Only_the_new_samples_of_an_overlapping_upload_are_stored()
    {
        _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 62)));

        var result = _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 62, 63))).Results.Single();

        Assert.Equal(new SampleCounts(Stored: 1, Unchanged: 2, Deleted: 0, Refused: 0), result.Samples);
        Assert.Equal(3, _series.Samples);
    }

    [Theory]
    [InlineData(2L, 3L, Outcome.Replaced, 80)]
    [InlineData(2L, 1L, Outcome.Unchanged, 61)]
    [InlineData(2L, 2L, Outcome.Refused, 61)]
    [InlineData(2L, null, Outcome.Refused, 61)]
    [InlineData(null, 1L, Outcome.Replaced, 80)]
    [InlineData(null, null, Outcome.Replaced, 80)]
    public void The_higher_version_of_an_item_wins(long? stored, long? sent, Outcome outcome, int holds)
    {
        var item = Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { ClientId = "a", Version = stored };
        _series.Upload(Given.Batch(item));

        var result = _series.Upload(Given.Batch(
            Given.HeartRate("2026-07-14T10:00:00+09:00", 80) with { ClientId = "a", Version = sent })).Results.Single();

        Assert.Equal(outcome, result.Outcome);
        var kept = _series.Day("heart-rate", "2026-07-14").Blocks.Single().Samples.Span[0];
        Assert.Equal(holds, Nano.ToDecimal(kept.Value));
    }

    [Fact]
    public void The_same_version_with_other_content_says_where()
    {
        _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { ClientId = "a", Version = 1 }));
        var result = _series.Upload(Given.Batch(
            Given.HeartRate("2026-07-14T10:00:00+09:00", 62) with { ClientId = "a", Version = 1 })).Results.Single();
        Assert.Equal(new Remark(Reason.VersionReused, "/items/0/version"), result.Remarks.Single());
    }

    [Fact]
    public void A_deleted_item_is_gone_and_only_a_higher_version_brings_it_back()
    {
        var item = Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { ClientId = "a", Version = 4 };
        _series.Upload(Given.Batch(item));
        var deletion = new UploadEntry.Item { ClientId = "a", Metric = "heart-rate", Deleted = true };

        Assert.Equal(Outcome.Deleted, _series.Upload(Given.Batch(deletion)).Results.Single().Outcome);
        Assert.Equal(0, _series.Samples);
        Assert.Equal(Reason.DeletedEarlier, _series.Upload(Given.Batch(deletion)).Results.Single().Remarks.Single().Reason);
        Assert.Equal(Reason.DeletedEarlier, _series.Upload(Given.Batch(item)).Results.Single().Remarks.Single().Reason);
        Assert.Equal(Outcome.Replaced, _series.Upload(Given.Batch(item with { Version = 5 })).Results.Single().Outcome);
        Assert.Equal(1, _series.Samples);
    }

    [Fact]
    public void A_deletion_older_than_the_stored_version_changes_nothing()
    {
        _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { ClientId = "a", Version = 4 }));
        var result =
            _series.Upload(
            Given.Batch(new UploadEntry.Item { ClientId = "a", Metric = "heart-rate", Deleted = true, Version = 3 }));
        Assert.Equal(Reason.Older, result.Results.Single().Remarks.Single().Reason);
        Assert.Equal(1, _series.Samples);
    }

    [Fact]
    public void A_deletion_without_metric_takes_all_that_came_under_the_client_id()
    {
        _series.Upload(Given.Batch(
            Given.Interval(
                "steps", "{steps}", "2026-07-14T10:00+09:00", "2026-07-14T11:00+09:00", 900) with { ClientId = "walk" },
            Given.Interval("distance", "m", "2026-07-14T10:00+09:00", "2026-07-14T11:00+09:00", 700) with { ClientId = "walk" },
            Given.Weight("2026-07-14T11:00+09:00", 60) with { ClientId = "walk" }));

        var deletion = _series.Upload(Given.Batch(new UploadEntry.Item { ClientId = "walk", Deleted = true }));

        Assert.Equal(Outcome.Deleted, deletion.Results.Single().Outcome);
        Assert.Equal(0, _series.Samples);
        Assert.True(Assert.Single(_series.Readings.Values).Deleted);
    }

    [Fact]
    public void A_batch_decided_again_because_its_group_started_over_is_answered_the_same()
    {
        var plan = UploadPlan.Of(
            Given.Batch(
                new UploadEntry.Item { ClientId = "never", Metric = "steps", Deleted = true },
                new UploadEntry.Item { ClientId = "never", Deleted = true },
                new UploadEntry.Item { ClientId = "never", Metric = "body-weight", Deleted = true },
                Given.HeartRate("2026-07-14T10:00:00+09:00", 61),
                Given.HeartRate("2026-07-14T10:00:00+09:00", 61),
                Given.Weight("2026-07-14T07:00:00+09:00", 61.2m),
                Given.Weight("2026-07-14T07:00:00+09:00", 61.2m)),
            Given.Now);

        var first = UploadDecision.Decide(plan, StoredSeries.Nothing, stream: 7).Results.Select(Told).ToList();
        var again = UploadDecision.Decide(plan, StoredSeries.Nothing, stream: 7).Results.Select(Told).ToList();

        Assert.Equal(first, again);
        Assert.Equal([1, 1, 1, 0, 1, 0, 1], first.Select(told => told.Remarks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));

        static (int Index, Outcome Outcome, string Remarks) Told(ItemResult result) =>
            (result.Index, result.Outcome, string.Join(' ', result.Remarks.Select(remark => remark.Reason.Code)));
    }

    [Fact]
    public void What_is_not_there_cannot_be_deleted()
    {
        var result = _series.Upload(Given.Batch(
            new UploadEntry.Item { ClientId = "never", Metric = "steps", Deleted = true },
            new UploadEntry.Item { ClientId = "never", Deleted = true },
            new UploadEntry.Item { ClientId = "never", Metric = "body-weight", Deleted = true },
            Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { Deleted = true }));
        Assert.All(
            result.Results, each =>
            Assert.Equal((Outcome.Unchanged, Reason.NothingToDelete), (each.Outcome, each.Remarks.Single().Reason)));
    }

    [Fact]
    public void Samples_without_client_id_are_deleted_by_time_and_value()
    {
        _series.Upload(Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 62, 63)));
        var result =
            _series.Upload(
            Given.Batch(Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 99) with { Deleted = true })).Results.Single();
        Assert.Equal(new SampleCounts(0, Unchanged: 1, Deleted: 1, 0), result.Samples);
        Assert.Equal(2, _series.Samples);
    }

    [Fact]
    public void A_later_version_may_lie_on_another_day_and_leaves_nothing_behind()
    {
        _series.Upload(
            Given.Batch(Given.HeartRate("2026-07-13T23:59:55+09:00", 61, 62, 63) with { ClientId = "a", Version = 1 }));
        Assert.Equal(2, _series.Days.Count());

        var moved =
            _series.Upload(
            Given.Batch(Given.HeartRate("2026-07-12T10:00:00+09:00", 64) with { ClientId = "a", Version = 2 }));

        Assert.Equal(Outcome.Replaced, moved.Results.Single().Outcome);
        Assert.Equal(1, _series.Samples);
        Assert.Equal(1, _series.Day("heart-rate", "2026-07-12").Count);
    }

    [Fact]
    public void Versions_within_one_batch_take_effect_in_order_and_all_are_kept_in_the_log()
    {
        var first = Given.HeartRate("2026-07-14T10:00:00+09:00", 61) with { ClientId = "a", Version = 1 };
        var second = Given.HeartRate("2026-07-14T10:00:00+09:00", 62) with { ClientId = "a", Version = 2 };
        var decision = _series.Upload(Given.Batch(first, second, second, first));
        Assert.Equal(
            [Outcome.Stored, Outcome.Replaced, Outcome.Unchanged, Outcome.Unchanged], decision.Results
            .Select(result => result.Outcome));
        Assert.Equal(2, decision.Chunks.Count);
        Assert.Equal(1, _series.Samples);
    }

    [Fact]
    public void Two_units_of_a_day_stay_as_they_were_sent()
    {
        var glucose = new UploadEntry.Item { Metric = "glucose-interstitial", Start = Given.At("2026-07-14T10:00:00+09:00") };
        _series.Upload(Given.Batch(
            glucose with { Unit = "mg/dL", Samples = [new(0, 0, 99m)] },
            glucose with { Unit = "mmol/L", Samples = [new(300_000, 0, 5.5m)] }));

        var day = _series.Day("glucose-interstitial", "2026-07-14");

        Assert.Equal(["mg/dL", "mmol/L"], day.Blocks.Select(block => block.Unit).Order());
        var summary = DaySummaries.Of(MetricCatalogue.Of("glucose-interstitial"), 20_648, day);
        Assert.Equal(99.0858, summary.Max, 6);
    }

    [Fact]
    public void A_discrete_reading_is_replaced_by_a_higher_version_of_its_client_id()
    {
        var first = Given.BloodPressure("2026-07-14T07:00:00+09:00", 132, 84) with { ClientId = "bp", Version = 1 };
        Assert.Equal(1, _series.Upload(Given.Batch(first)).Readings.Single().ResourceVersion);

        var second =
            _series.Upload(
            Given.Batch(
            Given.BloodPressure("2026-07-14T07:00:00+09:00", 128, 82) with { ClientId = "bp", Version = 2 }));

        Assert.Equal(Outcome.Replaced, second.Results.Single().Outcome);
        Assert.Equal(2, second.Readings.Single().ResourceVersion);
        Assert.Single(_series.Readings);
    }

    [Fact]
    public void The_same_discrete_reading_without_client_id_meets_itself()
    {
        _series.Upload(Given.Batch(Given.Weight("2026-07-14T07:00:00+09:00", 61.20m)));
        var again =
            _series.Upload(
            Given.Batch(
            Given.Weight("2026-07-14T07:00:00.000+09:00", 61.2m), Given.Weight("2026-07-14T07:00:00+09:00", 61.3m)));
        Assert.Equal([Outcome.Unchanged, Outcome.Stored], again.Results.Select(result => result.Outcome));
    }
}
