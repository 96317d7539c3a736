using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;
using Phr.Tests.Support;

namespace Phr.Tests.Series;

/// <summary>Real answers of makers' interfaces: how many values became readings, were refused, were kept raw.</summary>
public sealed class VendorJsonTest
{
    [SkippableTheory]
    [InlineData("fitbit/mapper/fitbit-activities-date-single-in-activities-list.json", "fitbit-json 3 0 1")]
    [InlineData("fitbit/mapper/fitbit-activities-steps-1d-1m-intraday.json", "fitbit-json 4 0 0")]
    [InlineData("fitbit/mapper/fitbit-sleep-date-empty-sleep-list.json", "fitbit-json 0 0 1")]
    [InlineData("fitbit/mapper/fitbit-sleep-date-range-empty-sleep-list.json", "fitbit-json 0 0 0")]
    [InlineData("fitbit/mapper/fitbit-sleep-date-range.json", "fitbit-json 8 0 0")]
    [InlineData("googlefit/mapper/googlefit-empty.json", "google-fit-json 0 0 0")]
    [InlineData("googlefit/mapper/googlefit-merge-activity-segments-only-stationary-activity.json", "google-fit-json 0 0 1")]
    [InlineData("googlefit/mapper/googlefit-merge-calories-expended.json", "google-fit-json 3 0 0")]
    [InlineData("googlefit/mapper/googlefit-merge-location-samples.json", "google-fit-json 0 0 2")]
    [InlineData("googlefit/mapper/googlefit-merge-speed.json", "google-fit-json 2 0 0")]
    [InlineData("googlefit/mapper/googlefit-merge-step-deltas.json", "google-fit-json 4 0 0")]
    [InlineData("ihealth/mapper/ihealth-activity-empty.json", "ihealth-json 0 0 0")]
    [InlineData("ihealth/mapper/ihealth-activity.json", "ihealth-json 6 0 0")]
    [InlineData("ihealth/mapper/ihealth-glucose-empty.json", "ihealth-json 0 0 0")]
    [InlineData("ihealth/mapper/ihealth-sleep-empty.json", "ihealth-json 0 0 0")]
    [InlineData("ihealth/mapper/ihealth-spo2-empty.json", "ihealth-json 0 0 0")]
    [InlineData("ihealth/mapper/ihealth-spo2-no-heart-rate.json", "ihealth-json 1 0 1")]
    [InlineData("ihealth/mapper/ihealth-spo2-no-oxygen-saturation.json", "ihealth-json 0 0 2")]
    [InlineData("ihealth/mapper/ihealth-spo2.json", "ihealth-json 4 0 0")]
    [InlineData("ihealth/mapper/ihealth-sport.json", "ihealth-json 2 0 0")]
    [InlineData("ihealth/mapper/ihealth-weight.json", "ihealth-json 5 0 1")]
    [InlineData("jawbone/mapper/jawbone-body-events.json", "jawbone-json 6 0 2")]
    [InlineData("jawbone/mapper/jawbone-empty.json", "jawbone-json 0 0 0")]
    [InlineData("jawbone/mapper/jawbone-moves.json", "jawbone-json 12 0 1")]
    [InlineData("jawbone/mapper/jawbone-sleeps.json", "jawbone-json 4 0 0")]
    [InlineData("jawbone/mapper/jawbone-workouts.json", "jawbone-json 8 0 0")]
    [InlineData("misfit/mapper/misfit-sessions.json", "misfit-json 8 0 0")]
    [InlineData("misfit/mapper/misfit-sleeps.json", "misfit-json 13 1 0")]
    [InlineData("moves/mapper/moves-user-activities-daily.json", "moves-json 18 0 7")]
    [InlineData("moves/mapper/moves-user-storyline-daily-no-track-points.json", "moves-json 18 0 9")]
    [InlineData("moves/mapper/moves-user-storyline-daily.json", "moves-json 18 0 9")]
    [InlineData("runkeeper/mapper/runkeeper-fitness-activities-missing-offset.json", "runkeeper-json 2 0 0")]
    [InlineData("withings/mapper/withings-activity-measures.json", "withings-json 28 0 0")]
    [InlineData("withings/mapper/withings-sleep-measures.json", "withings-json 3 0 0")]
    [InlineData("withings/mapper/withings-sleep-summary.json", "withings-json 4 0 0")]
    public void Every_value_of_an_answer_is_accounted_for(string path, string expected)
    {
        var found = SharedFolder.Find($"wearable-vendor-json/org/openmhealth/shim/{path}");
        Skip.If(found is null, "../shared/data/wearable-vendor-json is not there.");
        var file = new DeviceFile(found, () => File.OpenRead(found));
        var format = DeviceFormats.Recognise(file)!;
        var entries = format.Read(file, DevicePolicy.Default).ToList();

        Assert.Equal(
            expected,
            $"{format.Name} {Count<DeviceEntry.Readings>(entries)} {Count<DeviceEntry.Refused>(entries)} "
                + Count<DeviceEntry.Kept>(entries));

        var results = DeviceBatches.Of(entries, "maker", "Asia/Tokyo")
            .SelectMany(batch => new SeriesInMemory().Upload(batch.Batch).Results);
        Assert.All(results, result => Assert.Equal(Outcome.Stored, result.Outcome));
    }

