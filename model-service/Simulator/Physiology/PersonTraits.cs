namespace Phr.Simulator.Physiology;

public enum Sex
{
    Female,
    Male,
}

/// <summary>
/// What a person is born with or keeps for life. Names without a unit are standard normal deviations from the mean of
/// the person's age and sex. Nothing here is written to a record as such.
/// </summary>
public sealed record PersonTraits
{
    public required long Number { get; init; }

    public required Sex Sex { get; init; }

    public required DateOnly Born { get; init; }

    public required double HeightCm { get; init; }

    /// <summary>A first-degree relative with type 2 diabetes.</summary>
    public bool FamilyDiabetes { get; init; }

    /// <summary>A first-degree relative with coronary disease before 55 (men) or 65 (women).</summary>
    public bool FamilyCoronary { get; init; }

    public double Adiposity { get; init; }

    public double InsulinResistance { get; init; }

    public double BetaCell { get; init; }

    public double Pressure { get; init; }

    /// <summary>
    /// Mean difference of clinic from usual systolic pressure, mmHg. Averaging clinic readings does not remove it.
    /// </summary>
    public double WhiteCoatMmHg { get; init; }

    /// <summary>Day-by-day variability of home systolic pressure; no clinic reading shows it.</summary>
    public double PressureVariability { get; init; }

    public double Ldl { get; init; }

    public double Hdl { get; init; }

    public double Triglycerides { get; init; }

    public double Nephron { get; init; }

    public double NephronLoss { get; init; }

    public double Albuminuria { get; init; }

    public double Fitness { get; init; }

    public double RestingRate { get; init; }

    public double Rhythm { get; init; }

    public double Mood { get; init; }

    public double DrugResponse { get; init; }

    /// <summary>The shared cause of poor care, low mood, little fitness and frailty.</summary>
    internal double Deprivation { get; init; }

    public required Frailty Frailty { get; init; }

    public required Behaviour Behaviour { get; init; }
}

/// <summary>
/// Unmeasured deviations of the log-hazards: what no record shows, so that no score is better than in life.
/// </summary>
public sealed record Frailty(
    double Diabetes, double Coronary, double Stroke, double Kidney, double HeartFailure, double Rhythm, double Death);

/// <summary>How a person lives with care and devices.</summary>
public sealed record Behaviour
{
    /// <summary>Tendency to attend check-ups and to see a doctor, standard deviations.</summary>
    public required double HealthSeeking { get; init; }

    /// <summary>Share of prescribed doses taken, 0 to 1.</summary>
    public required double Adherence { get; init; }

    /// <summary>Age at which smoking began; null for who never smoked.</summary>
    public required double? SmokingFromAge { get; init; }

    /// <summary>Willingness to give up smoking, standard deviations.</summary>
    public required double QuitTendency { get; init; }

    /// <summary>First day with a watch; null for who never owns one.</summary>
    public required DateOnly? WatchFrom { get; init; }

    /// <summary>Share of days on which the watch is worn when well, 0 to 1.</summary>
    public required double WearShare { get; init; }

    /// <summary>
    /// First day with a home blood pressure monitor and a scale that report to the phone; null for who never owns them.
    /// </summary>
    public required DateOnly? HomeMonitorFrom { get; init; }

    /// <summary>
    /// Index of the clinic and of the hospital that the person goes to, in the world's list of sites.
    /// </summary>
    public required int ClinicSite { get; init; }

    public required int HospitalSite { get; init; }

    /// <summary>Whether an employer sends the person to check-ups until 60.</summary>
    public required bool Employed { get; init; }
}
