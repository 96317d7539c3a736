using Phr.Simulator;
using Phr.Simulator.Devices;
using Phr.Simulator.Writing.Phone;

namespace Phr.Tests.Simulator;

public sealed class PhoneDaysTest
{
    private static readonly SimulatedPerson Wearer =
        Enumerable.Range(0, 300).Select(number => LifeSimulation.Live(World.Shipped, 31, number))
        .First(person => person.Days.Count(day => day.Steps is not null && day.Morning is not null) > 200);

    [Fact]
    public void The_steps_of_the_day_are_the_sum_of_its_quarter_hours()
    {
        foreach (var (day, readings) in Days().Where(pair => pair.Day.Steps is not null))
        {
            var total = readings.Where(reading => reading.Metric == "steps").Sum(reading => reading.Values[0]);
            Assert.InRange(day.Steps!.Value - total, 0, 1);
        }
    }

    [Fact]
    public void A_day_unfolds_in_the_same_way_each_time_and_no_reading_has_the_number_of_another()
    {
        var once = Days().SelectMany(pair => pair.Readings).ToList();
        var again = Days().SelectMany(pair => pair.Readings).ToList();

        Assert.Equal(once.Select(Text), again.Select(Text));
        Assert.Equal(once.Count, once.Select(reading => reading.ClientId).Distinct().Count());
    }

    [Fact]
    public void Home_pressure_and_weight_are_sent_as_measured()
    {
        foreach (var (day, readings) in Days().Where(pair => pair.Day is { Morning: not null, WeightKg: not null }))
        {
            var morning = readings.First(reading => reading.Metric == "blood-pressure");
            Assert.Equal([day.Morning!.Value.Systolic, day.Morning.Value.Diastolic], morning.Values);
            Assert.Equal([day.WeightKg!.Value], readings.Single(reading => reading.Metric == "body-weight").Values);
        }
    }

    [Fact]
    public void Readings_come_in_order_with_the_offset_of_japan_and_end_no_earlier_than_they_start()
    {
        foreach (var (_, readings) in Days())
        {
            Assert.Equal(readings.Select(reading => reading.Start).Order(), readings.Select(reading => reading.Start));
            Assert.All(readings, reading => Assert.Equal(TimeSpan.FromHours(9), reading.Start.Offset));
            Assert.All(readings, reading => Assert.True(reading.End >= reading.Start));
        }
    }

    private static IEnumerable<(DeviceDay Day, IReadOnlyList<PhoneReading> Readings)> Days()
    {
        var days = Wearer.Days.TakeLast(120).ToList();
        return days.Zip(PhoneDays.Of(Wearer, days[0].Date, days[^1].Date), (day, phone) => (day, phone.Readings));
    }

    private static string Text(PhoneReading reading) =>
        $"{reading.ClientId} {reading.Start} {reading.End} {string.Join(' ', reading.Values)}";
}
