using Phr.Simulator.Chance;
using Phr.Simulator.Devices;

namespace Phr.Simulator.Knowable;

/// <summary>What a person's devices say of a month: means, with the errors that days leave in them.</summary>
internal sealed class DeviceMonths(World world, IReadOnlyList<DeviceDay> days, Func<DateOnly, int> monthOf)
{
    /// <summary>Days from which a spread is judged.</summary>
    private const int SpreadDaysMin = 8;

    private const int MinutesADay = 1440;

    private readonly ILookup<int, DeviceDay> months =
        world.WearablesInformative ? days.ToLookup(day => monthOf(day.Date)) : Array.Empty<DeviceDay>().ToLookup(_ => 0);

    private readonly DateOnly? watch = First(days, day => day.WearMinutes > 0);

    private readonly DateOnly? monitor = First(days, day => day.Morning is not null || day.Evening is not null || day.WeightKg is not null);

    public (DateOnly? Watch, DateOnly? Monitor) FirstDays(int month) => (Until(watch, month), Until(monitor, month));

    public bool Has(int month, DateTime before) => months[month].Any(day => day.Date < DateOnly.FromDateTime(before));

    public IEnumerable<Measurement> Of(int month, DateTime before)
    {
        var own = months[month].Where(day => day.Date < DateOnly.FromDateTime(before)).ToList();
        return own.Count == 0 ? [] : [.. Pressure(own), .. Watch(own), .. Others(own)];
    }

    private IEnumerable<Measurement> Pressure(List<DeviceDay> own)
    {
        // Readings are cut to whole mmHg; mornings lie 2 above the usual level, evenings 3 below.
        List<double> levels =
        [
            .. own.Where(day => day.Morning is not null).Select(day => day.Morning!.Value.Systolic - 1.5),
            .. own.Where(day => day.Evening is not null).Select(day => day.Evening!.Value.Systolic + 3.5),
        ];
        if (Mean(Quantity.HomePressure, levels, world.Observation.HomePressureNoise, 0.3) is { } mean)
        {
            yield return mean;
        }

        if (levels.Count >= SpreadDaysMin)
        {
            var centre = levels.Average();
            var spread = Math.Sqrt(levels.Sum(level => (level - centre) * (level - centre)) / (levels.Count - 1));
            yield return new Measurement(Quantity.HomeVariability, spread, spread / Math.Sqrt(2 * (levels.Count - 1)));
        }
    }

    private static IEnumerable<Measurement> Watch(List<DeviceDay> own)
    {
        var steps = own.Where(day => day.Steps > 0).Select(day =>
            PortableMath.Log(day.Steps!.Value / (0.55 + (0.45 * day.WearMinutes / MinutesADay))) + 0.05
            - (day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -0.06 : 0.024));
        return Present(
            Mean(Quantity.LogSteps, [.. steps], 0.32, 0.01),
            Mean(Quantity.RestingRate, [.. own.Where(day => day.RestingRate is not null).Select(day => day.RestingRate!.Value)], 2.2, 0.1),
            Mean(Quantity.Sleep, [.. own.Where(day => day.SleepHours is not null).Select(day => day.SleepHours!.Value)], 0.75, 0.02));
    }

    private static IEnumerable<Measurement> Others(List<DeviceDay> own) => Present(
        Mean(Quantity.HomeWeight, [.. own.Where(day => day.WeightKg is not null).Select(day => day.WeightKg!.Value)], 0.45, 0.05),
        Mean(Quantity.HomeGlucose, [.. own.Where(day => day.FastingGlucose is not null).Select(HbA1cOfGlucose)], 15.0 / 26, 0.02));

    private static double HbA1cOfGlucose(DeviceDay day) => 5.5 + ((day.FastingGlucose!.Value - 95) / 26);

    private static IEnumerable<Measurement> Present(params Measurement?[] measurements) => measurements.OfType<Measurement>();

    /// <param name="floor">Error that no number of days removes: rounding, and what moves within the month.</param>
    private static Measurement? Mean(Quantity quantity, List<double> values, double deviation, double floor) =>
        values.Count == 0
            ? null
            : new Measurement(quantity, values.Average(), Math.Sqrt((deviation * deviation / values.Count) + (floor * floor)));

    private static DateOnly? First(IReadOnlyList<DeviceDay> days, Func<DeviceDay, bool> has) =>
        days.Where(has).Select(day => (DateOnly?)day.Date).FirstOrDefault();

    private DateOnly? Until(DateOnly? first, int month) => first is { } day && monthOf(day) <= month ? day : null;
}
