using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>
/// Days of the Moves app: activities inside of segments, with basic ISO 8601 times. A day's summary adds up its
/// activities and is kept raw; an activity without times of its own has those of its segment.
/// </summary>
public static class Moves
{
    internal static bool Recognises(VendorRecord file) =>
        file.Each().Any(day => day.Has("date") && (day.Has("segments") || day.Has("summary")));

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) => file.Each().SelectMany(Day);

    private static IEnumerable<DeviceEntry> Day(VendorRecord day) =>
    [
        .. day.Each("summary").Select(total => total.Keep(DeviceReasons.Derived)),
        .. day.Each("segments").SelectMany(Segment),
    ];

    private static IEnumerable<DeviceEntry> Segment(VendorRecord segment)
    {
        var activities = segment.Each("activities").ToList();
        return activities.Count == 0 ? [segment.Keep(DeviceReasons.NoMetric)]
            : activities.SelectMany(activity => Activity(segment, activity));
    }

    private static IEnumerable<DeviceEntry> Activity(VendorRecord segment, VendorRecord activity)
    {
        var own = activity.Has("startTime") ? activity : segment;
        var reading = new VendorReading(activity, own.Time("startTime")) { End = own.Time("endTime") };
        // A ride is distance, but not on foot.
        var onFoot = activity.Text("group") is "walking" or "running"
            || activity.Text("activity") is "walking" or "running" or "wlk" or "run";
        return activity.OrKept(
        [
            .. reading.Of("steps", "{steps}", "steps"), .. reading.Of("energy-active", "kcal", "calories"),
            .. onFoot ? reading.Of("distance", "m", "distance") : [],
        ], DeviceReasons.NoMetric);
    }
}
