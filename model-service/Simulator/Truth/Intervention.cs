using Phr.Simulator.Chance;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Truth;

/// <summary>
/// A change of what can be changed, from now on. It acts through the body, so its effect on risk is what the world's
/// equations make of it: the interventional truth that a what-if answer is measured against.
/// </summary>
public sealed record Intervention
{
    public static Intervention None { get; } = new();

    /// <summary>Drugs that are started now and kept.</summary>
    public Treatments Start { get; init; }

    public bool QuitSmoking { get; init; }

    /// <summary>Share of body weight lost and kept off, 0 to 0.2.</summary>
    public double WeightLossShare { get; init; }

    /// <summary>Usual systolic pressure lowered by, mmHg.</summary>
    public double SystolicLowering { get; init; }

    /// <summary>Additional steps a day.</summary>
    public double MoreSteps { get; init; }

    /// <summary>Puts the change into a state; repeated each month, because care may stop a drug.</summary>
    internal void Hold(LifeState state)
    {
        state.Care = state.Care with { Treatments = state.Care.Treatments | Start };
        state.Held = new HeldChanges(PortableMath.Log(1 - Math.Clamp(WeightLossShare, 0, 0.2)), SystolicLowering, MoreSteps);
        if (QuitSmoking && state.Smoking == SmokingStatus.Current)
        {
            state.Smoking = SmokingStatus.Former;
            state.QuitMonth = state.Month;
        }
    }
}
