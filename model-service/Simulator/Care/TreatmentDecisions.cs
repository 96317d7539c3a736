using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>
/// What a doctor concludes from what was seen: diagnoses, and the next step of treatment, with the inertia of real
/// care.
/// </summary>
internal static class TreatmentDecisions
{
    /// <summary>Below this eGFR, or above this logarithm of the albumin ratio (mg/g), kidney disease is suspected.</summary>
    internal const double SuspectEgfr = 55;
    internal const double SuspectLogAlbuminuria = 5.7;

    /// <summary>Standard deviation of the logarithm of one albumin ratio beside the person's own.</summary>
    internal const double AlbuminuriaError = 0.5;

    /// <summary>Probability that a suspected one is diagnosed at a visit, and from which year on it is at all.</summary>
    internal const double KidneyDiseaseDiagnosed = 0.3;
    internal const int KidneyDiseaseFromYear = 2005;

    internal const Treatments PressureDrugs = Treatments.CalciumBlocker | Treatments.AngiotensinBlocker | Treatments.Thiazide;

    public static void Decide(CareContext care, Encounter? encounter, Seen seen)
    {
        var before = care.State.Care;
        care.State.Care = before with
        {
            SeenSystolic = seen.Systolic ?? before.SeenSystolic,
            SeenHbA1c = seen.HbA1c ?? before.SeenHbA1c,
            SeenLdl = seen.Ldl ?? before.SeenLdl,
            SeenEgfr = seen.Egfr ?? before.SeenEgfr,
            MonthsOnTreatmentStep = before.MonthsOnTreatmentStep + 2,
        };
        Pressure(care, encounter, seen);
        Glucose(care, encounter, seen);
        Lipids(care, encounter, seen);
        Kidney(care, encounter, seen);
        Heart(care);
        CopyForward(care, encounter);
    }

    private static void Pressure(CareContext care, Encounter? encounter, Seen seen)
    {
        var home = care.Traits.Behaviour.HomeMonitorFrom is { } from && from <= care.MonthStart;
        var reading = home ? care.State.Systolic + (2.5 * care.Chance.Normal()) + 5 : seen.Systolic!.Value;
        var raised = reading >= 140 ? care.State.Care.RaisedPressures + 1 : 0;
        care.State.Care = care.State.Care with { RaisedPressures = raised };
        if (raised >= 2 && !care.Knows(Diagnoses.Hypertension) && care.Chance.Chance(0.75))
        {
            Found(care, encounter, Diagnoses.Hypertension, Disease.Hypertension);
            NextPressureDrug(care);
            return;
        }

        var strict = care.Year >= 2019
            && (care.Knows(Diagnoses.Diabetes | Diagnoses.KidneyDisease | Diagnoses.Coronary) || care.State.AgeYears < 75);
        if (care.Knows(Diagnoses.Hypertension) && reading >= (strict ? 135 : 145)
            && care.State.Care.MonthsOnTreatmentStep >= 4 && care.Chance.Chance(0.35))
        {
            NextPressureDrug(care);
        }
    }

    private static void NextPressureDrug(CareContext care)
    {
        ReadOnlySpan<Treatments> steps = care.Knows(Diagnoses.Diabetes | Diagnoses.KidneyDisease) && care.Year >= 1999
            ? [Treatments.AngiotensinBlocker, Treatments.CalciumBlocker, Treatments.Thiazide]
            : [Treatments.CalciumBlocker, Treatments.AngiotensinBlocker, Treatments.Thiazide];
        foreach (var step in steps)
        {
            if (!care.Takes(step) && Drugs.Of(step, care.Year, 0) is not null && int.PopCount((int)(care.Treatments & PressureDrugs)) < 3)
            {
                care.Start(step);
                care.State.Care = care.State.Care with { MonthsOnTreatmentStep = 0 };
                return;
            }
        }
    }

    private static void Glucose(CareContext care, Encounter? encounter, Seen seen)
    {
        if (seen.HbA1c is not { } hbA1c || care.State.PregnancySinceMonth is not null)
        {
            return;
        }

        if (hbA1c >= 6.5 && !care.Knows(Diagnoses.Diabetes) && care.State.DiabetesMonth is not null)
        {
            Found(care, encounter, Diagnoses.Diabetes, Disease.Type2Diabetes);
        }
        else if (hbA1c is >= 6.0 and < 6.5 && !care.Knows(Diagnoses.Diabetes) && care.Chance.Chance(0.2) && encounter is not null)
        {
            care.Chart!.Diagnose(encounter, Disease.ImpairedGlucoseTolerance, care.MonthStart);
        }

        if (care.Knows(Diagnoses.Diabetes) && hbA1c >= 7.0 && care.Chance.Chance(hbA1c >= 8 ? 0.5 : 0.25))
        {
            NextGlucoseDrug(care, hbA1c);
        }
    }

    private static void NextGlucoseDrug(CareContext care, double hbA1c)
    {
        var dpp4First = care.Year >= 2010 && care.Chance.Chance(0.55);
        ReadOnlySpan<Treatments> steps = care.Year < 2010
            ? [Treatments.Sulfonylurea, Treatments.Metformin, Treatments.Insulin]
            : dpp4First
                ? [Treatments.Dpp4Inhibitor, Treatments.Metformin, Treatments.Sglt2Inhibitor, Treatments.Sulfonylurea, Treatments.Insulin]
                : [Treatments.Metformin, Treatments.Sglt2Inhibitor, Treatments.Dpp4Inhibitor, Treatments.Sulfonylurea, Treatments.Insulin];
        foreach (var step in steps)
        {
            var allowed = step != Treatments.Insulin || hbA1c >= 8.5;
            allowed &= step != Treatments.Metformin || care.State.Egfr >= 30;
            if (allowed && !care.Takes(step) && Drugs.Of(step, care.Year, 0) is not null)
            {
                care.Start(step);
                return;
            }
        }
    }

