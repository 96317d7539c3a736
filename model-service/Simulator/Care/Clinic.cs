using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Life;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// Planned visits: measure, order what the person's diseases and suspicion ask for, decide, prescribe, plan the next.
/// </summary>
internal static class Clinic
{
    /// <summary>Probability that heart failure which began at home is found in a month.</summary>
    internal const double FailureNoticed = 0.3;

    /// <summary>Probability that fibrillation is noticed in the month in which it begins.</summary>
    internal const double RhythmNoticedAtOnce = 0.35;

    /// <summary>What planned visits go on for.</summary>
    internal const Diagnoses Chronic = Diagnoses.Hypertension | Diagnoses.Dyslipidaemia | Diagnoses.Diabetes | Diagnoses.KidneyDisease | Diagnoses.Coronary
        | Diagnoses.Stroke | Diagnoses.Fibrillation | Diagnoses.HeartFailure;

    private const Diagnoses HospitalFollowUp = Diagnoses.Coronary | Diagnoses.HeartFailure | Diagnoses.KidneyDisease;

    public static void Advance(CareContext care)
    {
        NoticeRhythm(care);
        NoticeHeartFailure(care);
        if (care.State.Care.NextVisitMonth != care.State.Month)
        {
            return;
        }

        var labs = LabsAreDue(care);
        var seen = new Seen(
            care.ClinicSystolic(care.Chance),
            labs && OrdersGlucose(care) ? care.MeasuredHbA1c(care.Chance) : null,
            labs ? care.MeasuredLdl(care.Chance) : null,
            labs ? care.MeasuredEgfr(care.Chance) : null);
        var encounter = care.Chart?.Open(Site(care), EncounterClass.Ambulatory, DepartmentOf(care), care.Day());
        if (encounter is not null)
        {
            Write(care, encounter, seen);
        }

        if (labs)
        {
            care.State.Care = care.State.Care with { LastLabMonth = care.State.Month };
        }

        TreatmentDecisions.Decide(care, encounter, seen);
        var months = VisitInterval(care);
        Prescriptions.Write(care, encounter, months);
        PlanNext(care, months);
    }

    private static int Site(CareContext care) => care.Knows(HospitalFollowUp) && care.State.Month % 2 == 0
        ? care.Traits.Behaviour.HospitalSite
        : care.Traits.Behaviour.ClinicSite;

    private static Department DepartmentOf(CareContext care) =>
        care.Knows(Diagnoses.HeartFailure | Diagnoses.Coronary | Diagnoses.Fibrillation) ? Department.Cardiology
        : care.Knows(Diagnoses.KidneyDisease) && care.State.Egfr < 40 ? Department.Nephrology
        : Department.InternalMedicine;

    private static bool LabsAreDue(CareContext care)
    {
        var habit = care.World.Observation.Sites[care.Traits.Behaviour.ClinicSite].Habits.LabMonths;
        var months = care.Knows(Diagnoses.Diabetes) ? Math.Min(habit, 3) : habit;
        return care.State.Month - care.State.Care.LastLabMonth >= months;
    }

    /// <summary>HbA1c is ordered in diabetes, on suspicion, and now and then: its absence says something.</summary>
    private static bool OrdersGlucose(CareContext care) =>
        care.Knows(Diagnoses.Diabetes) || care.State.Care.SeenHbA1c >= 5.9 || care.State.HbA1c > 7.5 || care.Chance.Chance(0.25);

    private static void Write(CareContext care, Encounter encounter, Seen seen)
    {
        var chart = care.Chart!;
        LabPanels.Pressure(care, encounter, seen.Systolic!.Value);
        chart.Sign(encounter, Vital.Pulse, care.State.RestingRate + 6 + (6 * chart.Chance.Normal()));
        if (care.Knows(Diagnoses.HeartFailure | Diagnoses.Diabetes) || chart.Chance.Chance(0.2))
        {
            LabPanels.Body(care, encounter, withHeight: false);
        }

        if (seen.HbA1c is { } hbA1c)
        {
            LabPanels.Glucose(care, encounter, hbA1c, fasting: false);
        }

        if (seen.Egfr is { } egfr)
        {
            LabPanels.Lipids(care, encounter, seen.Ldl!.Value);
            LabPanels.Kidney(care, encounter, egfr);
            LabPanels.Liver(care, encounter);
            LabPanels.Electrolytes(care, encounter);
            LabPanels.Urine(care, encounter, care.Knows(Diagnoses.Diabetes | Diagnoses.KidneyDisease));
            WriteByDisease(care, encounter);
        }
    }

