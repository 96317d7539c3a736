using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>Answers of the Misfit API: sessions of activity (distances in miles) and sleeps.</summary>
public static class Misfit
{
    internal static bool Recognises(VendorRecord file) => file.Has("sessions") || file.Has("sleeps");

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) =>
        [.. file.Each("sessions").SelectMany(Session), .. file.Each("sleeps").SelectMany(Sleep)];

    private static IEnumerable<DeviceEntry> Session(VendorRecord session)
    {
        var reading = Reading(session);
        return session.OrKept(
        [
            .. reading.Of("steps", "{steps}", "steps"), .. reading.Of("energy-active", "kcal", "calories"),
            .. reading.Of("distance", "[mi_i]", "distance"),
        ], DeviceReasons.NoMetric);
    }

    /// <summary>A stage holds until the next one begins, the last one until the end of the sleep.</summary>
    private static IEnumerable<DeviceEntry> Sleep(VendorRecord sleep)
    {
        var reading = Reading(sleep);
        var details = sleep.Each("sleepDetails").ToList();
        if (reading.Start is not { } start || details.Count == 0)
            return [sleep.Refuse(Reason.NoStart)];
        var times = details.ConvertAll(detail => detail.Time("datetime"));
        if (times.Contains(null))
            return [sleep.Refuse(Reason.TimeMalformed)];
        var bounds = times.ConvertAll(time => time!.Value.ClockMs - start.ClockMs).Append(reading.DurationMs).ToList();
        if (bounds[0] < 0 || bounds.Zip(bounds.Skip(1)).Any(stage => stage.Second <= stage.First))
            return [sleep.Refuse(Reason.IntervalReversed)];
        var samples = new List<ItemSample>();
        for (var i = 0; i < details.Count; i++)
        {
            SleepStage? stage = details[i].Whole("value") switch
            {
                1 => SleepStage.Awake, 2 => SleepStage.Light, 3 => SleepStage.Deep, _ => null,
            };
            samples.Add(new ItemSample(bounds[i], bounds[i + 1] - bounds[i], stage is null ? null : (int)stage));
        }
        return [reading.Entry($"{sleep.Place}/sleepDetails", reading.Item("sleep-stage", "1") with { Samples = samples })];
    }

    private static VendorReading Reading(VendorRecord record) => new(record, record.Time("startTime"))
    {
        DurationMs = (long)((record.Number("duration") ?? 0) * 1000), ClientId = record.Text("id"),
    };
}
