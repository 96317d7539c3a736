using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// Colds, backs and hay fever bring people to a doctor, who may notice more; vaccines are given in passing.
/// </summary>
internal static class MinorIllness
{
    private const int WinterFirstMonth = 10;

    private static readonly (string Ja, string En, bool IsFood)[] Allergens =
    [
        ("ペニシリン系抗菌薬", "Penicillins", false), ("セフェム系抗菌薬", "Cephalosporins", false), ("そば", "Buckwheat", true), ("えび", "Shrimp", true),
        ("ヨード造影剤", "Iodinated contrast", false),
    ];

    public static void Advance(CareContext care)
    {
        if (care.Chance.Chance(VisitProbability(care)))
        {
            Visit(care);
        }

        Vaccinate(care);
    }

    /// <summary>Probability of a visit for a minor illness in a month.</summary>
    internal static double VisitProbability(CareContext care)
    {
        var habits = care.Habits;
        var age = 0.7 + (0.006 * care.State.AgeYears);
        var rate = habits.MinorVisits * age * PortableMath.Exp(habits.VisitsPerSeeking * care.Seeking)
            * (care.State.DepressionSinceMonth is null ? 1 : 1.4);
        return PortableMath.EventProbability(rate, 1.0 / 12);
    }

    private static void Visit(CareContext care)
    {
        var systolic = care.ClinicSystolic(care.Chance);
        var measures = care.Chance.Chance(0.35);
        if (care.Chart?.Open(care.Traits.Behaviour.ClinicSite, EncounterClass.Ambulatory, Department.InternalMedicine, care.Day()) is { } encounter)
        {
            var chart = care.Chart;
            chart.Diagnose(encounter, Diseases.Minor[chart.Chance.Below(Diseases.Minor.Count)], DateOnly.FromDateTime(encounter.Start));
            chart.Prescribe(encounter, Drugs.ForMinorIllness[chart.Chance.Below(Drugs.ForMinorIllness.Count)], 5);
            if (measures)
            {
                LabPanels.Pressure(care, encounter, systolic);
            }

            AskForAllergies(care, chart, encounter);

            if (chart.Chance.Chance(0.12))
            {
                LabPanels.BloodCount(care, encounter);
                LabPanels.Inflammation(care, encounter, 0.2);
            }
        }

        if (measures && systolic >= 150 && !care.Knows(Diagnoses.Hypertension) && care.Chance.Chance(0.4))
        {
            care.State.Care = care.State.Care with { RaisedPressures = care.State.Care.RaisedPressures + 1 };
            care.PlanVisit(1);
        }

        SuspectDiabetes(care);
    }

    /// <summary>An allergy is asked for now and then, and written once.</summary>
    private static void AskForAllergies(CareContext care, Chart chart, Encounter encounter)
    {
        if (care.Traits.Number % 8 != 0 || !chart.Chance.Chance(0.2) || chart.Entries.Any(entry => entry is RecordEntry.Allergy))
        {
            return;
        }

        var (ja, en, food) = Allergens[(int)(care.Traits.Number / 8 % Allergens.Length)];
        chart.Write(new RecordEntry.Allergy(encounter, encounter.Start, ja, en, food));
    }

    /// <summary>Thirst and weight loss of a high glucose are recognised.</summary>
    private static void SuspectDiabetes(CareContext care)
    {
        if (care.State.HbA1c > 8 && !care.Knows(Diagnoses.Diabetes) && care.Chance.Chance(0.4))
        {
            care.PlanVisit(1);
        }
    }

    private static void Vaccinate(CareContext care)
    {
        if (care.Chart is not { } chart || care.MonthStart.Month != WinterFirstMonth || care.Year < 2001)
        {
            return;
        }

        var logOdds = -0.9 + (0.8 * care.Seeking) + (care.State.AgeYears >= 65 ? 1.1 : 0);
        if (!chart.Chance.Chance(PortableMath.Logistic(logOdds)))
        {
            return;
        }

        if (chart.Open(care.Traits.Behaviour.ClinicSite, EncounterClass.Ambulatory, Department.InternalMedicine, care.Day()) is { } encounter)
        {
            chart.Write(new RecordEntry.Immunisation(encounter, encounter.Start, Vaccines.Influenza));
            if (care.Year is >= 2021 and <= 2024 && chart.Chance.Chance(0.7))
            {
                chart.Write(new RecordEntry.Immunisation(encounter, encounter.Start, Vaccines.Covid));
            }
        }
    }
}
