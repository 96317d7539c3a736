using System.Text.Json;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Uploads;
using Phr.Platform;
using Phr.Tests.EventLog.Support;

namespace Phr.Tests.Series;

/// <summary>Series on the log and PostgreSQL.</summary>
public sealed class StorageTest : IAsyncLifetime
{
    private const string Ten = "2026-07-14T10:00:00+09:00";
    private static readonly Metric Pulse = MetricCatalogue.Of("heart-rate");
    private static readonly (int From, int To) The14th = (Day("2026-07-14"), Day("2026-07-14"));

    private SeriesLog _series = null!;
    private Subject _person;

    public async Task InitializeAsync()
    {
        _series = await SeriesLog.Open();
        _person = await _series.Found();
    }

    public async Task DisposeAsync() => await _series.DisposeAsync();

    [Fact]
    public async Task What_was_uploaded_is_read_back_and_uploaded_again_is_unchanged()
    {
        UploadEntry[] batch = [Given.HeartRate(Ten, 61, 62, 63), Given.Weight(Ten, 61.5m), Given.HeartRate(Ten, 7_200)];
        Assert.Equal([Outcome.Stored, Outcome.Stored, Outcome.Refused], Outcomes(await _series.Upload(_person, batch)));

        var head = (await _series.Log.Reader.Head(default)).Position;
        Assert.Equal([Outcome.Unchanged, Outcome.Unchanged, Outcome.Refused], Outcomes(await _series.Upload(_person, batch)));

        Assert.Equal(head, (await _series.Log.Reader.Head(default)).Position);
        Assert.Equal([61m, 62, 63], await Values());
        var row = Assert.Single(await Days());
        Assert.Equal(new DaySummary(3, 61, 63, 62, 0, 60_000, false), row.Summary);
    }

