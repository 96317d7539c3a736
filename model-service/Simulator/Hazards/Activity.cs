using Phr.Simulator.Physiology;

namespace Phr.Simulator.Hazards;

/// <summary>Contributions of steps and resting rate, shared by the outcomes.</summary>
internal static class Activity
{
    /// <summary>Steps below 2,000 and above 12,000 a day change no hazard further (Paluch 2022: plateaus).</summary>
    private const double StepsFloor = 2000;
    private const double StepsCeiling = 12000;

    /// <summary>
    /// Contribution of walking less than typical, at <paramref name="per1000"/> for each 1,000 steps a day.
    /// </summary>
    public static double Fewer(World world, PersonTraits traits, LifeState state, double per1000)
    {
        var typical = Math.Clamp(SetPoints.Steps(world.Physiology, traits.Sex, state.AgeYears), StepsFloor, StepsCeiling);
        return per1000 * (typical - Math.Clamp(state.Steps, StepsFloor, StepsCeiling)) / 1000;
    }

    /// <summary>
    /// Contribution of a resting rate above typical, at <paramref name="per10"/> for each 10 beats a minute.
    /// </summary>
    public static double Faster(World world, PersonTraits traits, LifeState state, double per10) =>
        per10 * (state.RestingRate - SetPoints.RestingRate(world.Physiology, traits.Sex)) / 10;
}
