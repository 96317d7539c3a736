using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Uploads;
using Phr.Tests.Support;

namespace Phr.Tests.Series;

public sealed class OpenMHealthTest
{
    // Schemas whose bodies are readings: a valid one must be read or kept with its reason, an invalid one must not
    // become a reading.
    private static readonly string[] Measures =
    [
        "blood-glucose", "blood-pressure", "body-fat-percentage", "body-height", "body-mass-index", "body-temperature",
            "body-weight",
        "calories-burned", "data-point", "heart-rate", "oxygen-saturation", "physical-activity", "respiratory-rate",
            "rr-interval",
        "sleep-duration", "sleep-episode", "speed", "step-count", "total-sleep-time",
    ];

    private const string Pulse = "\"heart_rate\": {\"value\": 61, \"unit\": \"beats/min\"}";
    private const string Glucose = "\"blood_glucose\": {\"value\": 95, \"unit\": \"mg/dL\"}";

    private const string Moment = ", \"effective_time_frame\": {\"date_time\": \"2026-07-14T10:00:00+09:00\"}";

    private const string Hour = ", \"effective_time_frame\": {\"time_interval\": {"
        + "\"start_date_time\": \"2026-07-14T10:00:00+09:00\", \"duration\": {\"value\": 1, \"unit\": \"h\"}}}";

    private const string Morning =
        ", \"effective_time_frame\": {\"time_interval\": {\"date\": \"2026-07-14\", \"part_of_day\": \"morning\"}}";

    [SkippableFact]
    public void Valid_bodies_are_read_or_kept_with_a_reason()
    {
        var read = 0;
        foreach (var (path, entries) in Instances("shouldPass"))
        {
            Assert.True(entries.Count > 0, path);
            Assert.DoesNotContain(entries, entry => entry is DeviceEntry.Refused);
            read += entries.Count(entry => entry is DeviceEntry.Readings);
        }
        Assert.True(read > 30, $"{read} readings");
    }

    [SkippableFact]
    public void Invalid_bodies_give_no_reading()
    {
        var checkedOnes = 0;
        foreach (var (path, entries) in Instances("shouldFail"))
        {
            Assert.True(entries.All(entry => entry is not DeviceEntry.Readings), path);
            checkedOnes++;
        }
        Assert.True(checkedOnes > 55, $"{checkedOnes} instances");
    }

    [Theory]
    [InlineData(Pulse, Moment, "heart-rate")]
    [InlineData(Pulse + ", \"descriptive_statistic\": \"average\"", Hour, "heart-rate-mean")]
    [InlineData(Pulse + ", \"descriptive_statistic\": \"maximum\"", Hour, "kept other-statistic")]
    [InlineData(Glucose + ", \"specimen_source\": \"interstitial fluid\"", Moment, "glucose-interstitial")]
    [InlineData("\"step_count\": {\"value\": 900, \"unit\": \"steps\"}", Morning, "kept no-interval")]
    [InlineData("\"body_weight\": {\"value\": 61, \"unit\": \"kg\"}", "", "kept no-interval")]
    [InlineData("\"body_weight\": {\"value\": 61, \"unit\": \"beats/min\"}", Moment, "refused unit-differs")]
    public void A_body_is_told_by_its_measure_statistic_and_time(string measure, string frame, string told) =>
        Assert.Equal([told], DeviceText.Told(DeviceText.Read($"{{{measure}{frame}}}")));

    [Fact]
    public void A_data_point_is_stored_under_its_own_id_once()
    {
        const string point = """
            {"header": {"id": "123e4567", "creation_date_time": "2026-07-14T10:00:00Z",
              "schema_id": {"namespace": "omh", "name": "heart-rate", "version": "2.0"}},
             "body": {"heart_rate": {"value": 61, "unit": "beats/min"}, "effective_time_frame": {"date_time": "2026-07-14T10:00:00+09:00"}}}
            """;
        var series = new SeriesInMemory();
        var batch = DeviceBatches.Of(DeviceText.Read($"[{point}, {point}]"), "omh", null).Single().Batch;
        Assert.Equal([Outcome.Stored, Outcome.Unchanged], series.Upload(batch).Results.Select(result => result.Outcome));
    }

    private static IEnumerable<(string Path, List<DeviceEntry> Entries)> Instances(string expectation)
    {
        var root = SharedFolder.Find("openmhealth/test-data/omh");
        Skip.If(root is null, "../shared/data/openmhealth is not there.");
        foreach (var path in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            if (!Measures.Contains(Path.GetRelativePath(root, path).Split('/')[0])
                || !path.Contains($"/{expectation}/", StringComparison.Ordinal))
                continue;
            var file = new DeviceFile(path, () => File.OpenRead(path));
            yield return (path, DeviceFormats.Recognise(file)?.Read(file, DevicePolicy.Default).ToList() ?? []);
        }
    }
}