    [Fact]
    public void The_clock_of_iHealth_shows_local_time_as_if_it_were_UTC()
    {
        var item = DeviceText.Items(DeviceText.Read("""
            {"BODataList": [{"BO": 98, "HR": 0, "DataID": "a", "LastChangeTime": 1443044760, "MDate": 1443023160, "TimeZone": "-0600"}]}
            """)).Single();
        Assert.Equal(new LocalTime(1_443_023_160_000, OffsetForm.Explicit, -360), item.Start);
        Assert.Equal(("a", 1_443_044_760L), (item.ClientId, item.Version));
    }

    [Fact]
    public void Withings_blood_pressure_is_one_reading_and_a_goal_is_none()
    {
        var entries = DeviceText.Read("""
            {"status": 0, "body": {"timezone": "Europe/Paris", "measuregrps": [
              {"grpid": 12, "category": 1, "date": 1784000000, "modified": 1784000009, "measures": [
                {"value": 128, "type": 10, "unit": 0}, {"value": 82, "type": 9, "unit": 0}, {"value": 61, "type": 11, "unit": 0},
                {"value": 7, "type": 91, "unit": 0}]},
              {"grpid": 13, "category": 2, "date": 1784000000, "measures": [{"value": 60000, "type": 1, "unit": -3}]},
              {"grpid": 14, "category": 1, "date": 1784000000, "measures": [{"value": 61500, "type": 1, "unit": -3}]}]}}
            """);
        Assert.Equal(["blood-pressure", "heart-rate", "kept no-metric", "kept goal", "body-weight"], DeviceText.Told(entries));
        Assert.Equal(61.5m, DeviceText.Items(entries).Last().Samples.Single().Value);
        Assert.Equal(
            (128m, 82m),
            (DeviceText.Items(entries).First().Components!["systolic"],
            DeviceText.Items(entries).First().Components!["diastolic"]));
    }

    [Fact]
    public void A_stage_of_Misfit_holds_until_the_next()
    {
        var item = DeviceText.Items(DeviceText.Read("""
            {"sleeps": [{"id": "s", "startTime": "2015-02-23T21:40:00-05:00", "duration": 1800, "sleepDetails": [
              {"datetime": "2015-02-23T21:40:00-05:00", "value": 2}, {"datetime": "2015-02-23T21:50:00-05:00", "value": 3}]}]}
            """)).Single();
        Assert.Equal(
            [new(0, 600_000, (int)SleepStage.Light), new ItemSample(600_000, 1_200_000, (int)SleepStage.Deep)],
            item.Samples);
    }

    [Fact]
    public void Fitbit_heart_rate_of_a_day_is_moments_and_its_resting_rate_a_day()
    {
        var entries = DeviceText.Read("""
            {"activities-heart": [{"dateTime": "2026-07-14", "value": {"restingHeartRate": 58}}],
             "activities-heart-intraday": {"dataset": [{"time": "00:00:05", "value": 61}], "datasetInterval": 1, "datasetType": "second"}}
            """);
        Assert.Equal(["heart-rate-resting", "heart-rate"], DeviceText.Told(entries));
        Assert.Equal(new ItemSample(0, 0, 61), DeviceText.Items(entries).Last().Samples.Single());
    }

    private static int Count<T>(IEnumerable<DeviceEntry> entries) where T : DeviceEntry =>
        entries.OfType<T>().Sum(entry => entry.Count);
}
