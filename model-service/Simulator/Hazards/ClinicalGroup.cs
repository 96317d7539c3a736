using System.Runtime.CompilerServices;

namespace Phr.Simulator.Hazards;

/// <summary>
/// The factors that explanations speak of. Contributions of a group are on the log-hazard, counted from a person of the
/// same age and sex whose measurements are typical and who has none of the diseases, exposures and treatments. The
/// numbers are stored in truth files: they never change.
/// </summary>
public enum ClinicalGroup
{
    AgeSexFamily = 0,
    BloodPressure = 1,
    GlucoseMetabolism = 2,
    Lipids = 3,
    Kidney = 4,
    Weight = 5,
    Smoking = 6,
    HeartRhythm = 7,

    /// <summary>Old coronary events and strokes, heart failure and its congestion.</summary>
    HeartAndVessels = 8,
    MentalHealth = 9,

    /// <summary>Activity, resting rate and sleep: what a watch sees.</summary>
    Activity = 10,
    PastPregnancy = 11,

    /// <summary>Cancer and what its treatment left behind.</summary>
    Cancer = 12,

    /// <summary>What drugs do beyond the measurements that they move.</summary>
    Treatment = 13,

    /// <summary>What no record shows.</summary>
    Unmeasured = 14,
}

/// <summary>One number for each clinical group.</summary>
[InlineArray(Count)]
public struct GroupValues
{
    public const int Count = 15;

    private double first;

    public readonly double Of(ClinicalGroup group) => this[(int)group];
}
