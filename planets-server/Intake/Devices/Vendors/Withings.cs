using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Answers of the Withings API: measure (getmeas, getactivity) and sleep (get, getsummary). Times are seconds since
/// 1970.
/// </summary>
public static class Withings
{
    // Measure types of getmeas that stand for a metric; a value is the number times ten to its unit.
    private static readonly Dictionary<long, (string Metric, string Unit)> MeasureTypes = new()
    {
        [1] = ("body-weight", "kg"), [4] = ("body-height", "m"), [5] = ("lean-body-mass", "kg"), [6] = ("body-fat", "%"),
        [11] = ("heart-rate", "/min"), [12] = ("body-temperature", "Cel"), [54] = ("oxygen-saturation", "%"),
        [71] = ("body-temperature", "Cel"), [123] = ("oxygen-uptake-max", "mL/min/kg"),
    };

    private const long Diastolic = 9;
    private const long Systolic = 10;
    private const long Measured = 1;

    internal static bool Recognises(VendorRecord file) => file.At("body") is { } body
        && (body.Has("activities") || body.Has("measuregrps") || body.Has("series"));

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) =>
    [
        .. file.Each("body", "activities").SelectMany(Day),
        .. file.Each("body", "measuregrps").SelectMany(group => Measures(group, file.Text("body", "timezone"))),
        .. file.Each("body", "series").SelectMany(Sleep),
    ];

    private static IEnumerable<DeviceEntry> Day(VendorRecord day)
    {
        if (day.Date("date") is not { } date)
            return [day.Refuse(Reason.TimeMalformed)];
        var reading = new VendorReading(day, LocalTime.Wall(date.ToDateTime(default)))
        {
            End = LocalTime.Wall(date.AddDays(1).ToDateTime(default)), Zone = day.Text("timezone"),
        };
        return day.OrKept(
        [
            .. reading.Of("steps", "{steps}", "steps"), .. reading.Of("distance", "m", "distance"),
            .. reading.Of("energy-active", "kcal", "calories"),
            .. reading.Of("energy-total", "kcal", "totalcalories"), .. reading.Of("elevation", "m", "elevation"),
            .. reading.Of("minutes-light", "s", "soft"), .. reading.Of("minutes-moderate", "s", "moderate"),
            .. reading.Of("minutes-vigorous", "s", "intense"),
        ], DeviceReasons.NoMetric);
    }

    private static IEnumerable<DeviceEntry> Measures(VendorRecord group, string? zone)
    {
        if (group.Whole("category") is { } category && category != Measured)
            return [group.Keep(DeviceReasons.Goal)];
        if (group.Whole("date") is not { } seconds)
            return [group.Refuse(Reason.NoStart)];
        var reading = new VendorReading(group, LocalTime.Utc(seconds * 1000))
        {
            ClientId = group.Text("grpid"), Version = group.Whole("modified"), Zone = group.Text("timezone") ?? zone,
        };
        var measures = group.Each("measures").ToList();
        return group.OrKept(
            [.. Pressure(reading, measures), .. measures.SelectMany(measure => Measure(reading, measure))],
            DeviceReasons.NoMetric);
    }

    private static IEnumerable<DeviceEntry> Measure(VendorReading reading, VendorRecord measure)
    {
        if (measure.Whole("type") is Systolic or Diastolic)
            return [];
        if (!MeasureTypes.TryGetValue(measure.Whole("type") ?? 0, out var type))
            return [measure.Keep(DeviceReasons.NoMetric)];
        return Scaled(measure) is { } value ? [reading.Value(type.Metric, type.Unit, value, measure.Place)]
            : [measure.Refuse(Reason.NotANumber)];
    }

    private static IEnumerable<DeviceEntry> Pressure(VendorReading reading, IReadOnlyList<VendorRecord> measures)
    {
        var parts = measures.Where(measure => measure.Whole("type") is Systolic or Diastolic).ToList();
        if (parts.Count == 0)
            return [];
        var components = parts.Where(part => Scaled(part) is not null).GroupBy(part => part.Whole("type"))
            .ToDictionary(type => type.Key == Systolic ? "systolic" : "diastolic", type => Scaled(type.First())!.Value);
        var item = reading.Item("blood-pressure", "mm[Hg]") with { Components = components };
        return [reading.Entry($"{reading.Record.Place}/measures", item)];
    }

    private static decimal? Scaled(VendorRecord measure)
    {
        if (measure.Number("value") is not { } value || measure.Whole("unit") is not { } exponent || exponent is < -9 or > 9)
            return null;
        for (; exponent < 0; exponent++)
            value /= 10;
        for (; exponent > 0; exponent--)
            value *= 10;
        return value;
    }

    private static IEnumerable<DeviceEntry> Sleep(VendorRecord record)
    {
        if (record.Whole("startdate") is not { } start || record.Whole("enddate") is not { } end)
            return [record.Refuse(Reason.NoStart)];
        var reading = new VendorReading(record, LocalTime.Utc(start * 1000))
        {
            DurationMs = (end - start) * 1000, ClientId = record.Text("id"), Version = record.Whole("modified"),
            Zone = record.Text("timezone"),
        };
        return record.Has("data") ? Summary(reading) : [Stage(reading)];
    }

    /// <summary>A night in figures: the stages' durations are those of the night, not of stretches of it.</summary>
    private static IEnumerable<DeviceEntry> Summary(VendorReading reading)
    {
        string[] stages = ["lightsleepduration", "deepsleepduration", "remsleepduration"];
        var seconds = stages.Select(stage => reading.Record.Number("data", stage)).ToList();
        var place = $"{reading.Record.Place}/data";
        return seconds.All(stage => stage is null)
            ? [reading.Record.Keep(DeviceReasons.NoMetric)]
            : [reading.Value("sleep-duration", "s", seconds.Sum(stage => stage ?? 0), place),
                reading.Value("time-in-bed", "s", reading.DurationMs / 1000m, reading.Record.Place)];
    }

    private static DeviceEntry Stage(VendorReading reading)
    {
        SleepStage? stage = reading.Record.Whole("state") switch
        {
            0 => SleepStage.Awake, 1 => SleepStage.Light, 2 => SleepStage.Deep, 3 => SleepStage.Rem, _ => null,
        };
        return stage is null ? reading.Record.Refuse(Reason.Impossible)
            : reading.Value("sleep-stage", "1", (int)stage, reading.Record.Place);
    }
}
