using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Care;

/// <summary>What a doctor has seen at an encounter; null where it was not measured.</summary>
internal readonly record struct Seen(double? Systolic = null, double? HbA1c = null, double? Ldl = null, double? Egfr = null);

/// <summary>Writes results. Values that decide something come in; the others get their error from the chart.</summary>
internal static class LabPanels
{
    /// <summary>
    /// JSN equation: eGFR = 194 Cr^-1.094 age^-0.287 (0.739 in women), solved for creatinine in mg/dL.
    /// </summary>
    public static double Creatinine(Sex sex, double age, double egfr)
    {
        var factor = 194 * PortableMath.Power(age, -0.287) * (sex == Sex.Female ? 0.739 : 1);
        return PortableMath.Power(egfr / factor, -1 / 1.094);
    }

    public static void Pressure(CareContext care, Encounter encounter, double systolic)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var ageShare = care.State.AgeYears > 55 ? -0.25 * (care.State.AgeYears - 55) : 0;
        chart.Sign(encounter, Vital.Systolic, systolic);
        chart.Sign(encounter, Vital.Diastolic, Math.Min(systolic - 15, 26 + (0.42 * systolic) + ageShare + (5 * chart.Chance.Normal())));
    }

    public static void Body(CareContext care, Encounter encounter, bool withHeight)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var height = Height(care.Traits, care.State);
        if (withHeight)
        {
            chart.Sign(encounter, Vital.Height, height + (0.3 * chart.Chance.Normal()));
        }

        var weight = care.State.Bmi * height * height / 10000;
        chart.Sign(encounter, Vital.Weight, weight + Math.Max(0, care.State.Congestion) + (0.6 * chart.Chance.Normal()));
    }

    public static void Glucose(CareContext care, Encounter encounter, double hbA1c, bool fasting)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        chart.Result(encounter, LabTest.HbA1c, hbA1c);
        var fastingGlucose = 95 + ((hbA1c < 6.5 ? 17 : 26) * (hbA1c - 5.5)) + (care.Habits.GlucoseNoise * chart.Chance.Normal());
        chart.Result(
            encounter, fasting ? LabTest.FastingGlucose : LabTest.RandomGlucose,
            fasting ? fastingGlucose : fastingGlucose + chart.Chance.Uniform(5, 55));
    }

    public static void Lipids(CareContext care, Encounter encounter, double ldl)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var error = care.Habits.LipidNoise;
        var hdl = care.State.Hdl * (1 + (error * chart.Chance.Normal()));
        var triglycerides = care.State.Triglycerides * PortableMath.Exp(0.22 * chart.Chance.Normal());
        chart.Result(encounter, LabTest.Ldl, ldl);
        chart.Result(encounter, LabTest.Hdl, hdl);
        chart.Result(encounter, LabTest.Triglycerides, triglycerides);
        if (encounter.Start.Year < 2008)
        {
            chart.Result(encounter, LabTest.TotalCholesterol, ldl + hdl + (triglycerides / 5));
        }
    }

    public static void Kidney(CareContext care, Encounter encounter, double egfr)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        chart.Result(encounter, LabTest.Creatinine, Creatinine(care.Traits.Sex, care.State.AgeYears, egfr));
        chart.Result(encounter, LabTest.Egfr, egfr);
        chart.Result(encounter, LabTest.UreaNitrogen, 8 + (480 / Math.Max(egfr, 6)) + (2 * chart.Chance.Normal()));
    }

    /// <summary>The ratio where the site measures it in people at risk, else the dipstick.</summary>
    public static void Urine(CareContext care, Encounter encounter, bool atRisk)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var log = care.State.LogAlbuminuria + (care.Habits.LogAlbuminuriaNoise * chart.Chance.Normal());
        if (atRisk && chart.Chance.Chance(chart.Habits(encounter).RatioShare))
        {
            chart.Result(encounter, LabTest.UrineAlbuminRatio, PortableMath.Exp(log));
            return;
        }

        chart.Answer(encounter, LabTest.UrineProtein, log switch { < 4.4 => "-", < 5.3 => "+-", < 6.2 => "1+", < 7.3 => "2+", _ => "3+" });
        chart.Answer(encounter, LabTest.UrineGlucose, care.State.HbA1c > 8 || care.Takes(Treatments.Sglt2Inhibitor) ? "2+" : "-");
    }

    public static void Liver(CareContext care, Encounter encounter)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var fat = 0.16 * care.State.Adiposity;
        chart.Result(encounter, LabTest.Ast, 21 * PortableMath.Exp((0.6 * fat) + (0.22 * chart.Chance.Normal())));
        chart.Result(encounter, LabTest.Alt, 19 * PortableMath.Exp((1.6 * fat) + (0.35 * chart.Chance.Normal())));
        chart.Result(
            encounter, LabTest.GammaGt,
            (care.Traits.Sex == Sex.Male ? 34 : 19) * PortableMath.Exp(fat + (0.5 * chart.Chance.Normal())));
    }

    public static void BloodCount(CareContext care, Encounter encounter)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        var kidney = care.State.Egfr < 45 ? 0.05 * (45 - care.State.Egfr) : 0;
        var ill = care.State.CancerMonth is { } month && care.State.Month - month < 24 ? 1.5 : 0;
        chart.Result(
            encounter, LabTest.Hemoglobin,
            (care.Traits.Sex == Sex.Male ? 15.0 : 13.1) - kidney - ill + (0.8 * chart.Chance.Normal()));
        chart.Result(encounter, LabTest.WhiteCells, (care.State.Smoking == SmokingStatus.Current ? 68 : 57) + (13 * chart.Chance.Normal()));
        chart.Result(encounter, LabTest.Platelets, 23 + (5 * chart.Chance.Normal()));
    }

    public static void Electrolytes(CareContext care, Encounter encounter)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        chart.Result(encounter, LabTest.Sodium, 140.5 + (2 * chart.Chance.Normal()) - (0.5 * Math.Max(0, care.State.Congestion)));
        chart.Result(
            encounter, LabTest.Potassium,
            4.3 + (0.3 * chart.Chance.Normal()) + (care.State.Egfr < 45 ? 0.015 * (45 - care.State.Egfr) : 0));
        chart.Result(
            encounter, LabTest.UricAcid,
            (care.Traits.Sex == Sex.Male ? 5.9 : 4.6) + (0.3 * care.State.Adiposity) + (0.8 * chart.Chance.Normal()));
    }

    public static void HeartPeptide(CareContext care, Encounter encounter)
    {
        if (care.Chart is not { } chart)
        {
            return;
        }

        chart.Result(encounter, LabTest.NtProBnp, PortableMath.Exp(LogPeptide(care.State) + (0.35 * chart.Chance.Normal())));
    }

    /// <summary>Natural logarithm of NT-proBNP, pg/mL, without error.</summary>
    internal static double LogPeptide(LifeState state) => 3.6 + (0.03 * (state.AgeYears - 50))
        + (state.HeartFailureMonth is null ? 0 : 2.1 + (0.7 * state.Congestion)) + (state.FibrillationMonth is null ? 0 : 0.8)
        + (0.015 * Math.Max(0, 60 - state.Egfr));

    /// <summary>cm: from 50 on people shrink.</summary>
    internal static double Height(PersonTraits traits, LifeState state) => traits.HeightCm - Math.Max(0, 0.08 * (state.AgeYears - 50));

    public static void Inflammation(CareContext care, Encounter encounter, double logMean)
    {
        if (care.Chart is { } chart)
        {
            chart.Result(encounter, LabTest.Crp, PortableMath.Exp(logMean + (0.9 * chart.Chance.Normal())));
        }
    }
}
