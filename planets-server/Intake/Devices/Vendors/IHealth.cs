using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Answers of the iHealth API. Its times are the seconds since 1970 that a wall clock would show if it were UTC; the
/// offset stands beside them, as "+0500" or as hours.
/// </summary>
public static class IHealth
{
    // Lists and what they are of; each list's unit is a number at the top of the file.
    private static readonly Dictionary<string, Func<VendorRecord, VendorRecord,
        IEnumerable<DeviceEntry>>> Lists = new(StringComparer.Ordinal)
    {
        ["ARDataList"] = Activity, ["BODataList"] = Oxygen, ["BGDataList"] = Glucose, ["BPDataList"] = Pressure,
        ["WeightDataList"] = Weight, ["SRDataList"] = Sleep, ["SPORTDataList"] = Sport,
    };

    internal static bool Recognises(VendorRecord file) => Lists.Keys.Any(file.Has);

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) =>
        Lists.SelectMany(
            list => file.Each(list.Key)
            .SelectMany(record => record.OrKept(list.Value(file, record), DeviceReasons.NoMetric)));

    /// <summary>Steps of a day.</summary>
    private static IEnumerable<DeviceEntry> Activity(VendorRecord file, VendorRecord record)
    {
        var moment = Reading(record, "MDate");
        if (moment.Start is not { } time)
            return [record.Refuse(Reason.NoStart)];
        var midnight = time.ClockMs - (((time.ClockMs % 86_400_000) + 86_400_000) % 86_400_000);
        var day = moment with { Start = time with { ClockMs = midnight }, DurationMs = 86_400_000 };
        return
        [
            .. day.Of("steps", "{steps}", "Steps"), .. day.Of("energy-total", "kcal", "Calories"),
            .. day.Of("distance", file.Whole("DistanceUnit") == 1 ? "[mi_i]" : "km", "DistanceTraveled"),
        ];
    }

    /// <summary>A zero says that the device found no finger or no pulse.</summary>
    private static IEnumerable<DeviceEntry> Oxygen(VendorRecord file, VendorRecord record) =>
        [.. Measured(record, "BO", "oxygen-saturation", "%"), .. Measured(record, "HR", "heart-rate", "/min")];

    private static IEnumerable<DeviceEntry> Measured(VendorRecord record, string field, string metric, string unit) =>
        record.Number(field) == 0 ? [record.At(field)!.Value.Keep(DeviceReasons.NotMeasured)]
            : Reading(record, "MDate").Of(metric, unit, field);

    private static IEnumerable<DeviceEntry> Glucose(VendorRecord file, VendorRecord record) =>
        Reading(record, "MDate").Of("glucose-capillary", file.Whole("BGUnit") == 1 ? "mmol/L" : "mg/dL", "BG");

    private static IEnumerable<DeviceEntry> Pressure(VendorRecord file, VendorRecord record)
    {
        var reading = Reading(record, "MDate");
        if (record.Number("HP") is not { } systolic || record.Number("LP") is not { } diastolic)
            return [record.Refuse(Reason.ComponentsDiffer)];
        var components = new Dictionary<string, decimal> { ["systolic"] = systolic, ["diastolic"] = diastolic };
        var unit = file.Whole("BPUnit") == 1 ? "kPa" : "mm[Hg]";
        var item = reading.Item("blood-pressure", unit) with { Components = components };
        return [reading.Entry(record.Place, item), .. Measured(record, "HR", "heart-rate", "/min")];
    }

    private static IEnumerable<DeviceEntry> Weight(VendorRecord file, VendorRecord record)
    {
        var unit = file.Whole("WeightUnit") switch { 1 => "[lb_av]", 2 => "[stone_av]", _ => "kg" };
        return
        [
            .. Measured(record, "WeightValue", "body-weight", unit), .. Measured(record, "FatValue", "body-fat", "%"),
            .. Measured(record, "BMI", "body-mass-index", "kg/m2"),
        ];
    }

    private static IEnumerable<DeviceEntry> Sleep(VendorRecord file, VendorRecord record)
    {
        var reading = Reading(record, "StartTime") with { End = Time(record, "EndTime") };
        return reading.Of("sleep-duration", "min", "HoursSlept");
    }

    private static IEnumerable<DeviceEntry> Sport(VendorRecord file, VendorRecord record) =>
        (Reading(record, "SportStartTime") with { End = Time(record, "SportEndTime") }).Of("energy-total", "kcal", "Calories");

    private static VendorReading Reading(VendorRecord record, string time) => new(record, Time(record, time))
    {
        ClientId = record.Text("DataID"), Version = record.Whole("LastChangeTime"),
    };

    private static LocalTime? Time(VendorRecord record, string field)
    {
        if (record.Whole(field) is not { } seconds)
            return null;
        return OffsetMinutes(record.Text("TimeZone")) is { } offset
            ? new LocalTime(seconds * 1000, OffsetForm.Explicit, offset)
            : new LocalTime(seconds * 1000, OffsetForm.None);
    }

    private static short? OffsetMinutes(string? zone)
    {
        if (zone is null)
            return null;
        if (LocalTime.TryOffset(zone, out var minutes))
            return minutes;
        return decimal.TryParse(zone, System.Globalization.NumberStyles.Float, null, out var hours)
            && hours is >= -14 and <= 14 ? (short)(hours * 60) : null;
    }
}
