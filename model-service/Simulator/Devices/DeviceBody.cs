using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Devices;

/// <summary>The quantities of a month that devices can measure.</summary>
internal sealed record DeviceBody(double Systolic, double PressureVariability, double Steps, double RestingRate, double SleepHours)
{
    public double WeightKg { get; init; }

    public double HbA1c { get; init; }

    public Weeks CongestionByWeek { get; init; }

    public static DeviceBody Of(PersonTraits traits, LifeState state) =>
        new(state.Systolic, traits.PressureVariability, state.Steps, state.RestingRate, state.SleepHours)
        {
            WeightKg = state.Bmi * traits.HeightCm * traits.HeightCm / 10000,
            HbA1c = state.HbA1c,
            CongestionByWeek = state.HeartFailureMonth is null ? default : state.CongestionByWeek,
        };

    /// <summary>Deviations of somebody who does not exist, spread as those of real wearers.</summary>
    public static DeviceBody Decoy(RandomStream chance) =>
        new(12 * chance.Normal(), chance.Normal(), PortableMath.Exp(0.42 * chance.Normal()), 8 * chance.Normal(), 0.4 * chance.Normal())
        {
            WeightKg = PortableMath.Exp(0.14 * chance.Normal()),
        };

    /// <summary>A decoy at the age and with the sex of the wearer.</summary>
    public DeviceBody At(PhysiologyCoefficients c, PersonTraits traits, LifeState state) => this with
    {
        Systolic = SetPoints.TypicalSystolic(c, traits.Sex, state.AgeYears) + Systolic,
        Steps = SetPoints.Steps(c, traits.Sex, state.AgeYears) * Steps,
        RestingRate = SetPoints.RestingRate(c, traits.Sex) + RestingRate,
        SleepHours = 6.9 + SleepHours,
        WeightKg = SetPoints.Bmi(c, traits.Sex, state.AgeYears) * traits.HeightCm * traits.HeightCm / 10000 * WeightKg,
        HbA1c = 6.9,
    };
}
