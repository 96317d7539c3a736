using Phr.Simulator.Chance;
using Phr.Simulator.Devices;

namespace Phr.Simulator.Writing.Phone;

/// <summary>
/// Continuous glucose monitoring: some people with known diabetes wear a sensor for two weeks of each quarter.
/// </summary>
internal static class GlucoseDay
{
    private const int SensorMinutes = 15;
    private const int SensorDays = 14;
    private const int FirstYear = 2017;

    private static readonly double[] MealHours = [7.5, 12.5, 19];

    public static IEnumerable<PhoneReading> Readings(SimulatedPerson person, DeviceDay day, RandomStream chance)
    {
        var dayOfQuarter = ((day.Date.Month - 1) % 3 * 31) + day.Date.Day;
        if (person.Number % 4 != 0 || day.Date.Year < FirstYear || dayOfQuarter > SensorDays || day.FastingGlucose is null)
        {
            yield break;
        }

        var fasting = day.FastingGlucose.Value;
        var rise = 0.45 * fasting;
        for (var minute = 0; minute < 1440; minute += SensorMinutes)
        {
            var hour = minute / 60.0;
            var meals = 0.0;
            foreach (var meal in MealHours)
            {
                var since = hour - meal;
                meals += since > 0 ? rise * since * PortableMath.Exp(1 - since) : 0;
            }

            var glucose = Math.Round(Math.Clamp(fasting + meals + (5 * chance.Normal()), 40, 500));
            yield return PhoneDays.At(
                day.Date, new TimeOnly(minute / 60, minute % 60), "glucose-interstitial", [glucose], "mg/dL",
                "glucose-sensor");
        }
    }
}
