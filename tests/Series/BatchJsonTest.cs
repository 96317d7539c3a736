using System.Text;
using System.Text.Json;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;
using Phr.Platform;

namespace Phr.Tests.Series;

public sealed class BatchJsonTest
{
    [Fact]
    public void An_item_is_read_with_all_its_fields()
    {
        var item = (UploadEntry.Item)Items("""
            {"clientId": "a-1", "version": 3, "metric": "hrv-sdnn", "unit": "ms", "statistic": "sdnn",
             "start": "2026-07-14T10:00:00.250+09:00", "end": "2026-07-14T10:05:00+09:00",
             "utcOffset": "+09:00", "zone": "Asia/Tokyo", "value": 42.50}
            """).Single();

        Assert.Equal("a-1", item.ClientId);
        Assert.Equal(3, item.Version);
        Assert.Equal("hrv-sdnn", item.Metric);
        Assert.Equal(Statistic.Sdnn, item.Statistic);
        Assert.Equal(new LocalTime(Given.Ms("2026-07-14T10:00:00.250Z"), OffsetForm.Explicit, 540), item.Start);
        Assert.Equal(TimeSpan.FromHours(9), item.UtcOffset);
        Assert.Equal("Asia/Tokyo", item.Zone);
        Assert.Equal([new ItemSample(0, 0, 42.5m)], item.Samples);
    }

    [Fact]
    public void Samples_are_pairs_or_triples()
    {
        var item = ItemOf("""{"metric": "steps", "samples": [[0, 12, 60000], [60000, 1.5e1]]}""");
        Assert.Equal([new ItemSample(0, 60_000, 12), new ItemSample(60_000, 0, 15)], item.Samples);
    }

    [Fact]
    public void Regular_values_skip_null_and_stand_for_their_period_where_the_metric_has_one()
    {
        var steps = ItemOf("""{"metric": "steps", "periodMs": 60000, "values": [5, null, 7]}""");
        Assert.Equal([new ItemSample(0, 60_000, 5), new ItemSample(120_000, 60_000, 7)], steps.Samples);
        var pulse = ItemOf("""{"metric": "heart-rate", "periodMs": 60000, "values": [61]}""");
        Assert.Equal([new ItemSample(0, 0, 61)], pulse.Samples);
    }

    [Fact]
    public void Sleep_stages_may_be_named() =>
        Assert.Equal((int)SleepStage.Deep, ItemOf("""{"metric": "sleep-stage", "value": "deep"}""").Samples.Single().Value);

    [Theory]
    [InlineData("""{"metric": "steps", "vlaue": 5}""", "not-an-item vlaue")]
    [InlineData("""{"metric": "steps", "metric": "steps"}""", "not-an-item metric")]
    [InlineData("""{"metric": 5}""", "not-an-item metric")]
    [InlineData("""{"clientId": 5}""", "client-id-malformed clientId")]
    [InlineData("""{"version": 1.5}""", "version-malformed version")]
    [InlineData("""{"version": 99999999999999999999}""", "version-malformed version")]
    [InlineData("""{"deleted": "yes"}""", "not-an-item deleted")]
    [InlineData("""{"statistic": "median"}""", "statistic-differs statistic")]
    [InlineData("""{"start": "yesterday"}""", "time-malformed start")]
    [InlineData("""{"start": "2026-02-30T10:00:00Z"}""", "time-malformed start")]
    [InlineData("""{"start": 1.5}""", "time-malformed start")]
    [InlineData("""{"utcOffset": "9"}""", "offset-malformed utcOffset")]
    [InlineData("""{"utcOffset": "+19:00"}""", "offset-malformed utcOffset")]
    [InlineData("""{"value": 1, "samples": []}""", "not-an-item samples")]
    [InlineData("""{"samples": 1}""", "not-an-item samples")]
    [InlineData("""{"samples": [[1]]}""", "not-an-item samples/0")]
    [InlineData("""{"samples": [[0, 1], ["0", 1]]}""", "not-an-item samples/1")]
    [InlineData("""{"samples": [[0, 1], [1, 1]], "end": "2026-07-14T10:00:00Z"}""", "not-an-item end")]
    [InlineData("""{"values": [1]}""", "not-an-item periodMs")]
    [InlineData("""{"values": [1], "periodMs": 0}""", "not-an-item periodMs")]
    [InlineData("""{"components": []}""", "not-an-item components")]
    [InlineData("""{"components": {"systolic": "high"}}""", "not-a-number components/systolic")]
    [InlineData("[]", "not-an-item ")]
    [InlineData("null", "not-an-item ")]
    public void What_is_wrong_with_an_item_is_its_own_answer(string json, string expected)
    {
        var malformed = (UploadEntry.Malformed)Items(json, """{"metric": "steps"}""")[0];
        Assert.Equal(expected, $"{malformed.Reason.Code} {malformed.Place}");
    }

