using System.Text.Json;
using Phr.Planets.Intake.Devices.Vendors;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>
/// Records of Android's Health Connect as JSON, <c>{"records": […]}</c>, each with the property names of its class
/// (androidx.health.connect.client.records): <c>recordType, time | startTime/endTime, startZoneOffset, metadata{id,
/// lastModifiedTime, dataOrigin}</c>. A quantity is a number in the unit that the class names, or <c>{"value",
/// "unit"}</c>. <c>{"deletedRecordIds": […]}</c> takes records back.
/// </summary>
public static class HealthConnectJson
{
    private static readonly Dictionary<string,
        (string Metric, string Unit, string Property)[]> Records = new(StringComparer.Ordinal)
    {
        ["Steps"] = [("steps", "{steps}", "count")], ["Distance"] = [("distance", "m", "distance")],
        ["ActiveCaloriesBurned"] = [("energy-active", "kcal", "energy")],
            ["TotalCaloriesBurned"] = [("energy-total", "kcal", "energy")],
        ["FloorsClimbed"] = [("flights", "{flights}", "floors")], ["ElevationGained"] = [("elevation", "m", "elevation")],
        ["RestingHeartRate"] = [("heart-rate-resting", "/min", "beatsPerMinute")],
        ["HeartRateVariabilityRmssd"] = [("hrv-rmssd", "ms", "heartRateVariabilityMillis")],
        ["OxygenSaturation"] = [("oxygen-saturation", "%", "percentage")],
            ["RespiratoryRate"] = [("respiratory-rate", "/min", "rate")],
        ["BodyTemperature"] = [("body-temperature", "Cel", "temperature")], ["Weight"] = [("body-weight", "kg", "weight")],
        ["Height"] = [("body-height", "m", "height")], ["BodyFat"] = [("body-fat", "%", "percentage")],
        ["LeanBodyMass"] = [("lean-body-mass", "kg", "mass")],
            ["Vo2Max"] = [("oxygen-uptake-max", "mL/min/kg", "vo2MillilitersPerMinuteKilogram")],
    };

    // SleepSessionRecord.STAGE_TYPE_*.
    private static readonly Dictionary<long, SleepStage> Stages = new()
    {
        [1] = SleepStage.Awake, [2] = SleepStage.Asleep, [3] = SleepStage.OutOfBed, [4] = SleepStage.Light,
            [5] = SleepStage.Deep,
        [6] = SleepStage.Rem, [7] = SleepStage.Awake,
    };

    // BloodGlucoseRecord.SPECIMEN_SOURCE_INTERSTITIAL_FLUID.
    private const long Interstitial = 1;

    internal static bool Recognises(VendorRecord file) =>
        file.Each("records").Any(record => record.Has("recordType")) || file.Has("deletedRecordIds");

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) =>
        [.. file.Each("records").SelectMany(Record), .. file.Each("deletedRecordIds").Select(Deletion)];

    private static DeviceEntry Deletion(VendorRecord id) => id.Text() is { Length: > 0 } clientId
        ? new DeviceEntry.Readings(null, id.Place, new UploadEntry.Item { ClientId = clientId, Deleted = true })
        : id.Refuse(Reason.ClientIdMalformed);

    private static IEnumerable<DeviceEntry> Record(VendorRecord record)
    {
        var type = (record.Text("recordType") ?? "").Replace("Record", "", StringComparison.Ordinal);
        if (Reading(record) is not { } reading)
            return [record.Refuse(Reason.NoStart)];
        return type switch
        {
            "HeartRate" => [Samples(reading, "heart-rate", "/min", "beatsPerMinute")],
            "Speed" => [Samples(reading, "speed", "m/s", "speed")],
            "SleepSession" => [Sleep(reading)],
            "BloodPressure" => [Pressure(reading)],
            "BloodGlucose" =>
                [Quantity(
                reading, record.Whole("specimenSource") == Interstitial ? "glucose-interstitial"
                : "glucose-capillary", "mmol/L", "level")],
            _ when Records.TryGetValue(type, out var known) =>
                known.Select(value => Quantity(reading, value.Metric, value.Unit, value.Property)),
            _ => [record.Keep(DeviceReasons.NoMetric)],
        };
    }

    /// <summary>The time of the last change is the version: a record that was written again is always later.</summary>
    private static VendorReading? Reading(VendorRecord record)
    {
        if ((record.Time("startTime") ?? record.Time("time")) is not { } start)
            return null;
        var offset = record.Text("startZoneOffset") ?? record.Text("zoneOffset");
        var modified = record.Time("metadata", "lastModifiedTime");
        return new VendorReading(record, start)
        {
            End = record.Time("endTime"), ClientId = record.Text("metadata", "id") ?? record.Text("metadata", "clientRecordId"),
            Version = modified?.ClockMs ?? record.Whole("metadata", "clientRecordVersion"),
            UtcOffset = LocalTime.TryOffset(offset.AsSpan(), out var minutes) ? TimeSpan.FromMinutes(minutes) : null,
            Source = record.Text("metadata", "dataOrigin", "packageName") ?? record.Text("metadata", "dataOrigin"),
        };
    }

    private static DeviceEntry Quantity(VendorReading reading, string metric, string unit, string property)
    {
        if (reading.Record.At(property) is not { } field)
            return reading.Record.Refuse(Reason.NoValue);
        var stated = field.Text("unit");
        var value = field.Json.ValueKind == JsonValueKind.Object ? field.Number("value") : field.Number();
        return value is null ? field.Refuse(Reason.NotANumber)
            : reading.Value(metric, stated ?? unit, value.Value, field.Place);
    }

    private static DeviceEntry Samples(VendorReading reading, string metric, string unit, string property)
    {
        var samples = reading.Record.Each("samples").Select(sample => new ItemSample(
            sample.Time("time") is { } at ? at.ClockMs - reading.Start!.Value.ClockMs : 0, 0, sample.Has("time")
                ? sample.Number(property) : null));
        return reading.Entry($"{reading.Record.Place}/samples", reading.Item(metric, unit) with { Samples = [.. samples] });
    }

    private static DeviceEntry Sleep(VendorReading reading)
    {
        var start = reading.Start!.Value;
        var stages = reading.Record.Each("stages")
            .Select(stage => (From: stage.Time("startTime"), To: stage.Time("endTime"), Stage: stage.Whole("stage")))
            .ToList();
        if (stages.Count == 0)
            return reading.Value("sleep-stage", "1", (int)SleepStage.Asleep, reading.Record.Place);
        var samples = stages.Select(stage => new ItemSample(
            (stage.From ?? start).ClockMs - start.ClockMs, stage.To is { } to && stage.From is { } from
                ? to.ClockMs - from.ClockMs : 0,
            stage.From is not null && stage.To is not null && Stages.TryGetValue(stage.Stage ?? 0, out var known)
                ? (int)known : null));
        return reading.Entry(
            $"{reading.Record.Place}/stages", reading.Item("sleep-stage", "1") with { Samples = [.. samples] });
    }

    private static DeviceEntry Pressure(VendorReading reading)
    {
        decimal? Part(string name) => reading.Record.Number(name) ?? reading.Record.Number(name, "value");
        if (Part("systolic") is not { } systolic || Part("diastolic") is not { } diastolic)
            return reading.Record.Refuse(Reason.ComponentsDiffer);
        var components = new Dictionary<string, decimal> { ["systolic"] = systolic, ["diastolic"] = diastolic };
        return reading.Entry(reading.Record.Place, reading.Item("blood-pressure", "mm[Hg]") with { Components = components });
    }
}
