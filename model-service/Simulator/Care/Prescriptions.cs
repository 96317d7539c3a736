using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>Writes what a person takes, until the next visit.</summary>
internal static class Prescriptions
{
    private const int DaysMax = 90;

    private const Treatments Psychiatric = MentalHealthCare.Drugs;

    /// <summary>All drugs but the psychiatric ones, which the psychiatrist prescribes.</summary>
    public static void Write(CareContext care, Encounter? encounter, int months) =>
        Write(care, encounter, months, care.Treatments & ~Psychiatric);

    public static void WritePsychiatric(CareContext care, Encounter? encounter, int months) =>
        Write(care, encounter, months, care.Treatments & Psychiatric);

    private static void Write(CareContext care, Encounter? encounter, int months, Treatments drugs)
    {
        if (encounter is null || drugs == Treatments.None)
        {
            return;
        }

        for (var bits = (int)drugs; bits != 0; bits &= bits - 1)
        {
            var treatment = (Treatments)(bits & -bits);
            if (Drugs.Of(treatment, care.Year, encounter.Site / 2) is { } drug)
            {
                care.Chart!.Prescribe(encounter, drug, Math.Min(DaysMax, months * 28));
            }
        }
    }
}
