using Phr.Simulator.Chance;
using Phr.Simulator.Devices;

namespace Phr.Simulator.Writing.Phone;

/// <summary>
/// Unfolds daily device values into the readings that a phone sends: steps by the quarter hour, heart rate every ten
/// minutes, CGM every fifteen. The parts of a day add up to what the day says, and a day unfolds in the same way each
/// time.
/// </summary>
public static class PhoneDays
{
    internal const string PressureMetric = "blood-pressure";
    internal const string PressureUnit = "mm[Hg]";
    internal const string PressureMonitor = "pressure-monitor";

    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>The days with readings between two dates, both included.</summary>
    public static IEnumerable<PhoneDay> Of(SimulatedPerson person, DateOnly from, DateOnly to) => person.Days
        .Where(day => day.Date >= from && day.Date <= to)
        .Select(day => new PhoneDay(day.Date, [.. Readings(person, day).OrderBy(reading => reading.Start)]));

    private static IEnumerable<PhoneReading> Readings(SimulatedPerson person, DeviceDay day)
    {
        var chance = new RandomStream(person.Seed, person.Number, ChancePurpose.Devices, day.Date.DayNumber);
        return Single(day).Concat(WatchDay.Steps(day, chance)).Concat(WatchDay.HeartRates(day, chance)).Concat(GlucoseDay.Readings(person, day, chance));
    }

    private static IEnumerable<PhoneReading> Single(DeviceDay day)
    {
        if (day.Morning is { } morning)
        {
            yield return Pressure(day.Date, new TimeOnly(6, 40), morning);
        }

        if (day.Evening is { } evening)
        {
            yield return Pressure(day.Date, new TimeOnly(21, 30), evening);
        }

        if (day.WeightKg is { } weight)
        {
            yield return At(day.Date, new TimeOnly(6, 50), "body-weight", [weight], "kg", "scale");
        }

        if (day.FastingGlucose is { } glucose)
        {
            yield return At(day.Date, new TimeOnly(7, 5), "glucose-capillary", [glucose], "mg/dL", "glucose-meter");
        }

        if (day.RestingRate is { } rate)
        {
            yield return At(day.Date, new TimeOnly(23, 50), "heart-rate-resting", [rate], "/min", "watch");
        }

        if (day.SleepHours is { } hours)
        {
            var woke = Instant(day.Date, new TimeOnly(6, 30));
            yield return new(
                $"sleep-{day.Date:yyyyMMdd}", "sleep-duration",
                woke.AddMinutes(-Math.Round(60 * hours)), woke, [Math.Round(60 * hours)], "min") { Device = "watch" };
        }
    }

    private static PhoneReading Pressure(DateOnly date, TimeOnly time, PressureReading reading) =>
        At(date, time, PressureMetric, [reading.Systolic, reading.Diastolic], PressureUnit, PressureMonitor);

    internal static PhoneReading At(DateOnly date, TimeOnly time, string metric, IReadOnlyList<double> values, string unit, string device)
    {
        var instant = Instant(date, time);
        return new($"{metric}-{date:yyyyMMdd}{time:HHmm}", metric, instant, instant, values, unit) { Device = device };
    }

    internal static DateTimeOffset Instant(DateOnly date, TimeOnly time) => new(date.ToDateTime(time), Japan);
}
