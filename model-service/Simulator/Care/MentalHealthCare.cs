using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// Psychiatric care: under half of the episodes come to it, and drugs end half a year after the mood has lifted.
/// </summary>
internal static class MentalHealthCare
{
    internal const Treatments Drugs = Treatments.Antidepressant | Treatments.Hypnotic;

    public static void Advance(CareContext care)
    {
        var ill = care.State.DepressionSinceMonth is not null;
        var treated = care.Takes(Drugs);
        if (ill && !treated && care.Chance.Chance(CareSought(care.Traits.Behaviour)))
        {
            Begin(care);
        }
        else if (treated)
        {
            Continue(care, ill);
        }
    }

    /// <summary>Probability that an episode comes to care in a month.</summary>
    internal static double CareSought(Behaviour behaviour) => PortableMath.Logistic(-2.4 + (0.4 * behaviour.HealthSeeking));

    private static void Begin(CareContext care)
    {
        care.Learn(Diagnoses.Depression);
        care.Start(Treatments.Antidepressant);
        if (care.Chance.Chance(0.45))
        {
            care.Start(Treatments.Hypnotic);
            care.Learn(Diagnoses.Insomnia);
        }

        if (Open(care) is { } encounter)
        {
            care.Chart!.Diagnose(encounter, Disease.Depression, care.DateOf(care.State.DepressionSinceMonth!.Value));
            if (care.Takes(Treatments.Hypnotic))
            {
                care.Chart.Diagnose(encounter, Disease.Insomnia, care.MonthStart);
            }

            Prescriptions.WritePsychiatric(care, encounter, 1);
        }
    }

    private static void Continue(CareContext care, bool ill)
    {
        if (!ill && care.Chance.Chance(1.0 / 7))
        {
            care.Stop(Drugs);
        }

        if (Open(care) is { } encounter)
        {
            LabPanels.Pressure(care, encounter, care.State.Systolic + care.Traits.WhiteCoatMmHg + (9 * care.Chart!.Chance.Normal()));
            Prescriptions.WritePsychiatric(care, encounter, 1);
        }
    }

    private static Encounter? Open(CareContext care) =>
        care.Chart?.Open(care.Traits.Behaviour.HospitalSite, EncounterClass.Ambulatory, Department.Psychiatry, care.Day());
}
