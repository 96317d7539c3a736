using Phr.Simulator.Hazards;

namespace Phr.Simulator.Life;

/// <summary>What happened in a month.</summary>
[Flags]
public enum Happenings
{
    None = 0,
    Diabetes = 1,
    Coronary = 2,
    Stroke = 4,
    KidneyDecline = 8,
    HeartFailure = 16,
    Decompensation = 32,
    Fibrillation = 64,
    Death = 128,
    DepressionBegan = 256,
    DepressionEnded = 512,
    Conception = 1024,
    Birth = 2048,
    CancerFound = 4096,
    QuitSmoking = 8192,
    DialysisBegan = 16384,
}

/// <summary>One month of a life.</summary>
/// <param name="Happened">What happened.</param>
/// <param name="SparedHazard">The hazard, integrated over the month, of the outcome that was kept from
/// happening.</param>
/// <param name="Week">The week, 0 to 3, in which a heart decompensated; null where none did.</param>
public readonly record struct MonthPassed(Happenings Happened, double SparedHazard, int? Week)
{
    /// <summary>What was to be expected of this month for this very body.</summary>
    public ExpectedEvents Expected { get; init; }
}

/// <summary>Which happenings make an outcome.</summary>
public static class OutcomeHappenings
{
    public static Happenings Of(Outcome outcome) => outcome switch
    {
        Outcome.Type2Diabetes => Happenings.Diabetes,
        Outcome.CoronaryEvent => Happenings.Coronary,
        Outcome.Stroke => Happenings.Stroke,
        Outcome.CardiovascularEvent => Happenings.Coronary | Happenings.Stroke,
        Outcome.KidneyDecline => Happenings.KidneyDecline,
        Outcome.HeartFailure => Happenings.HeartFailure,
        Outcome.Decompensation => Happenings.Decompensation,
        Outcome.AtrialFibrillation => Happenings.Fibrillation,
        Outcome.Death => Happenings.Death,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
