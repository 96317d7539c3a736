using Phr.Planets.Intake.Devices.Vendors;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.OpenMHealth;

/// <summary>An effective time frame: a moment, or an interval by two of start, end and duration.</summary>
internal readonly record struct TimeFrame(LocalTime Start, LocalTime? End, long DurationMs)
{
    public bool IsInterval => End is not null || DurationMs > 0;

    private static readonly HashSet<string> PartsOfDay = ["morning", "afternoon", "evening", "night"];

    /// <returns>A frame, or why there is none: refused when it is malformed, kept when it is only roughly
    /// told.</returns>
    public static (TimeFrame? Frame, Reason? Refused, Reason? Kept) Read(VendorRecord body)
    {
        if (body.At("effective_time_frame") is not { } frame)
            return (null, null, DeviceReasons.NoInterval);
        if (frame.Has("date_time") == frame.Has("time_interval"))
            return (null, Reason.TimeMalformed, null);
        if (frame.Has("date_time"))
            return frame.Time("date_time") is { } moment ? (new TimeFrame(moment, null, 0), null, null)
                : (null, Reason.TimeMalformed, null);
        return Interval(frame.At("time_interval")!.Value);
    }

    private static (TimeFrame?, Reason?, Reason?) Interval(VendorRecord interval)
    {
        var (start, end) = (interval.Time("start_date_time"), interval.Time("end_date_time"));
        var duration = interval.At("duration") is { } stated ? Milliseconds(stated) : null;
        var malformed = (interval.Has("start_date_time") && start is null) || (interval.Has("end_date_time") && end is null)
            || (interval.Has("duration") && duration is null);
        if (malformed)
            return (null, Reason.TimeMalformed, null);
        if (start is { } from && end is not null && !interval.Has("duration"))
            return (new TimeFrame(from, end, 0), null, null);
        if (start is { } since && duration is { } lasting && end is null)
            return (new TimeFrame(since, null, lasting), null, null);
        if (end is { } until && duration is { } before && start is null)
            return (new TimeFrame(until with { ClockMs = until.ClockMs - before }, null, before), null, null);
        var partOfDay = interval.Date("date") is not null && PartsOfDay.Contains(interval.Text("part_of_day") ?? "");
        return partOfDay ? (null, null, DeviceReasons.NoInterval) : (null, Reason.TimeMalformed, null);
    }

    private static long? Milliseconds(VendorRecord duration)
    {
        var unit = MeasureTable.Ucum(duration.Text("unit") ?? "");
        if (duration.At("value") is not { Json.ValueKind: System.Text.Json.JsonValueKind.Number }
            || duration.Number("value") is not { } value)
            return null;
        var minutes = Conversion.Between(unit, MetricCatalogue.Of("sleep-duration"));
        return minutes is { } conversion && Math.Abs(value) < 1_000_000_000 ? (long)(conversion.Apply(value) * 60_000) : null;
    }
}
