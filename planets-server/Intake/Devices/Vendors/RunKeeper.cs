using System.Globalization;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Activities of the RunKeeper (Health Graph) API: "Sun, 24 Jan 2010 10:00:36" on the wall, hours from UTC beside it or
/// not.
/// </summary>
public static class RunKeeper
{
    private static readonly string[] OnFoot = ["Running", "Walking", "Hiking"];

    internal static bool Recognises(VendorRecord file) =>
        file.Each("items").Any(item => item.Has("start_time") && item.Has("uri"));

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) => file.Each("items").SelectMany(Activity);

    private static IEnumerable<DeviceEntry> Activity(VendorRecord activity)
    {
        if (!DateTime.TryParseExact(
            activity.Text("start_time"), "ddd, d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var start))
            return [activity.Refuse(Reason.TimeMalformed)];
        var reading = new VendorReading(activity, LocalTime.Wall(start))
        {
            DurationMs = (long)((activity.Number("duration") ?? 0) * 1000), ClientId = activity.Text("uri"),
            UtcOffset = activity.Number("utc_offset") is { } hours and >= -14 and <= 14
                ? TimeSpan.FromMinutes((int)(hours * 60)) : null,
        };
        return activity.OrKept(
        [
            .. reading.Of("energy-active", "kcal", "total_calories"),
            .. OnFoot.Contains(activity.Text("type")) ? reading.Of("distance", "m", "total_distance") : [],
        ], DeviceReasons.NoMetric);
    }
}
