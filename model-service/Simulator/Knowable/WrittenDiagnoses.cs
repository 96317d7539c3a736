using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>
/// What care-givers know by the codes that they wrote. It decides on care to come alone, where one wrong code does little; what happened
/// to the body is read from the kinds of stays and visits.
/// </summary>
internal static class WrittenDiagnoses
{
    private static readonly (string Icd10, Diagnoses Known)[] Codes =
    [
        ("I10", Diagnoses.Hypertension), ("E78", Diagnoses.Dyslipidaemia), ("N18", Diagnoses.KidneyDisease), ("I25", Diagnoses.Coronary),
        ("I69", Diagnoses.Stroke), ("F32", Diagnoses.Depression), ("G47", Diagnoses.Insomnia),
    ];

    public static Diagnoses Of(string icd10) =>
        Codes.FirstOrDefault(code => icd10.StartsWith(code.Icd10, StringComparison.Ordinal)).Known;

    /// <summary>The same of what a month shows.</summary>
    public static Diagnoses Of(RecordedMonth month) => month.Diagnosed
        | (month.Has(Recorded.Coronary) ? Diagnoses.Coronary : 0)
        | (month.Has(Recorded.Stroke) ? Diagnoses.Stroke : 0)
        | (month.Has(Recorded.HeartFailureStay | Recorded.HeartFailureFound) ? Diagnoses.HeartFailure : 0)
        | (month.Has(Recorded.FibrillationFound) ? Diagnoses.Fibrillation : 0)
        | (month.Has(Recorded.Cancer) ? Diagnoses.Cancer : 0)
        | (month.Has(Recorded.Dialysis) ? Diagnoses.KidneyDisease : 0)
        | (month.Has(Recorded.DiabetesDiagnosed) ? Diagnoses.Diabetes : 0);
}
