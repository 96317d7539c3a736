namespace Phr.Simulator.Physiology;

public enum SmokingStatus
{
    Never,
    Current,
    Former,
}

/// <summary>
/// A person's body and care at one month. Flat on purpose: a copy is a complete snapshot, from which a future can be
/// rolled out. Times are months since birth; null is "never".
/// </summary>
public sealed class LifeState
{
    public int Month { get; set; }

    public double AgeYears => Month / 12.0;

    public int? DiedMonth { get; set; }

    public bool IsAlive => DiedMonth is null;

    // Slowly wandering deviations (standard deviations unless a unit is named) and the quantities they make.
    public double AdiposityDrift { get; set; }

    public double Adiposity { get; set; }

    /// <summary>Logarithm of the weight ratio that drugs, illness and quitting have added.</summary>
    public double WeightShift { get; set; }

    /// <summary>kg/m².</summary>
    public double Bmi { get; set; }

    /// <summary>Mean adiposity between 18 and 25, standard deviations; the running mean before 25.</summary>
    public double YouthAdiposity { get; set; }

    public double FitnessDrift { get; set; }

    /// <summary>Mean steps a day this month.</summary>
    public double Steps { get; set; }

    /// <summary>Beats a minute, at rest.</summary>
    public double RestingRate { get; set; }

    /// <summary>Hours a night.</summary>
    public double SleepHours { get; set; }

    public double GlucoseDrift { get; set; }

    public double InsulinResistance { get; set; }

    /// <summary>HbA1c, % (NGSP), without measurement error.</summary>
    public double HbA1c { get; set; }

    public double PressureDrift { get; set; }

    /// <summary>Usual systolic pressure, mmHg: the long-run mean at home, under the present treatment.</summary>
    public double Systolic { get; set; }

    /// <summary>What the usual systolic pressure would be without drugs, mmHg.</summary>
    public double SystolicUntreated { get; set; }

    public double LdlDrift { get; set; }

    /// <summary>mg/dL.</summary>
    public double Ldl { get; set; }

    /// <summary>mg/dL.</summary>
    public double Hdl { get; set; }

    /// <summary>mg/dL, fasting.</summary>
    public double Triglycerides { get; set; }

    /// <summary>mL/min/1.73 m², without measurement error.</summary>
    public double Egfr { get; set; }

    /// <summary>Loss of eGFR still to come from a kidney decline, mL/min/1.73 m².</summary>
    public double EgfrPendingLoss { get; set; }

    public double AlbuminuriaDrift { get; set; }

    /// <summary>Natural logarithm of the urinary albumin to creatinine ratio in mg/g.</summary>
    public double LogAlbuminuria { get; set; }

    /// <summary>Fluid overload in heart failure, standard deviations; moves by the week.</summary>
    public double Congestion { get; set; }

    /// <summary>Congestion at the end of each of the month's four weeks, before an admission relieved it.</summary>
    public Weeks CongestionByWeek { get; set; }

    /// <summary>What an intervention holds.</summary>
    public HeldChanges Held { get; set; }

    // Exposures that act long after they ended.

    /// <summary>mmHg·years of usual systolic pressure above 115.</summary>
    public double PressureYears { get; set; }

    /// <summary>%·years of HbA1c above 5.7.</summary>
    public double GlucoseYears { get; set; }

    public double PackYears { get; set; }

    public SmokingStatus Smoking { get; set; }

    public int? QuitMonth { get; set; }

    // What has happened.
    public int? DiabetesMonth { get; set; }

    public int? FirstCoronaryMonth { get; set; }

    public int? LastCoronaryMonth { get; set; }

    public int? FirstStrokeMonth { get; set; }

    public int? LastStrokeMonth { get; set; }

    public int? FibrillationMonth { get; set; }

    public int? HeartFailureMonth { get; set; }

    public int? LastDecompensationMonth { get; set; }

    public int? KidneyDeclineMonth { get; set; }

    public int? DialysisMonth { get; set; }

    public int? CancerMonth { get; set; }

    /// <summary>Index of the cancer in the world's list; meaningless before <see cref="CancerMonth"/>.</summary>
    public int CancerSite { get; set; }

    public int? AnthracyclineMonth { get; set; }

    public int? DepressionSinceMonth { get; set; }

    public int DepressionEpisodes { get; set; }

    public int? PregnancySinceMonth { get; set; }

    public int Births { get; set; }

    public int? GestationalDiabetesMonth { get; set; }

    public int? PreeclampsiaMonth { get; set; }

    public CareState Care { get; set; }

    public LifeState Copy() => (LifeState)MemberwiseClone();
}

/// <summary>One value for each week of a month.</summary>
public readonly record struct Weeks(double First, double Second, double Third, double Fourth)
{
    public double Of(int dayOfMonth) => dayOfMonth switch { < 7 => First, < 14 => Second, < 21 => Third, _ => Fourth };

    public Weeks With(int week, double value) => week switch
    {
        0 => this with { First = value },
        1 => this with { Second = value },
        2 => this with { Third = value },
        _ => this with { Fourth = value },
    };
}

/// <summary>Offsets that an intervention holds on the body: logarithm of weight, mmHg, steps a day.</summary>
public readonly record struct HeldChanges(double LogWeight, double Systolic, double Steps);

/// <summary>What care-givers know and have ordered. A value: it is copied with the state.</summary>
public record struct CareState
{
    public Treatments Treatments { get; set; }

    public Diagnoses Known { get; set; }

    /// <summary>Month of the next planned visit; 0 where none is planned.</summary>
    public int NextVisitMonth { get; set; }

    public int LastCheckupMonth { get; set; }

    public int LastLabMonth { get; set; }

    /// <summary>Raised pressures in a row, clinic 140/90 or home 135/85.</summary>
    public int RaisedPressures { get; set; }

    public int MonthsOnTreatmentStep { get; set; }

    /// <summary>Last values that a doctor saw; 0 where never measured.</summary>
    public double SeenSystolic { get; set; }

    public double SeenHbA1c { get; set; }

    public double SeenLdl { get; set; }

    public double SeenEgfr { get; set; }
}

/// <summary>Drug classes that a person takes.</summary>
[Flags]
public enum Treatments
{
    None = 0,
    CalciumBlocker = 1,
    AngiotensinBlocker = 2,
    Thiazide = 4,
    BetaBlocker = 8,
    Statin = 16,
    Metformin = 32,
    Dpp4Inhibitor = 64,
    Sulfonylurea = 128,
    Sglt2Inhibitor = 256,
    Insulin = 512,
    Aspirin = 1024,
    Anticoagulant = 2048,
    LoopDiuretic = 4096,
    MineralocorticoidBlocker = 8192,
    Antidepressant = 16384,
    Hypnotic = 32768,
    AngiotensinNeprilysin = 65536,
}

/// <summary>Diagnoses that care-givers have made.</summary>
[Flags]
public enum Diagnoses
{
    None = 0,
    Hypertension = 1,
    Dyslipidaemia = 2,
    Diabetes = 4,
    KidneyDisease = 8,
    Coronary = 16,
    Stroke = 32,
    Fibrillation = 64,
    HeartFailure = 128,
    Depression = 256,
    Cancer = 512,
    Insomnia = 1024,
    Obesity = 2048,
}
