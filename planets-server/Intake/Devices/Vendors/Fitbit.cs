using System.Globalization;
using System.Text.RegularExpressions;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Answers of the Fitbit Web API: activity log, time series by the day and within it, sleep, body. Times are on the
/// wall, without zone.
/// </summary>
public static partial class Fitbit
{
    private static readonly Dictionary<string, (string Metric, string Unit)> Resources = new(StringComparer.Ordinal)
    {
        ["steps"] = ("steps", "{steps}"), ["calories"] = ("energy-total", "kcal"), ["distance"] = ("distance", "km"),
        ["floors"] = ("flights", "{flights}"), ["elevation"] = ("elevation", "m"), ["heart"] = ("heart-rate", "/min"),
        ["minutesSedentary"] = ("minutes-sedentary", "min"), ["minutesLightlyActive"] = ("minutes-light", "min"),
        ["minutesFairlyActive"] = ("minutes-moderate", "min"), ["minutesVeryActive"] = ("minutes-vigorous", "min"),
    };

    private static readonly Dictionary<string, SleepStage> Levels = new(StringComparer.Ordinal)
    {
        ["asleep"] = SleepStage.Asleep, ["restless"] = SleepStage.Restless, ["awake"] = SleepStage.Awake,
            ["wake"] = SleepStage.Awake,
        ["light"] = SleepStage.Light, ["deep"] = SleepStage.Deep, ["rem"] = SleepStage.Rem,
    };

    internal static bool Recognises(VendorRecord file) => file.Has("activities") || file.Has("sleep") || file.Has("weight")
        || (file.Json.ValueKind == System.Text.Json.JsonValueKind.Object
            && file.Json.EnumerateObject().Any(field => Series().IsMatch(field.Name)));

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file)
    {
        foreach (var field in file.Json.EnumerateObject())
        {
            var record = new VendorRecord(field.Value, $"{file.Place}/{field.Name}");
            var series = Series().Match(field.Name);
            var entries = field.Name switch
            {
                "activities" => record.Each().SelectMany(Activity),
                "sleep" => record.Each().SelectMany(Sleep),
                "weight" => record.Each().SelectMany(Weight),
                "summary" or "goals" => [record.Keep(DeviceReasons.Derived)],
                _ when series.Groups["intraday"].Success => Intraday(file, record, series.Groups["resource"].Value),
                _ when series.Success => record.Each().SelectMany(day => Day(day, series.Groups["resource"].Value)),
                _ => [record.Keep(DeviceReasons.NoMetric)],
            };
            foreach (var entry in entries)
                yield return entry;
        }
    }

    private static IEnumerable<DeviceEntry> Activity(VendorRecord activity)
    {
        var start = Wall($"{activity.Text("startDate")}T{activity.Text("startTime")}");
        var reading = new VendorReading(activity, start)
        {
            DurationMs = activity.Whole("duration") ?? 0, ClientId = activity.Text("logId"),
        };
        return activity.OrKept(
        [
            .. reading.Of("steps", "{steps}", "steps"), .. reading.Of("distance", "km", "distance"),
            .. reading.Of("energy-total", "kcal", "calories"),
        ], DeviceReasons.NoMetric);
    }

    private static IEnumerable<DeviceEntry> Sleep(VendorRecord sleep)
    {
        if (sleep.Time("startTime") is not { } start)
            return [sleep.Refuse(Reason.NoStart)];
        var stages = sleep.Each("levels", "data").Concat(sleep.Each("levels", "shortData")).ToList();
        if (stages.Count == 0)
            return [sleep.Keep(DeviceReasons.NoInterval)];
        var samples = stages.Select(stage => new ItemSample(
            stage.Time("dateTime") is { } at ? at.ClockMs - start.ClockMs : 0, (stage.Whole("seconds") ?? 0) * 1000,
            stage.Time("dateTime") is not null && Levels.TryGetValue(stage.Text("level") ?? "", out var level)
                ? (int)level : null));
        var reading = new VendorReading(sleep, start) { ClientId = sleep.Text("logId") };
        return [reading.Entry($"{sleep.Place}/levels/data", reading.Item("sleep-stage", "1") with { Samples = [.. samples] })];
    }

    private static IEnumerable<DeviceEntry> Weight(VendorRecord weight)
    {
        var at = Wall($"{weight.Text("date")}T{weight.Text("time")}");
        var reading = new VendorReading(weight, at) { ClientId = weight.Text("logId") };
        return weight.OrKept(
        [
            .. reading.Of("body-weight", "kg", "weight"), .. reading.Of("body-mass-index", "kg/m2", "bmi"),
            .. reading.Of("body-fat", "%", "fat"),
        ], DeviceReasons.NoMetric);
    }

    /// <summary>A day's total; of the heart only the resting rate is one number.</summary>
    private static IEnumerable<DeviceEntry> Day(VendorRecord day, string resource)
    {
        if (day.Date("dateTime") is not { } date)
            return [day.Refuse(Reason.TimeMalformed)];
        var reading = new VendorReading(day, LocalTime.Wall(date.ToDateTime(default)))
        {
            End = LocalTime.Wall(date.AddDays(1).ToDateTime(default)),
        };
        if (resource == "heart")
            return day.OrKept(reading.Of("heart-rate-resting", "/min", "value", "restingHeartRate"), DeviceReasons.NoMetric);
        return Resources.TryGetValue(resource, out var metric)
            ? day.OrKept(reading.Of(metric.Metric, metric.Unit, "value"), DeviceReasons.NoMetric)
            : [day.Keep(DeviceReasons.NoMetric)];
    }

    /// <summary>Times of a day whose date stands in the daily series beside it.</summary>
    private static IEnumerable<DeviceEntry> Intraday(VendorRecord file, VendorRecord series, string resource)
    {
        var date = file.Each($"activities-{resource}").Select(day => day.Date("dateTime")).FirstOrDefault();
        if (date is null || !Resources.TryGetValue(resource, out var metric))
            return [series.Keep(date is null ? DeviceReasons.NoDate : DeviceReasons.NoMetric)];
        var length = (series.Whole("datasetInterval") ?? 1) * (series.Text("datasetType") == "second" ? 1_000 : 60_000);
        return series.Each("dataset")
            .SelectMany(point => new VendorReading(point, Wall($"{date:yyyy-MM-dd}T{point.Text("time")}"))
        {
            DurationMs = MetricCatalogue.Of(metric.Metric).Statistic == Statistic.Sum ? length : 0,
        }.Of(metric.Metric, metric.Unit, "value"));
    }

    private static LocalTime? Wall(string text) => LocalTime.TryParse(text, out var time) ? time : null;

    [GeneratedRegex("^activities-(?<resource>[A-Za-z]+)(?<intraday>-intraday)?$")]
    private static partial Regex Series();
}