    private static void Lipids(CareContext care, Encounter? encounter, Seen seen)
    {
        if (seen.Ldl is not { } ldl)
        {
            return;
        }

        var limit = care.Knows(Diagnoses.Coronary) ? 100
            : care.Knows(Diagnoses.Diabetes | Diagnoses.KidneyDisease | Diagnoses.Stroke) ? 120 : 145;
        if (ldl >= 140 && !care.Knows(Diagnoses.Dyslipidaemia) && care.Chance.Chance(0.5))
        {
            Found(care, encounter, Diagnoses.Dyslipidaemia, Disease.Dyslipidaemia);
        }

        if (ldl >= limit && !care.Takes(Treatments.Statin) && care.Year >= 1992 && care.Chance.Chance(0.3))
        {
            care.Start(Treatments.Statin);
            care.Learn(Diagnoses.Dyslipidaemia);
        }
    }

    private static void Kidney(CareContext care, Encounter? encounter, Seen seen)
    {
        if (seen.Egfr is not { } egfr)
        {
            return;
        }

        var albuminuria = care.State.LogAlbuminuria + (AlbuminuriaError * care.Chance.Normal());
        if ((egfr < SuspectEgfr || albuminuria > SuspectLogAlbuminuria) && !care.Knows(Diagnoses.KidneyDisease)
            && care.Year >= KidneyDiseaseFromYear && care.Chance.Chance(KidneyDiseaseDiagnosed))
        {
            Found(care, encounter, Diagnoses.KidneyDisease, Disease.ChronicKidneyDisease);
        }

        if (care.Knows(Diagnoses.KidneyDisease) && albuminuria > 4.5 && care.Year >= 1999 && care.Chance.Chance(0.25))
        {
            care.Start(Treatments.AngiotensinBlocker);
        }

        if (care.Knows(Diagnoses.KidneyDisease) && care.Year >= 2021 && egfr is > 20 and < 55 && care.Chance.Chance(0.06))
        {
            care.Start(Treatments.Sglt2Inhibitor);
        }
    }

    private static void Heart(CareContext care)
    {
        if (care.Knows(Diagnoses.Fibrillation) && !care.Takes(Treatments.Anticoagulant) && StrokeRisk(care) >= 2
            && care.Chance.Chance(care.Year < 2011 ? 0.10 : 0.30))
        {
            care.Start(Treatments.Anticoagulant);
        }

        if (!care.Knows(Diagnoses.HeartFailure))
        {
            return;
        }

        Consider(care, Treatments.LoopDiuretic, 1980, 0.30);
        Consider(care, Treatments.BetaBlocker, 2000, 0.20);
        Consider(care, Treatments.MineralocorticoidBlocker, 2002, 0.12);
        Consider(care, Treatments.Sglt2Inhibitor, 2021, 0.15);
        if (care.Year >= 2021 && care.Takes(Treatments.AngiotensinBlocker) && care.Chance.Chance(0.08))
        {
            care.Stop(Treatments.AngiotensinBlocker);
            care.Start(Treatments.AngiotensinNeprilysin);
        }
    }

    private static void Consider(CareContext care, Treatments drug, int fromYear, double probability)
    {
        if (!care.Takes(drug) && care.Year >= fromYear && care.Chance.Chance(probability))
        {
            care.Start(drug);
        }
    }

    /// <summary>CHA2DS2-VASc without the point for sex.</summary>
    private static int StrokeRisk(CareContext care) =>
        (care.Knows(Diagnoses.HeartFailure) ? 1 : 0) + (care.Knows(Diagnoses.Hypertension) ? 1 : 0)
        + (care.State.AgeYears >= 75 ? 2 : care.State.AgeYears >= 65 ? 1 : 0) + (care.Knows(Diagnoses.Diabetes) ? 1 : 0)
        + (care.Knows(Diagnoses.Stroke) ? 2 : 0) + (care.Knows(Diagnoses.Coronary) ? 1 : 0);

    private static void Found(CareContext care, Encounter? encounter, Diagnoses known, Disease disease)
    {
        care.Learn(known);
        if (encounter is not null)
        {
            care.Chart!.Diagnose(encounter, disease, care.MonthStart);
        }
    }

    /// <summary>Some sites write the known diagnoses again at each visit: repeats that say nothing new.</summary>
    private static void CopyForward(CareContext care, Encounter? encounter)
    {
        if (encounter is null || !care.Chart!.Chance.Chance(care.Chart.Habits(encounter).CopyForwardShare * 0.3))
        {
            return;
        }

        foreach (var (known, disease) in Chronic)
        {
            if (care.Knows(known))
            {
                care.Chart.Diagnose(encounter, disease, care.MonthStart);
            }
        }
    }

    private static readonly (Diagnoses Known, Disease Disease)[] Chronic =
    [
        (Diagnoses.Hypertension, Disease.Hypertension),
        (Diagnoses.Dyslipidaemia, Disease.Dyslipidaemia),
        (Diagnoses.Diabetes, Disease.Type2Diabetes),
        (Diagnoses.KidneyDisease, Disease.ChronicKidneyDisease),
        (Diagnoses.Coronary, Disease.OldMyocardialInfarction),
        (Diagnoses.Stroke, Disease.StrokeSequelae),
        (Diagnoses.Fibrillation, Disease.AtrialFibrillation),
        (Diagnoses.HeartFailure, Disease.HeartFailure),
    ];
}
