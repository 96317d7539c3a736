using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>Care in pregnancy: visits, the glucose screening, the birth.</summary>
internal static class Obstetrics
{
    public static void Advance(CareContext care, Happenings happened)
    {
        if (care.Chart is null)
        {
            return;
        }

        if ((happened & Happenings.Birth) != 0)
        {
            Birth(care, care.Chart);
        }
        else if (care.State.PregnancySinceMonth is { } since && care.State.Month - since is 2 or 4 or 6 or 8)
        {
            Visit(care, care.Chart, care.State.Month - since);
        }
    }

    private static void Visit(CareContext care, Chart chart, int months)
    {
        if (Open(care, chart, EncounterClass.Ambulatory, 0) is not { } encounter)
        {
            return;
        }

        LabPanels.Pressure(care, encounter, care.State.Systolic - 6 + (9 * chart.Chance.Normal()));
        if (months == 2)
        {
            chart.Diagnose(encounter, Disease.Pregnancy, care.DateOf(care.State.Month - 2));
        }

        if (months == 6)
        {
            var gestational = care.State.GestationalDiabetesMonth == care.State.Month;
            chart.Result(encounter, LabTest.RandomGlucose, gestational ? chart.Chance.Uniform(150, 215) : chart.Chance.Uniform(80, 138));
            if (gestational)
            {
                chart.Diagnose(encounter, Disease.GestationalDiabetes, care.MonthStart);
            }
        }
    }

    private static void Birth(CareContext care, Chart chart)
    {
        if (Open(care, chart, EncounterClass.Inpatient, 5) is not { } encounter)
        {
            return;
        }

        if (care.State.PreeclampsiaMonth == care.State.Month)
        {
            LabPanels.Pressure(care, encounter, chart.Chance.Uniform(148, 182));
            chart.Diagnose(encounter, Disease.Preeclampsia, care.MonthStart);
        }

        if (chart.Chance.Chance(0.2))
        {
            chart.Perform(encounter, Procedures.CaesareanSection);
        }

        LabPanels.BloodCount(care, encounter);
    }

    private static Encounter? Open(CareContext care, Chart chart, EncounterClass kind, int days) =>
        chart.Open(care.Traits.Behaviour.HospitalSite, kind, Department.Obstetrics, care.Day(), days);
}
