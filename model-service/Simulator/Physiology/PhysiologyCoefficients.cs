namespace Phr.Simulator.Physiology;

/// <summary>
/// Means by age and sex, and how far people differ. Calibrated so that the simulated adults of 2023 show the
/// distributions of the National Health and Nutrition Survey 2023 (NHNS; MHLW, reiwa 5) and the trends named beside
/// each value.
/// </summary>
public sealed record PhysiologyCoefficients
{
    /// <summary>
    /// Median BMI, kg/m². NHNS 2023: BMI of 25 or more in 31.5 % of men and 21.1 % of women, below 18.5 in 4.4 % and
    /// 12.0 %.
    /// </summary>
    public AgeCurve BmiMen { get; init; } = new(18, 21.2, 25, 22.4, 35, 23.7, 50, 24.1, 65, 23.7, 80, 22.9);

    public AgeCurve BmiWomen { get; init; } = new(18, 20.2, 25, 20.4, 35, 21.2, 50, 22.2, 65, 22.8, 80, 22.6);

    /// <summary>Standard deviation of the logarithm of BMI.</summary>
    public double LogBmiDeviationMen { get; init; } = 0.138;

    public double LogBmiDeviationWomen { get; init; } = 0.150;

    /// <summary>
    /// Untreated usual systolic pressure in 2015, mmHg. NHNS 2023 (treated people included): 131.6 men, 126.2 women.
    /// </summary>
    public AgeCurve SystolicMen { get; init; } = new(18, 114, 30, 118, 40, 123, 50, 130, 60, 136, 70, 140, 85, 143);

    public AgeCurve SystolicWomen { get; init; } = new(18, 104, 30, 107, 40, 113, 50, 121.5, 60, 129, 70, 135, 85, 141.5);

    /// <summary>
    /// Usual systolic pressure of the simulated population, treated people included, and its past (mmHg·years above
    /// 115): what contributions are counted from.
    /// </summary>
    public AgeCurve TypicalSystolicMen { get; init; } = new(18, 113, 30, 117, 40, 122, 50, 125.5, 60, 128.5, 70, 130.5, 85, 132);

    public AgeCurve TypicalSystolicWomen { get; init; } = new(18, 102, 30, 106, 40, 112.5, 50, 120, 60, 125.5, 70, 129, 85, 131.5);

    public AgeCurve TypicalPressureYearsMen { get; init; } = new(18, 0, 30, 58, 40, 135, 50, 250, 60, 410, 70, 620, 80, 820, 90, 980);

    public AgeCurve TypicalPressureYearsWomen { get; init; } = new(18, 0, 30, 12, 40, 42, 50, 98, 60, 200, 70, 365, 80, 560, 90, 750);

    /// <summary>Standard deviation of the untreated usual systolic pressure as a share of its mean.</summary>
    public double SystolicSpread { get; init; } = 0.090;

    /// <summary>mmHg a calendar year: the long fall of blood pressure in Japan.</summary>
    public double SystolicTrend { get; init; } = -0.15;

    /// <summary>mmHg for each standard deviation of adiposity.</summary>
    public double SystolicPerAdiposity { get; init; } = 4.0;

    /// <summary>HbA1c without diabetes, %.</summary>
    public AgeCurve HbA1c { get; init; } = new(18, 5.22, 35, 5.32, 50, 5.46, 65, 5.57, 85, 5.60);

    /// <summary>% HbA1c for each standard deviation of insulin resistance, and of lacking beta-cell reserve.</summary>
    public double HbA1cPerResistance { get; init; } = 0.15;

    public double HbA1cPerBetaCell { get; init; } = 0.14;

    /// <summary>
    /// HbA1c, %, to which diabetes drifts untreated: at onset, and more each year. Spread between people, %.
    /// </summary>
    public double DiabeticHbA1c { get; init; } = 6.95;

    public double DiabeticHbA1cPerYear { get; init; } = 0.09;

    public double DiabeticHbA1cSpread { get; init; } = 0.65;

    /// <summary>LDL cholesterol without drugs, mg/dL.</summary>
    public AgeCurve LdlMen { get; init; } = new(18, 98, 35, 122, 50, 127, 65, 121, 85, 110);

    public AgeCurve LdlWomen { get; init; } = new(18, 98, 35, 108, 45, 118, 55, 135, 65, 132, 85, 118);

    public double LdlDeviation { get; init; } = 29;

    public double HdlMen { get; init; } = 55;

