using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>Data sets of the Google Fit REST API: points with times in nanoseconds since 1970, and no offset.</summary>
public static class GoogleFit
{
    private static readonly Dictionary<string, (string Metric, string Unit)> Types = new(StringComparer.Ordinal)
    {
        ["com.google.step_count.delta"] = ("steps", "{steps}"), ["com.google.distance.delta"] = ("distance", "m"),
        ["com.google.calories.expended"] = ("energy-total", "kcal"), ["com.google.heart_rate.bpm"] = ("heart-rate", "/min"),
        ["com.google.weight"] = ("body-weight", "kg"), ["com.google.height"] = ("body-height", "m"),
        ["com.google.body.fat.percentage"] = ("body-fat", "%"), ["com.google.speed"] = ("speed", "m/s"),
        ["com.google.oxygen_saturation"] = ("oxygen-saturation", "%"),
            ["com.google.body.temperature"] = ("body-temperature", "Cel"),
    };

    internal static bool Recognises(VendorRecord file) => file.Has("dataSourceId") && file.Has("minStartTimeNs");

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) => file.Each("point").SelectMany(Point);

    private static IEnumerable<DeviceEntry> Point(VendorRecord point)
    {
        if (!Types.TryGetValue(point.Text("dataTypeName") ?? "", out var type))
            return [point.Keep(DeviceReasons.NoMetric)];
        if (point.Whole("startTimeNanos") is not { } start || point.Whole("endTimeNanos") is not { } end)
            return [point.Refuse(Reason.NoStart)];
        var value = point.Each("value").Select(field => field.Number("fpVal") ?? field.Number("intVal")).FirstOrDefault();
        if (value is null)
            return [point.Refuse(Reason.NoValue)];
        var reading = new VendorReading(point, LocalTime.Utc(start / 1_000_000))
        {
            DurationMs = (end / 1_000_000) - (start / 1_000_000), Source = point.Text("originDataSourceId"),
        };
        return [reading.Value(type.Metric, type.Unit, value.Value, point.Place)];
    }
}