    private static void WriteByDisease(CareContext care, Encounter encounter)
    {
        if (care.Knows(Diagnoses.HeartFailure | Diagnoses.Fibrillation))
        {
            LabPanels.HeartPeptide(care, encounter);
        }

        if (care.Knows(Diagnoses.KidneyDisease | Diagnoses.HeartFailure | Diagnoses.Cancer))
        {
            LabPanels.BloodCount(care, encounter);
        }
    }

    private static int VisitInterval(CareContext care) =>
        care.Knows(Diagnoses.HeartFailure) || care.State.HbA1c > 8 || care.State.Systolic > 160 ? 1
        : care.Knows(Diagnoses.Diabetes | Diagnoses.Coronary) ? 2
        : 2 + (int)(care.Traits.Number % 2);

    private static void PlanNext(CareContext care, int months)
    {
        var leaves = PortableMath.Logistic(-4.2 - (0.7 * care.Seeking));
        if (care.Knows(Chronic) && !care.Chance.Chance(leaves))
        {
            care.PlanVisit(months);
        }
        else if (care.Knows(Chronic))
        {
            care.Stop(~MentalHealthCare.Drugs);
        }
    }

    /// <summary>
    /// Fibrillation is felt, heard at a visit, or seen by a watch; much of it stays unnoticed for a while.
    /// </summary>
    private static void NoticeRhythm(CareContext care)
    {
        if (care.State.FibrillationMonth is not { } since || care.Knows(Diagnoses.Fibrillation))
        {
            return;
        }

        var watched = care.Traits.Behaviour.WatchFrom is { } from && from <= care.MonthStart;
        var visits = care.State.Care.NextVisitMonth == care.State.Month;
        if (!care.Chance.Chance(RhythmNoticed(care.State.Month == since, visits, watched)))
        {
            return;
        }

        care.Learn(Diagnoses.Fibrillation);
        if (care.Chart?.Open(care.Traits.Behaviour.HospitalSite, EncounterClass.Ambulatory, Department.Cardiology, care.Day()) is { } encounter)
        {
            care.Chart.Sign(encounter, Vital.Pulse, care.State.RestingRate + 15 + (12 * care.Chart.Chance.Normal()));
            care.Chart.Diagnose(encounter, Disease.AtrialFibrillation, care.DateOf(care.State.Month));
            LabPanels.HeartPeptide(care, encounter);
        }

        care.PlanVisit(1);
    }

    /// <summary>Probability that fibrillation is noticed in a month.</summary>
    internal static double RhythmNoticed(bool began, bool visits, bool watched) =>
        (began ? RhythmNoticedAtOnce : 0.025) + (visits ? 0.08 : 0) + (watched ? 0.10 : 0);

    /// <summary>Heart failure that began at home is found within months, by its symptoms.</summary>
    private static void NoticeHeartFailure(CareContext care)
    {
        if (care.State.HeartFailureMonth is null || care.Knows(Diagnoses.HeartFailure) || !care.Chance.Chance(FailureNoticed))
        {
            return;
        }

        care.Learn(Diagnoses.HeartFailure);
        if (care.Chart?.Open(care.Traits.Behaviour.HospitalSite, EncounterClass.Ambulatory, Department.Cardiology, care.Day()) is { } encounter)
        {
            LabPanels.Pressure(care, encounter, care.State.Systolic + care.Traits.WhiteCoatMmHg);
            LabPanels.Body(care, encounter, withHeight: false);
            LabPanels.HeartPeptide(care, encounter);
            care.Chart.Diagnose(encounter, Disease.HeartFailure, care.DateOf(care.State.HeartFailureMonth.Value));
        }

        care.PlanVisit(1);
    }
}
