using Phr.Simulator.Chance;
using Phr.Simulator.Devices;

namespace Phr.Simulator.Writing.Phone;

/// <summary>Unfolds a watch's day.</summary>
internal static class WatchDay
{
    private const int QuarterHours = 96;
    private const int QuarterMinutes = 15;
    private const int HeartRateMinutes = 10;
    private const int WakeQuarter = 26;
    private const int SleepQuarter = 92;

    /// <summary>Steps in the quarter hours in which any were made; they add up to the day's steps.</summary>
    public static IEnumerable<PhoneReading> Steps(DeviceDay day, RandomStream chance)
    {
        if (day.Steps is not { } total)
        {
            yield break;
        }

        var weights = Weights(chance);
        var sum = weights.Sum();
        var (given, passed) = (0, 0.0);
        for (var quarter = 0; quarter < QuarterHours; quarter++)
        {
            passed += weights[quarter];
            var steps = (int)(total * passed / sum) - given;
            if (steps == 0)
            {
                continue;
            }

            given += steps;
            var start = PhoneDays.Instant(day.Date, new TimeOnly(quarter / 4, quarter % 4 * QuarterMinutes));
            yield return new(
                $"steps-{day.Date:yyyyMMdd}-{quarter}", "steps", start,
                start.AddMinutes(QuarterMinutes), [steps], "{steps}") { Device = "watch" };
        }
    }

    /// <summary>Heart rate every ten minutes of wear: near the resting rate at night, above it by day.</summary>
    public static IEnumerable<PhoneReading> HeartRates(DeviceDay day, RandomStream chance)
    {
        if (day.RestingRate is not { } resting)
        {
            yield break;
        }

        var charging = day.WearMinutes >= 1440 ? -1 : 8 + chance.Below(12);
        var away = (1440 - day.WearMinutes) / 60.0;
        for (var minute = 0; minute < 1440; minute += HeartRateMinutes)
        {
            var hour = minute / 60.0;
            if (charging >= 0 && hour >= charging && hour < charging + away)
            {
                continue;
            }

            var awake = hour is >= 6.5 and < 23 ? 14 : 0;
            var rate = Math.Round(Math.Max(35, resting + awake + ((awake > 0 ? 9 : 3) * Math.Abs(chance.Normal()))));
            yield return PhoneDays.At(day.Date, new TimeOnly(minute / 60, minute % 60), "heart-rate", [rate], "/min", "watch");
        }
    }

    private static double[] Weights(RandomStream chance)
    {
        var weights = new double[QuarterHours];
        for (var quarter = WakeQuarter; quarter < SleepQuarter; quarter++)
        {
            var commuting = quarter is >= 28 and < 36 or >= 68 and < 78 ? 2.0 : 1.0;
            weights[quarter] = chance.Chance(0.55) ? commuting * PortableMath.Exp(0.9 * chance.Normal()) : 0;
        }

        weights[WakeQuarter] += 0.1;
        return weights;
    }
}
