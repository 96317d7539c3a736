using Phr.Simulator.Chance;

namespace Phr.Simulator.Physiology;

/// <summary>
/// What is typical for a person's age and sex: the centre that drifts return to, and the reference that contributions
/// are counted from.
/// </summary>
public static class SetPoints
{
    public static double Bmi(PhysiologyCoefficients c, Sex sex, double age) => (sex == Sex.Male ? c.BmiMen : c.BmiWomen).At(age);

    /// <summary>Untreated usual systolic pressure of 2015, mmHg.</summary>
    public static double Systolic(PhysiologyCoefficients c, Sex sex, double age) =>
        (sex == Sex.Male ? c.SystolicMen : c.SystolicWomen).At(age);

    /// <summary>Usual systolic pressure of the population, drugs included, mmHg.</summary>
    public static double TypicalSystolic(PhysiologyCoefficients c, Sex sex, double age) =>
        (sex == Sex.Male ? c.TypicalSystolicMen : c.TypicalSystolicWomen).At(age);

    /// <summary>mmHg·years above 115 of the population.</summary>
    public static double TypicalPressureYears(PhysiologyCoefficients c, Sex sex, double age) =>
        (sex == Sex.Male ? c.TypicalPressureYearsMen : c.TypicalPressureYearsWomen).At(age);

    public static double HbA1c(PhysiologyCoefficients c, double age) => c.HbA1c.At(age);

    public static double Ldl(PhysiologyCoefficients c, Sex sex, double age) => (sex == Sex.Male ? c.LdlMen : c.LdlWomen).At(age);

    public static double Hdl(PhysiologyCoefficients c, Sex sex) => sex == Sex.Male ? c.HdlMen : c.HdlWomen;

    public static double Triglycerides(PhysiologyCoefficients c, Sex sex) => sex == Sex.Male ? c.TriglyceridesMen : c.TriglyceridesWomen;

    public static double Steps(PhysiologyCoefficients c, Sex sex, double age) => (sex == Sex.Male ? c.StepsMen : c.StepsWomen).At(age);

    public static double RestingRate(PhysiologyCoefficients c, Sex sex) => sex == Sex.Male ? c.RestingRateMen : c.RestingRateWomen;

    /// <summary>eGFR of a person who lost what the general population loses.</summary>
    public static double Egfr(PhysiologyCoefficients c, double age) => c.EgfrAtTwenty - (c.EgfrLoss * Math.Max(0, age - 20));

    /// <summary>Natural logarithm of the albumin to creatinine ratio in mg/g.</summary>
    public static double LogAlbuminuria(PhysiologyCoefficients c, double age) =>
        PortableMath.Log(c.AlbuminuriaAtForty) + (0.012 * (age - 40));
}
