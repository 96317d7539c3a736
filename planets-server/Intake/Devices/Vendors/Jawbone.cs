using System.Globalization;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Answers of the Jawbone UP API: body events, moves, sleeps, workouts. Times are seconds since 1970 with a zone beside
/// them.
/// </summary>
public static class Jawbone
{
    internal static bool Recognises(VendorRecord file) =>
        file.At("meta")?.Has("user_xid") == true && file.At("data", "items") is not null;

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) => file.Each("data", "items").SelectMany(Item);

    private static IEnumerable<DeviceEntry> Item(VendorRecord item)
    {
        if (item.Whole("time_created") is not { } created)
            return [item.Refuse(Reason.NoStart)];
        var reading = new VendorReading(item, LocalTime.Utc(created * 1000))
        {
            ClientId = item.Text("xid"), Version = item.Whole("time_updated"), Zone = Zone(item.Text("details", "tz")),
            UtcOffset = Offset(item.Text("details", "tz")),
        };
        return item.OrKept(Kind(item) switch
        {
            "body" => Body(reading),
            "move" => Moves(reading),
            "workout" => Workout(reading),
            "sleep" => Sleep(reading),
            _ => [],
        }, DeviceReasons.NoMetric);
    }

    /// <summary>Sleeps and some workouts do not say what they are.</summary>
    private static string? Kind(VendorRecord item) => item.Text("type")
        ?? (item.At("details", "asleep_time") is not null ? "sleep" : item.At("details", "time") is not null
            ? "workout" : null);

    /// <summary>A zero is a field that nobody filled in.</summary>
    private static IEnumerable<DeviceEntry> Body(VendorReading reading) =>
    [
        .. Filled(reading, "body-weight", "kg", "weight"), .. Filled(reading, "body-fat", "%", "body_fat"),
        .. Filled(reading, "body-mass-index", "kg/m2", "bmi"), .. Filled(reading, "lean-body-mass", "kg", "lean_mass"),
    ];

    private static IEnumerable<DeviceEntry> Filled(VendorReading reading, string metric, string unit, string field) =>
        reading.Record.Number(field) == 0 ? [reading.Record.At(field)!.Value.Keep(DeviceReasons.NotMeasured)]
            : reading.Of(metric, unit, field);

    /// <summary>Hours hold; the day's totals are their sums.</summary>
    private static IEnumerable<DeviceEntry> Moves(VendorReading reading)
    {
        if (reading.Record.At(
            "details", "hourly_totals") is not { Json.ValueKind: System.Text.Json.JsonValueKind.Object } hours)
            return [];
        return hours.Json.EnumerateObject()
            .SelectMany(hour => Hour(reading, new VendorRecord(hour.Value, $"{hours.Place}/{hour.Name}"), hour.Name));
    }

    private static IEnumerable<DeviceEntry> Hour(VendorReading day, VendorRecord hour, string name)
    {
        if (!DateTime.TryParseExact(name, "yyyyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
            return [hour.Refuse(Reason.TimeMalformed)];
        // Each hour is an item of its own, so that a day that is sent again with more hours replaces nothing.
        var reading = day with
        {
            Record = hour, Start = LocalTime.Wall(start), DurationMs = 3_600_000, ClientId = $"{day.ClientId}/{name}",
        };
        return
        [
            .. reading.Of("steps", "{steps}", "steps"), .. reading.Of("distance", "m", "distance"),
            .. reading.Of("energy-active", "kcal", "calories"),
        ];
    }

    private static IEnumerable<DeviceEntry> Workout(VendorReading workout)
    {
        var reading = workout with { DurationMs = (long)((workout.Record.Number("details", "time") ?? 0) * 1000) };
        // 1 walk, 2 run (UP API, workout sub types); a ride's distance is not one on foot.
        var onFoot = workout.Record.Whole("sub_type") is 1 or 2;
        return
        [
            .. reading.Of("steps", "{steps}", "details", "steps"), .. onFoot
                ? reading.Of("distance", "m", "details", "meters") : [],
            .. reading.Of("energy-active", "kcal", "details", "calories"),
        ];
    }

    private static IEnumerable<DeviceEntry> Sleep(VendorReading sleep)
    {
        var (record, seconds) = (sleep.Record, sleep.Record.Number("details", "duration"));
        if (seconds is not { } inBed)
            return [];
        var reading = sleep with { DurationMs = (long)(inBed * 1000) };
        var asleep = inBed - (record.Number("details", "awake") ?? 0);
        return
        [
            reading.Value("sleep-duration", "s", asleep, $"{record.Place}/details"),
                .. reading.Of("time-in-bed", "s", "details", "duration"),
        ];
    }

    private static string? Zone(string? name) => name is null || Offset(name) is not null ? null : name;

    /// <summary>Some zones are written as GMT-0600.</summary>
    private static TimeSpan? Offset(string? name) =>
        name is { Length: 8 } && name.StartsWith("GMT", StringComparison.Ordinal)
            && LocalTime.TryOffset(name.AsSpan(3), out var minutes)
            ? TimeSpan.FromMinutes(minutes) : null;
}