    public double HdlWomen { get; init; } = 66;

    public double HdlDeviation { get; init; } = 14;

    /// <summary>Median fasting triglycerides, mg/dL, and the standard deviation of their logarithm.</summary>
    public double TriglyceridesMen { get; init; } = 112;

    public double TriglyceridesWomen { get; init; } = 82;

    public double LogTriglyceridesDeviation { get; init; } = 0.48;

    /// <summary>eGFR at 20 years, mL/min/1.73 m², and its standard deviation (JSN creatinine equation).</summary>
    public double EgfrAtTwenty { get; init; } = 95;

    public double EgfrDeviation { get; init; } = 13.0;

    /// <summary>
    /// Yearly loss of eGFR, mL/min/1.73 m². General population from 40 y: 0.36 (Imai 2008, n = 120,727).
    /// </summary>
    public double EgfrLoss { get; init; } = 0.30;

    public double EgfrLossDeviation { get; init; } = 0.26;

    /// <summary>
    /// Additional yearly loss with albuminuria above 300 mg/g. More than twice the loss with proteinuria (Imai 2008).
    /// </summary>
    public double EgfrLossProteinuria { get; init; } = 0.95;

    /// <summary>
    /// Additional yearly loss with albuminuria above 1,000 mg/g (EMPA-KIDNEY, untreated chronic slope -2.75 a year).
    /// </summary>
    public double EgfrLossHeavyProteinuria { get; init; } = 2.1;

    /// <summary>
    /// Additional yearly loss from 35 years on of the 0.9 % with a hereditary kidney disease, which no urine test shows
    /// early.
    /// </summary>
    public double EgfrLossHereditary { get; init; } = 1.8;

    /// <summary>Additional yearly loss after a kidney decline: what is left works under a higher load.</summary>
    public double EgfrLossAfterDecline { get; init; } = 0.8;

    /// <summary>
    /// Additional yearly loss per 10 mmHg of usual systolic pressure above 130, and per % of HbA1c above 7.
    /// </summary>
    public double EgfrLossPressure10 { get; init; } = 0.10;

    public double EgfrLossGlucose { get; init; } = 0.15;

    /// <summary>What remains of the loss under an SGLT2 inhibitor: EMPA-KIDNEY slope -2.75 to -1.37 a year.</summary>
    public double EgfrLossUnderSglt2 { get; init; } = 0.5;

    /// <summary>
    /// Median urinary albumin to creatinine ratio at 40 years, mg/g, and the standard deviation of its logarithm.
    /// </summary>
    public double AlbuminuriaAtForty { get; init; } = 7.0;

    public double LogAlbuminuriaDeviation { get; init; } = 0.85;

    /// <summary>How much longer the upper tail is than a normal's: added per squared positive deviation.</summary>
    public double LogAlbuminuriaTail { get; init; } = 0.26;

    /// <summary>Mean steps a day. NHNS: men about 6,600, women about 5,700 at all ages.</summary>
    public AgeCurve StepsMen { get; init; } = new(18, 8300, 40, 7700, 60, 6900, 70, 5700, 80, 4000, 90, 2400);

    public AgeCurve StepsWomen { get; init; } = new(18, 7000, 40, 6800, 60, 6000, 70, 4900, 80, 3200, 90, 1800);

    /// <summary>Standard deviation of the logarithm of steps.</summary>
    public double LogStepsDeviation { get; init; } = 0.42;

    /// <summary>Resting heart rate, beats a minute, and its standard deviation.</summary>
    public double RestingRateMen { get; init; } = 64;

    public double RestingRateWomen { get; init; } = 67;

    public double RestingRateDeviation { get; init; } = 8;

    /// <summary>
    /// Ever-smokers by birth year, from the smoking surveys of the birth cohorts; 14.8 % of adults smoked in 2024
    /// (NHNS).
    /// </summary>
    public AgeCurve EverSmokersMen { get; init; } = new(1930, 0.80, 1950, 0.76, 1965, 0.66, 1980, 0.50, 1990, 0.38, 2005, 0.26);

    public AgeCurve EverSmokersWomen { get; init; } = new(1930, 0.13, 1950, 0.15, 1968, 0.23, 1980, 0.19, 1990, 0.12, 2005, 0.07);

    /// <summary>Yearly probability that a smoker quits, by calendar year.</summary>
    public AgeCurve Quitting { get; init; } = new(1970, 0.006, 1995, 0.012, 2005, 0.026, 2025, 0.028);
}
