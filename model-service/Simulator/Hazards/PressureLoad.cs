using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Contributions of present and past pressure, shared by the outcomes.</summary>
internal static class PressureLoad
{
    /// <summary>
    /// Contribution of a usual systolic pressure above typical, at <paramref name="per10"/> for each 10 mmHg.
    /// </summary>
    public static double Now(World world, PersonTraits traits, LifeState state, double per10) =>
        per10 * (state.Systolic - SetPoints.TypicalSystolic(world.Physiology, traits.Sex, state.AgeYears)) / 10;

    /// <summary>
    /// Contribution of more past pressure than typical, at <paramref name="per100"/> for each 100 mmHg·years.
    /// </summary>
    public static double Past(World world, PersonTraits traits, LifeState state, double per100) =>
        world.LongRange * per100 * (state.PressureYears - SetPoints.TypicalPressureYears(world.Physiology, traits.Sex, state.AgeYears)) / 100;
}