    [Fact]
    public async Task Uploads_of_the_same_batch_at_once_store_each_reading_once()
    {
        UploadEntry[] batch =
        [
            Given.HeartRate(Ten, [.. Enumerable.Range(60, 50).Select(rate => (decimal)rate)]),
            .. Enumerable.Range(0, 20)
                .Select(i =>
                Given.HeartRate($"2026-07-14T11:{i:00}:00+09:00", 70 + i) with { ClientId = $"c{i}", Version = 1 }),
            Given.BloodPressure(Ten, 120, 80) with { ClientId = "bp" },
        ];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _series.Upload(_person, batch)));

        Assert.Equal(71, answers.Sum(answer => answer.Sum(item => item.Samples.Stored)));
        Assert.Equal(7 * 71, answers.Sum(answer => answer.Sum(item => item.Samples.Unchanged)));
        Assert.Equal(70, (await Values()).Count);
    }

    [Fact]
    public async Task A_late_item_replaces_deletes_and_moves_across_days_and_uploads()
    {
        await _series.Upload(_person, Given.HeartRate("2026-07-10T10:00:00+09:00", 61) with { ClientId = "a", Version = 1 });
        await _series.Upload(_person, Given.HeartRate(Ten, 62) with { ClientId = "a", Version = 2 });
        Assert.Equal([62m], await Values());
        Assert.Equal(The14th.From, Assert.Single(await Days()).Key.Day);

        var deleted = await _series.Upload(_person, new UploadEntry.Item { ClientId = "a", Deleted = true });

        Assert.Equal(Outcome.Deleted, deleted.Single().Outcome);
        Assert.Empty(await Days());
        Assert.Equal(
            Outcome.Unchanged,
            (await _series.Upload(
            _person, Given.HeartRate(Ten, 62) with { ClientId = "a", Version = 2 })).Single().Outcome);
    }

    [Fact]
    public async Task A_day_in_many_uploads_is_compacted_and_reads_the_same_now_and_as_of_then()
    {
        var positions = new List<long>();
        for (var minute = 0; minute < 40; minute++)
        {
            await _series.Upload(_person, Given.HeartRate($"2026-07-14T10:{minute:00}:00+09:00", 60 + minute));
            positions.Add((await _series.Log.Reader.Head(default)).Position);
        }
        Assert.InRange(await _series.Test.Scalar<long>("select count(*) from record.series_chunk"), 1, Compaction.ChunksMax);
        Assert.Equal(40, (await Values()).Count);
        for (var minute = 0; minute < 40; minute++)
            Assert.Equal(minute + 1, (await Values(asOf: positions[minute])).Count);
    }

    [Fact]
    public async Task As_of_a_position_what_was_replaced_holds_again()
    {
        await _series.Upload(_person, Given.HeartRate(Ten, 61) with { ClientId = "a", Version = 1 });
        var before = (await _series.Log.Reader.Head(default)).Position;
        await _series.Upload(_person, Given.HeartRate(Ten, 99) with { ClientId = "a", Version = 2 });
        Assert.Equal([61m], await Values(before));
        Assert.Equal([99m], await Values());
    }

    [Fact]
    public async Task A_discrete_reading_is_an_observation_of_the_log_with_versions()
    {
        await _series.Upload(
            _person, Given.BloodPressure("2026-07-14T07:30:00+09:00", 132, 84) with { ClientId = "bp", Version = 1 });
        await _series.Upload(
            _person, Given.BloodPressure("2026-07-14T07:30:00+09:00", 128, 82) with { ClientId = "bp", Version = 2 });
        await _series.Upload(
            _person, new UploadEntry.Item { Metric = "blood-pressure", ClientId = "bp", Deleted = true, Version = 3 });

        var events = (await _series.Log.Reader.ReadStream(_person.Stream, 1, 100, default)).ToList();
        Assert.Equal(
            [(EventKind.Stored, 1), (EventKind.Stored, 2), (EventKind.Deleted, 3)], events
            .Select(e => (e.Kind, e.Version)));
        Assert.Single(events.Select(e => e.Id).Distinct());
        using var observation = JsonDocument.Parse(events[1].Body.Bytes);
        Assert.Equal("2", observation.RootElement.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.Equal("2026-07-14T07:30:00+09:00", observation.RootElement.GetProperty("effectiveDateTime").GetString());
        Assert.Equal(
            [128, 82], observation.RootElement.GetProperty("component").EnumerateArray()
            .Select(part => part.GetProperty("valueQuantity").GetProperty("value").GetInt32()));

        var late =
            await _series.Upload(
            _person, Given.BloodPressure("2026-07-14T07:30:00+09:00", 128, 82) with { ClientId = "bp", Version = 3 });
        Assert.Equal(Reason.DeletedEarlier, late.Single().Remarks.Single().Reason);
    }

    [Fact]
    public async Task The_rows_are_what_a_rebuild_from_the_log_gives()
    {
        var other = await _series.Found("p2");
        await RandomHistory(_person, seed: 1);
        await RandomHistory(other, seed: 2);
        await _series.Readings.Prefer(SeriesLog.Phone, _person.Stream, Pulse, ["watch", "strap"], default);
        await _series.Erase(other);

        await AssertRebuilds();
    }

    [Fact]
    public async Task Nothing_of_an_erased_stream_is_left_and_nothing_more_is_taken_for_it()
    {
        await _series.Upload(_person, Given.HeartRate(Ten, 61), Given.Weight(Ten, 60));
        await _series.Erase(_person);

        Assert.Empty(await Values());
        foreach (var table in new SeriesProjection().Tables)
            Assert.Equal(0, await _series.Test.Scalar<long>($"select count(*) from record.{table}"));
        var refused = await _series.Readings.Upload(SeriesLog.Phone, _person, Given.Batch(Given.HeartRate(Ten, 61)), default);
        Assert.Equal(RefusalKind.Gone, refused.Refusal!.Kind);
    }

    [Fact]
    public async Task The_preferred_connection_tells_where_both_were_worn()
    {
        await _series.Upload(_person, Given.HeartRate(Ten, 61));
        await _series.Readings.Upload(
            SeriesLog.Phone, _person, new Batch("strap", null, [Given.HeartRate(Ten, 90, 91)]), default);

        await _series.Readings.Prefer(SeriesLog.Phone, _person.Stream, Pulse, ["watch", "strap"], default);
        Assert.Equal(["watch"], await Tellers());
        await _series.Readings.Prefer(SeriesLog.Phone, _person.Stream, Pulse, ["strap"], default);
        Assert.Equal(["strap"], await Tellers());

        var refused = await _series.Readings.Prefer(SeriesLog.Phone, _person.Stream, Pulse, ["strap", "strap"], default);
        Assert.Equal(RefusalKind.Invalid, refused.Refusal!.Kind);
    }

    private async Task<IEnumerable<string>> Tellers()
    {
        var sources = await _series.Reader.Sources([_person.Stream], Pulse, The14th, null, default);
        return Phr.Planets.Series.Reconciliation.Reconcile.Series(Pulse, sources).Spans.Select(span => span.Source);
    }

    private async Task RandomHistory(Subject subject, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var client = random.Next(2) == 0 ? $"c{random.Next(5)}" : null;
            var start = $"2026-07-{random.Next(10, 13)}T{random.Next(24):00}:00:00+09:00";
            UploadEntry item = random.Next(6) switch
            {
                0 when client is not null => new UploadEntry.Item { ClientId = client, Deleted = true },
                1 => Given.Weight(start, 60 + random.Next(3)) with { ClientId = client },
                2 => Given.Interval(
                    "steps", "{steps}", start, start.Replace(":00:00+", ":59:00+", StringComparison.Ordinal),
                    random.Next(900)) with { ClientId = client },
                _ => Given.HeartRate(start, 60 + random.Next(3)) with { ClientId = client },
            };
            await _series.Upload(subject, item);
        }
    }

    private async Task AssertRebuilds()
    {
        await _series.Log.DisposeAsync();
        var report = await new Verifier(SeriesLog.Settings(_series.Test)).VerifyProjections(null, default);
        Assert.Empty(report.Faults);
    }

    private async Task<List<decimal>> Values(long? asOf = null)
    {
        var series = await _series.Reader.Series([_person.Stream], Pulse, The14th, asOf, default);
        return [.. series.Values.SelectMany(day => day.Blocks).SelectMany(block => block.Samples.ToArray()).Order()
            .Select(sample => Nano.ToDecimal(sample.Value))];
    }

    private async Task<List<DayRow>> Days()
    {
        var days = new List<DayRow>();
        await foreach (var day in _series.Reader.Days(new DayQuery([_person.Stream]), default))
            days.Add(day);
        return days;
    }

    private static IEnumerable<Outcome> Outcomes(IReadOnlyList<ItemResult> results) => results.Select(result => result.Outcome);

    private static int Day(string date) => DayKey.DayOf(DateOnly.Parse(date));
}
