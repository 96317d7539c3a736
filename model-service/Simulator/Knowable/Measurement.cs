using Phr.Simulator.Care;
using Phr.Simulator.Chance;
using Phr.Simulator.Devices;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>A number of a record that hangs on the hidden body by an equation with a normal error.</summary>
internal enum Quantity
{
    /// <summary>cm.</summary>
    Height,

    /// <summary>kg, at a site: congestion weighs a kilogram a standard deviation.</summary>
    Weight,

    /// <summary>mmHg, with the person's white-coat difference.</summary>
    ClinicPressure,

    /// <summary>mmHg in pregnancy.</summary>
    ObstetricPressure,

    /// <summary>Beats a minute, at a planned visit, and when fibrillation is found.</summary>
    Pulse,
    FibrillatingPulse,

    /// <summary>%.</summary>
    HbA1c,

    /// <summary>Natural logarithms: mg/dL, mL/min/1.73 m², mg/g, pg/mL.</summary>
    LogLdl,
    LogHdl,
    LogTriglycerides,
    LogEgfr,
    LogAlbuminuria,
    LogPeptide,

    /// <summary>
    /// Means of a month at home: mmHg, mmHg day by day, kg, logarithm of steps, beats a minute, hours, % HbA1c that
    /// the glucose means.
    /// </summary>
    HomePressure,
    HomeVariability,
    HomeWeight,
    LogSteps,
    RestingRate,
    Sleep,
    HomeGlucose,
}

/// <param name="Deviation">Standard deviation of the error.</param>
internal readonly record struct Measurement(Quantity Quantity, double Value, double Deviation);

/// <summary>What a body would show without error. The equations are those of LabPanels, Clinic and DeviceLog.</summary>
internal static class MeasuredBody
{
    public static double Of(Quantity quantity, World world, PersonTraits traits, LifeState state) => quantity switch
    {
        Quantity.Height => LabPanels.Height(traits, state),
        Quantity.Weight => (state.Bmi * Square(LabPanels.Height(traits, state)) / 10000) + Math.Max(0, state.Congestion),
        Quantity.ClinicPressure => state.Systolic + traits.WhiteCoatMmHg,
        Quantity.ObstetricPressure => state.Systolic - 6,
        Quantity.Pulse => state.RestingRate + 6,
        Quantity.FibrillatingPulse => state.RestingRate + 15,
        Quantity.HbA1c or Quantity.HomeGlucose => state.HbA1c,
        Quantity.LogLdl => PortableMath.Log(state.Ldl),
        Quantity.LogHdl => PortableMath.Log(state.Hdl),
        Quantity.LogTriglycerides => PortableMath.Log(state.Triglycerides),
        Quantity.LogEgfr => PortableMath.Log(state.Egfr),
        Quantity.LogAlbuminuria => state.LogAlbuminuria,
        Quantity.LogPeptide => LabPanels.LogPeptide(state),
        Quantity.HomePressure => state.Systolic,
        Quantity.HomeVariability => Math.Max(
            2, world.Observation.HomePressureNoise + (world.Observation.HomePressureNoiseSpread * traits.PressureVariability)),
        Quantity.HomeWeight => (state.Bmi * Square(traits.HeightCm) / 10000) + (DeviceLog.KilogramsPerCongestion * Overload(state)),
        Quantity.LogSteps => PortableMath.Log(Math.Max(1, state.Steps)) - (DeviceLog.StepsPerCongestion * Overload(state)),
        Quantity.RestingRate => state.RestingRate + (DeviceLog.RatePerCongestion * Overload(state)),
        Quantity.Sleep => state.SleepHours,
        _ => throw new ArgumentOutOfRangeException(nameof(quantity)),
    };

    /// <summary>
    /// A condition that hides in the body and splits what the quantity may be in two: its halves are no one normal cloud.
    /// </summary>
    public static bool IsApart(Quantity quantity, LifeState state) => quantity switch
    {
        Quantity.HbA1c or Quantity.HomeGlucose => state.DiabetesMonth is not null,
        Quantity.LogEgfr => state.KidneyDeclineMonth is not null,
        Quantity.Pulse or Quantity.RestingRate or Quantity.LogPeptide => state.FibrillationMonth is not null,
        _ => false,
    };

    /// <summary>Mean over the month of the congestion that shows.</summary>
    private static double Overload(LifeState state) => state.HeartFailureMonth is null ? 0
        : (Math.Max(0, state.CongestionByWeek.First) + Math.Max(0, state.CongestionByWeek.Second)
            + Math.Max(0, state.CongestionByWeek.Third) + Math.Max(0, state.CongestionByWeek.Fourth)) / 4;

    private static double Square(double x) => x * x;
}
