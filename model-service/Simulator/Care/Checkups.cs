using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// The yearly check-up: sent by an employer until 60, invited at 40 to 74 (特定健診), offered to older people. Who does not
/// care for his health does not come, and what it finds is not always followed.
/// </summary>
internal static class Checkups
{
    private const int ClinicFollowUpSystolic = 140;

    public static void Advance(CareContext care)
    {
        var state = care.State;
        if (!IsDue(care) || !care.Chance.Chance(Attendance(care)))
        {
            return;
        }

        state.Care = state.Care with { LastCheckupMonth = state.Month };
        var seen = new Seen(
            care.ClinicSystolic(care.Chance), state.AgeYears >= 35 ? care.MeasuredHbA1c(care.Chance) : null,
            care.MeasuredLdl(care.Chance), care.Year >= 2008 ? care.MeasuredEgfr(care.Chance) : null);
        if (care.Chart?.Open(care.Traits.Behaviour.ClinicSite, EncounterClass.Checkup, Department.HealthCheckup, care.Day()) is { } encounter)
        {
            Write(care, encounter, seen);
        }

        FollowUp(care, seen);
    }

    /// <summary>Whether a check-up is due in this month of a body's life, attended or not.</summary>
    internal static bool IsDue(CareContext care) =>
        care.State.Month % 12 == care.Traits.Number % 12 && care.State.AgeYears >= 20 && care.State.PregnancySinceMonth is null;

    /// <summary>Probability that a check-up that is due is attended.</summary>
    internal static double Attendance(CareContext care)
    {
        var (habits, age) = (care.Habits, care.State.AgeYears);
        var logOdds = care.Traits.Behaviour.Employed && age < 60 ? habits.CheckupEmployed
            : age is >= 40 and < 75 ? habits.CheckupInvited
            : age >= 75 ? habits.CheckupElderly
            : habits.CheckupInvited - 1.2;
        var bedridden = care.State.FirstStrokeMonth is null && care.State.DialysisMonth is null ? 0 : 0.8;
        return PortableMath.Logistic(logOdds + (habits.CheckupPerSeeking * care.Seeking) - bedridden);
    }

    private static void Write(CareContext care, Encounter encounter, Seen seen)
    {
        LabPanels.Body(care, encounter, withHeight: true);
        LabPanels.Pressure(care, encounter, seen.Systolic!.Value);
        LabPanels.Lipids(care, encounter, seen.Ldl!.Value);
        LabPanels.Liver(care, encounter);
        LabPanels.Urine(care, encounter, atRisk: false);
        if (seen.HbA1c is { } hbA1c)
        {
            LabPanels.Glucose(care, encounter, hbA1c, fasting: true);
        }

        if (seen.Egfr is { } egfr)
        {
            LabPanels.Kidney(care, encounter, egfr);
        }

        Questions(care, encounter);
    }

    private static void Questions(CareContext care, Encounter encounter)
    {
        var chart = care.Chart!;
        var state = care.State;
        chart.Result(encounter, LabTest.Waist, (state.Bmi * 2.6) + (care.Traits.Sex == Sex.Male ? 23 : 22) + (3.5 * chart.Chance.Normal()));
        chart.Answer(
            encounter, LabTest.SmokingAnswer,
            state.Smoking switch { SmokingStatus.Current => "1", SmokingStatus.Former => "2", _ => "3" });
        chart.Answer(encounter, LabTest.ExerciseAnswer, YesNo(state.Steps + (2500 * chart.Chance.Normal()) > 9000));
        chart.Answer(encounter, LabTest.PressureDrugAnswer, YesNo(care.Knows(Diagnoses.Hypertension)));
        chart.Answer(encounter, LabTest.GlucoseDrugAnswer, YesNo(care.Knows(Diagnoses.Diabetes)));
        chart.Answer(encounter, LabTest.LipidDrugAnswer, YesNo(care.Takes(Treatments.Statin)));
    }

    /// <summary>
    /// A finding sends some to the clinic next month: those who care, and those with more than one finding.
    /// </summary>
    private static void FollowUp(CareContext care, Seen seen)
    {
        var findings = (seen.Systolic >= ClinicFollowUpSystolic ? 1 : 0) + (seen.Systolic >= 160 ? 1 : 0) + (seen.HbA1c >= 6.5 ? 2 : 0)
            + (seen.Ldl >= 160 ? 1 : 0) + (seen.Egfr < 50 ? 1 : 0);
        if (findings > 0 && care.Chance.Chance(PortableMath.Logistic(-1.6 + (0.6 * findings) + (0.7 * care.Seeking))))
        {
            care.State.Care = care.State.Care with { RaisedPressures = care.State.Care.RaisedPressures + (seen.Systolic >= ClinicFollowUpSystolic ? 1 : 0) };
            care.PlanVisit(1);
        }
    }

    /// <summary>Answers of the check-up questionnaire: 1 yes, 2 no.</summary>
    private static string YesNo(bool yes) => yes ? "1" : "2";
}
