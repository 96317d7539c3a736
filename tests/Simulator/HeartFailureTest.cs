using Phr.Simulator;
using Phr.Simulator.Hazards;
using Phr.Simulator.Physiology;

namespace Phr.Tests.Simulator;

/// <summary>A world of failing hearts and home scales, so that few lives show what many would.</summary>
public sealed class HeartFailureTest
{
    private static readonly World Failing = World.Shipped with
    {
        Hazards = World.Shipped.Hazards with { HeartFailure = World.Shipped.Hazards.HeartFailure with { Baseline = World.Shipped.Hazards.HeartFailure.Baseline.Times(12, 12) } },
        Observation = World.Shipped.Observation with { Monitors = new AgeCurve(1930, 0.9, 2007, 0.9), Watches = new AgeCurve(1930, 0.9, 2007, 0.9) },
    };

    private static readonly Lazy<Changes> Shared = new(Make);

    /// <summary>
    /// Chaudhry 2007: weight rises in the weeks before an admission; a gain of more than 2 lb is commoner by far.
    /// </summary>
    [Fact]
    public void Weight_rises_before_a_heart_decompensates()
    {
        var (before, otherwise) = (Shared.Value.WeightBefore, Shared.Value.WeightOtherwise);
        double ShareAbove(List<double> gains) => gains.Count(gain => gain > 0.9) / (double)gains.Count;

        Assert.True(before.Count >= 25);
        Assert.True(before.Average() > otherwise.Average() + 0.25);
        Assert.True(ShareAbove(before) > 1.4 * ShareAbove(otherwise));
    }

    /// <summary>The resting rate rises and steps fall in the two weeks before.</summary>
    [Fact]
    public void A_watch_sees_the_heart_before_it_decompensates()
    {
        Assert.True(Shared.Value.RateBefore.Average() > Shared.Value.RateOtherwise.Average() + 0.4);
        Assert.True(Shared.Value.StepsBefore.Average() < Shared.Value.StepsOtherwise.Average() - 0.03);
    }

    private static Changes Make()
    {
        var changes = new Changes();
        foreach (var number in Enumerable.Range(0, 600))
        {
            changes.Add(LifeSimulation.Live(Failing, 77, number));
        }

        return changes;
    }

    /// <summary>The last week against the fourth week before, at decompensations and half a year earlier.</summary>
    private sealed class Changes
    {
        public List<double> WeightBefore { get; } = [];

        public List<double> WeightOtherwise { get; } = [];

        public List<double> RateBefore { get; } = [];

        public List<double> RateOtherwise { get; } = [];

        public List<double> StepsBefore { get; } = [];

        public List<double> StepsOtherwise { get; } = [];

        public void Add(SimulatedPerson person)
        {
            var days = person.Days.ToDictionary(day => day.Date);
            double? Change(DateOnly day, Func<Phr.Simulator.Devices.DeviceDay, double?> value)
            {
                List<double> Week(int from) => [.. Enumerable.Range(from, 7).Select(before => day.AddDays(-before)).Where(days.ContainsKey)
                    .Select(date => value(days[date])).Where(number => number is not null).Select(number => number!.Value)];
                var (last, earlier) = (Week(1), Week(28));
                return last.Count >= 2 && earlier.Count >= 2 ? last.Average() - earlier.Average() : null;
            }

            void Collect(DateOnly day, List<double> weight, List<double> rate, List<double> steps)
            {
                weight.AddRange(Change(day, one => one.WeightKg) is { } kilograms ? [kilograms] : []);
                rate.AddRange(Change(day, one => one.RestingRate) is { } beats ? [beats] : []);
                steps.AddRange(Change(day, one => one.Steps is { } count ? Math.Log(Math.Max(1, count)) : null) is { } share ? [share] : []);
            }

            foreach (var happened in person.Truth.Events.Where(happened => happened.Outcome == Outcome.Decompensation))
            {
                Collect(happened.Day, WeightBefore, RateBefore, StepsBefore);
                Collect(happened.Day.AddDays(-180), WeightOtherwise, RateOtherwise, StepsOtherwise);
            }
        }
    }
}
