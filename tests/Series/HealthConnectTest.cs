using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

public sealed class HealthConnectTest
{
    private const string Meta =
        "\"metadata\": {\"id\": \"ID\", \"lastModifiedTime\": \"2026-07-14T12:00:00Z\", "
        + "\"dataOrigin\": {\"packageName\": \"com.example\"}}";

    [Theory]
    [InlineData("\"recordType\": \"StepsRecord\", \"count\": 120", "steps {steps} 120")]
    [InlineData("\"recordType\": \"Distance\", \"distance\": {\"value\": 1.2, \"unit\": \"km\"}", "distance km 1.2")]
    [InlineData(
        "\"recordType\": \"HeartRateVariabilityRmssdRecord\", \"heartRateVariabilityMillis\": 38.5",
        "hrv-rmssd ms 38.5")]
    [InlineData("\"recordType\": \"OxygenSaturation\", \"percentage\": 97", "oxygen-saturation % 97")]
    [InlineData("\"recordType\": \"BloodGlucose\", \"level\": 5.4, \"specimenSource\": 1", "glucose-interstitial mmol/L 5.4")]
    [InlineData("\"recordType\": \"BloodGlucose\", \"level\": 5.4, \"specimenSource\": 2", "glucose-capillary mmol/L 5.4")]
    public void A_record_is_a_reading_in_the_unit_of_its_class(string fields, string expected)
    {
        var item = DeviceText.Items(Read(fields)).Single();
        Assert.Equal(expected, $"{item.Metric} {item.Unit} {item.Samples.Single().Value}");
        Assert.Equal(
            ("ID", Given.Ms("2026-07-14T12:00:00Z"), TimeSpan.FromHours(9)),
            (item.ClientId, item.Version, item.UtcOffset));
    }

    [Fact]
    public void Samples_and_stages_stay_one_item_that_a_later_change_replaces()
    {
        const string pulse =
            "\"recordType\": \"HeartRate\", \"samples\": [{\"time\": \"2026-07-14T01:00:00Z\", \"beatsPerMinute\": 61}, "
            + "{\"time\": \"2026-07-14T01:00:05Z\", \"beatsPerMinute\": 62}]";
        const string sleep =
            "\"recordType\": \"SleepSession\", \"stages\": ["
            + "{\"startTime\": \"2026-07-14T01:00:00Z\", \"endTime\": \"2026-07-14T02:00:00Z\", \"stage\": 5}, "
            + "{\"startTime\": \"2026-07-14T02:00:00Z\", \"endTime\": \"2026-07-14T02:10:00Z\", \"stage\": 1}]";
        Assert.Equal([new ItemSample(0, 0, 61), new ItemSample(5_000, 0, 62)], DeviceText.Items(Read(pulse)).Single().Samples);
        Assert.Equal(
            [new ItemSample(0, 3_600_000, (int)SleepStage.Deep), new ItemSample(3_600_000, 600_000, (int)SleepStage.Awake)],
            DeviceText.Items(Read(sleep)).Single().Samples);
    }

    [Fact]
    public void Records_are_stored_changed_and_taken_back()
    {
        var series = new SeriesInMemory();
        Assert.Equal(Outcome.Stored, Upload(series, Record("\"recordType\": \"Weight\", \"weight\": 61.5")));
        Assert.Equal(Outcome.Unchanged, Upload(series, Record("\"recordType\": \"Weight\", \"weight\": 61.5")));
        Assert.Equal(
            Outcome.Replaced,
            Upload(series,
            Record("\"recordType\": \"Weight\", \"weight\": 61.7").Replace(
            "12:00:00Z", "13:00:00Z", StringComparison.Ordinal)));
        Assert.Equal(Outcome.Deleted, Upload(series, "{\"deletedRecordIds\": [\"ID\"]}", "hc"));
    }

    [Theory]
    [InlineData("\"recordType\": \"Steps\"", "refused no-value")]
    [InlineData("\"recordType\": \"Steps\", \"count\": \"many\"", "refused not-a-number")]
    [InlineData("\"recordType\": \"Hydration\", \"volume\": 1", "kept no-metric")]
    [InlineData("\"recordType\": \"BloodPressure\", \"systolic\": 120", "refused components-differ")]
    public void What_is_no_reading_is_refused_or_kept(string fields, string told) =>
        Assert.Equal([told], DeviceText.Told(Read(fields)));

    private static Outcome Upload(SeriesInMemory series, string json, string connection = "hc:com.example") =>
        series.Upload(
            DeviceBatches.Of(
            DeviceText.Read(json), connection.Split(':')[0],
            null).Single().Batch with { Connection = "hc" }).Results.Single().Outcome;

    private static List<DeviceEntry> Read(string fields) => DeviceText.Read(Record(fields));

    private static string Record(string fields) =>
        $"{{\"records\": [{{{fields}, \"startTime\": \"2026-07-14T01:00:00Z\", \"startZoneOffset\": \"+09:00\", {Meta}}}]}}";
}
