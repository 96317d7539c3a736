using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// What happens is answered: admissions, their diagnoses and procedures, and the drugs that people go home with.
/// </summary>
internal static class Admissions
{
    private const double ShareAdmittedAtOnset = 0.5;

    private static readonly (Happenings Happening, Action<CareContext> Answer)[] Answers =
    [
        (Happenings.Coronary, Coronary),
        (Happenings.Stroke, Stroke),
        (Happenings.Decompensation, Decompensation),
        (Happenings.CancerFound, CancerFound),
        (Happenings.DialysisBegan, Dialysis),
    ];

    /// <summary>Whether the person was admitted, or died: the month's other visits then do not take place.</summary>
    public static bool Answer(CareContext care, Happenings happened)
    {
        var answered = false;
        foreach (var (happening, answer) in Answers)
        {
            if ((happened & happening) != 0)
            {
                answer(care);
                answered = true;
            }
        }

        if ((happened & Happenings.HeartFailure) != 0 && care.Chance.Chance(ShareAdmittedAtOnset))
        {
            Decompensation(care);
            answered = true;
        }

        return answered;
    }

    private static Encounter? Admit(CareContext care, Department department, int days) =>
        care.Chart?.Open(
            care.Traits.Behaviour.HospitalSite, EncounterClass.Inpatient, department, care.DayOfEvent,
            care.State.IsAlive ? days : 0);

    private static void Coronary(CareContext care)
    {
        // Half of the deaths happen before any hospital: no entry remains of them but the death.
        if (!care.State.IsAlive && care.Chance.Chance(0.5))
        {
            return;
        }

        var encounter = Admit(care, Department.Cardiology, 8 + care.Chance.Below(10));
        if (encounter is not null)
        {
            care.Chart!.Diagnose(encounter, Disease.MyocardialInfarction, DateOnly.FromDateTime(encounter.Start));
            Emergency(care, encounter);
            LabPanels.Lipids(care, encounter, care.MeasuredLdl(care.Chart!.Chance));
            if (encounter.Start.Year >= 1995 && care.Chart.Chance.Chance(0.85))
            {
                care.Chart.Perform(encounter, Procedures.CoronaryStent);
            }
        }

        care.Learn(Diagnoses.Coronary);
        Discharge(
            care, (Treatments.Aspirin, 0.95, 1990), (Treatments.Statin, 0.85, 1995),
            (Treatments.BetaBlocker, 0.6, 1995), (Treatments.AngiotensinBlocker, 0.5, 2000));
    }

    private static void Stroke(CareContext care)
    {
        var encounter = Admit(care, Department.Neurology, 18 + care.Chance.Below(25));
        if (encounter is not null)
        {
            var haemorrhage = care.Chart!.Chance.Chance(care.State.FibrillationMonth is null ? 0.24 : 0.08);
            care.Chart.Diagnose(
                encounter, haemorrhage ? Disease.CerebralHaemorrhage : Disease.CerebralInfarction,
                DateOnly.FromDateTime(encounter.Start));
            Emergency(care, encounter);
            if (!haemorrhage && encounter.Start.Year >= 2014 && care.Chart.Chance.Chance(0.1))
            {
                care.Chart.Perform(encounter, Procedures.Thrombectomy);
            }
        }

        care.Learn(Diagnoses.Stroke);
        Discharge(care, (Treatments.Aspirin, 0.6, 1990), (Treatments.Statin, 0.4, 2000), (Treatments.CalciumBlocker, 0.5, 1993));
    }

    private static void Decompensation(CareContext care)
    {
        var encounter = Admit(care, Department.Cardiology, 10 + care.Chance.Below(14));
        if (encounter is not null)
        {
            care.Chart!.Diagnose(encounter, Disease.HeartFailure, care.DateOf(care.State.HeartFailureMonth ?? care.State.Month));
            Emergency(care, encounter);
            LabPanels.HeartPeptide(care, encounter);
            LabPanels.Body(care, encounter, withHeight: false);
        }

        care.Learn(Diagnoses.HeartFailure);
        Discharge(
            care, (Treatments.LoopDiuretic, 0.85, 1980), (Treatments.BetaBlocker, 0.6, 2000), (Treatments.MineralocorticoidBlocker, 0.4, 2002), (Treatments.Sglt2Inhibitor, 0.5, 2021));
    }

    private static void CancerFound(CareContext care)
    {
        var cancer = care.World.Events.Cancers[care.State.CancerSite];
        var untold = care.Chance.Chance(care.Habits.UntoldCancer.At(care.Year));
        var encounter = Admit(care, Diseases.Of(Diseases.ByIcd10(cancer.Icd10)).Department, 7 + care.Chance.Below(14));
        care.Learn(Diagnoses.Cancer);
        if (encounter is null)
        {
            return;
        }

        care.Chart!.Diagnose(encounter, Diseases.ByIcd10(cancer.Icd10), DateOnly.FromDateTime(encounter.Start), untold);
        LabPanels.BloodCount(care, encounter);
        LabPanels.Inflammation(care, encounter, -1.5);
        if (cancer.Icd10 == "C50.9")
        {
            care.Chart.Perform(encounter, Procedures.Mastectomy, untold);
        }

        if (care.State.AnthracyclineMonth is not null)
        {
            Chemotherapy(care, untold);
        }
    }

    private static void Chemotherapy(CareContext care, bool untold)
    {
        for (var cycle = 0; cycle < 4; cycle++)
        {
            var day = care.MonthStart.AddDays(30 + (21 * cycle));
            if (care.Chart!.Open(care.Traits.Behaviour.HospitalSite, EncounterClass.Ambulatory, Department.InternalMedicine, day) is { } encounter)
            {
                care.Chart.Perform(encounter, Procedures.AnthracyclineInfusion, untold);
                LabPanels.BloodCount(care, encounter);
            }
        }
    }

    private static void Dialysis(CareContext care)
    {
        var encounter = Admit(care, Department.Nephrology, 14);
        care.Learn(Diagnoses.KidneyDisease);
        if (encounter is not null)
        {
            care.Chart!.Diagnose(encounter, Disease.EndStageKidneyDisease, DateOnly.FromDateTime(encounter.Start));
            care.Chart.Perform(encounter, Procedures.Haemodialysis);
            LabPanels.Kidney(care, encounter, care.MeasuredEgfr(care.Chart!.Chance));
        }

        care.PlanVisit(1);
    }

    private static void Emergency(CareContext care, Encounter encounter)
    {
        LabPanels.Pressure(care, encounter, care.ClinicSystolic(care.Chart!.Chance));
        LabPanels.BloodCount(care, encounter);
        LabPanels.Kidney(care, encounter, care.MeasuredEgfr(care.Chart!.Chance));
        LabPanels.Electrolytes(care, encounter);
        LabPanels.Inflammation(care, encounter, -0.3);
        if (care.State.HbA1c > 6.3 || care.Chart!.Chance.Chance(0.5))
        {
            LabPanels.Glucose(care, encounter, care.MeasuredHbA1c(care.Chart!.Chance), fasting: false);
        }
    }

    private static void Discharge(CareContext care, params ReadOnlySpan<(Treatments Drug, double Share, int FromYear)> drugs)
    {
        foreach (var (drug, share, fromYear) in drugs)
        {
            if (care.Year >= fromYear && care.Chance.Chance(share))
            {
                care.Start(drug);
            }
        }

        care.PlanVisit(1);
    }
}