    [Theory]
    [InlineData("\"high\"")]
    [InlineData("\"NaN\"")]
    [InlineData("true")]
    [InlineData("1e400")]
    public void A_value_that_is_no_number_is_left_for_its_own_refusal(string value) =>
        Assert.Null(((UploadEntry.Item)Items($$"""{"metric": "steps", "value": {{value}}}""").Single()).Samples.Single().Value);

    [Theory]
    [InlineData("", "400 ")]
    [InlineData("{", "400 ")]
    [InlineData("{\"connection\": \"a\", \"items\": [NaN]}", "400 ")]
    [InlineData("[]", "400 ")]
    [InlineData("""{"items": []}""", "400 /connection")]
    [InlineData("""{"connection": "my watch", "items": []}""", "400 /connection")]
    [InlineData("""{"connection": "a", "zone": "Mars", "items": []}""", "400 /zone")]
    [InlineData("""{"connection": "a"}""", "400 /items")]
    [InlineData("""{"connection": "a", "items": {}}""", "400 /items")]
    [InlineData("""{"connection": "a", "item": []}""", "400 /item")]
    public void What_is_wrong_with_the_batch_refuses_it(string json, string expected)
    {
        var (batch, refusal) = BatchJson.Read(Encoding.UTF8.GetBytes(json));
        Assert.Null(batch);
        Assert.Equal(expected, $"{refusal!.Status} {refusal.Place}");
    }

    [Fact]
    public void A_batch_may_have_its_most_items_and_not_one_more()
    {
        Assert.Equal(Batch.ItemsMax, Read(ItemsMany(Batch.ItemsMax)).Batch!.Entries.Count);
        Assert.Equal(RefusalKind.TooLarge, Read(ItemsMany(Batch.ItemsMax + 1)).Refusal!.Kind);

        static string ItemsMany(int count) => Json(Enumerable.Repeat("{}", count));
    }

    [Fact]
    public void A_batch_may_have_its_most_samples_and_not_one_more()
    {
        Assert.NotNull(Read(Samples(Batch.SamplesMax)).Batch);
        Assert.Equal(
            new Refusal(RefusalKind.TooLarge, $"A batch may have {Batch.SamplesMax} samples.", "/items/1"),
            Read(Samples(Batch.SamplesMax + 1)).Refusal);

        static string Samples(int count) => Json([
            $$"""{"samples": [{{string.Join(',', Enumerable.Repeat("[0,1]", count - 1))}}]}""", """{"value": 1}"""]);
    }

    [Fact]
    public void A_batch_may_have_its_most_bytes_and_not_one_more()
    {
        var json = Json([]);
        var most = Encoding.UTF8.GetBytes(json.PadRight(Batch.BytesMax));
        Assert.NotNull(BatchJson.Read(most).Batch);
        Assert.Equal(RefusalKind.TooLarge, BatchJson.Read(new byte[Batch.BytesMax + 1]).Refusal!.Kind);
    }

    [Fact]
    public void The_answer_counts_every_item_and_sample()
    {
        var results = new SeriesInMemory().Upload(Given.Batch(
            Given.HeartRate("2026-07-14T10:00:00+09:00", 61, 0), Given.HeartRate("2026-07-14T10:00:00+09:00", 61),
                new UploadEntry.Malformed(Reason.NotAnItem, "vlaue"))).Results;

        using var answer = JsonDocument.Parse(ResultJson.Write(results, position: 7));
        var root = answer.RootElement;
        Assert.Equal(7, root.GetProperty("position").GetInt64());
        Assert.Equal("""{"in":3,"stored":1,"unchanged":1,"replaced":0,"deleted":0,"refused":1}""", root.GetProperty("counts").GetRawText());
        Assert.Equal("""{"in":4,"stored":1,"unchanged":1,"deleted":0,"refused":2}""", root.GetProperty("samples").GetRawText());
        Assert.Equal(
            "/items/0/samples/1",
            root.GetProperty("results")[0].GetProperty("remarks")[0].GetProperty("place").GetString());
    }

    private static UploadEntry.Item ItemOf(string item) => (UploadEntry.Item)Items(item).Single();

    private static IReadOnlyList<UploadEntry> Items(params string[] items) => Read(Json(items)).Batch!.Entries;

    private static (Batch? Batch, Refusal? Refusal) Read(string json) => BatchJson.Read(Encoding.UTF8.GetBytes(json));

    private static string Json(IEnumerable<string> items) => $$"""{"connection": "watch", "items": [{{string.Join(',', items)}}]}""";
}
