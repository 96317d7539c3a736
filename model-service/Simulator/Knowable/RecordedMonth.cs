using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// What happened in a month as its record tells: what kinds of stays and visits there were says more than a code,
/// which can be wrong.
/// </summary>
[Flags]
internal enum Recorded
{
    None = 0,
    Checkup = 1,
    PlannedVisit = 2,
    MinorVisit = 4,
    Psychiatry = 8,
    Coronary = 16,
    Stroke = 32,

    /// <summary>A stay, or a first visit, for heart failure.</summary>
    HeartFailureStay = 64,
    HeartFailureFound = 128,
    FibrillationFound = 256,
    Cancer = 512,
    Anthracycline = 1024,
    Dialysis = 2048,
    Prenatal = 4096,
    Birth = 8192,
    Preeclampsia = 16384,

    /// <summary>A screening in pregnancy, and one that found diabetes.</summary>
    GlucoseScreening = 32768,
    GestationalDiabetes = 65536,
    DiabetesDiagnosed = 131072,
    KidneyDiseaseDiagnosed = 262144,
    Stay = 524288,
}

/// <summary>One month of a record.</summary>
internal sealed record RecordedMonth(int Month, Recorded What)
{
    public bool Has(Recorded what) => (What & what) != 0;

    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>The answer of the check-up's questionnaire.</summary>
    public SmokingStatus? Smoking { get; init; }

    /// <summary>Dipsticks of protein: the bounds between which the logarithm of the ratio lay, error included.</summary>
    public IReadOnlyList<(double Low, double High)> Dipsticks { get; init; } = [];

    /// <summary>What a doctor saw at a planned visit or check-up; 0 where it was not measured.</summary>
    public (double Systolic, double HbA1c, double Ldl, double Egfr) Seen { get; init; }

    /// <summary>Prescribed at a planned visit; and by a psychiatrist.</summary>
    public Treatments Prescribed { get; init; }

    public Treatments Psychiatric { get; init; }

    public Diagnoses Diagnosed { get; init; }

    /// <summary>Index in the world's list of the cancer that was found.</summary>
    public int CancerSite { get; init; }
}
