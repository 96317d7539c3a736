using Phr.Simulator.Hazards;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator;

/// <summary>
/// A world with other incidence, other effects, other bodies, other sites and other habits of coding. It is for
/// evaluation only: whatever holds in the shipped world alone was learned from its author, not from the record.
/// </summary>
internal static class SecondWorld
{
    public static World Make(World shipped) => shipped with
    {
        Name = "second",
        Physiology = Bodies(shipped.Physiology),
        Hazards = Hazards(shipped.Hazards),
        Effects = shipped.Effects with
        {
            PressurePerClassMmHg = 7.5,
            Sglt2HeartFailure = -0.25,
            Sglt2Kidney = -0.30,
            AnticoagulantStroke = -0.90,
            AnthracyclineHeartFailure = 0.9,
        },
        Observation = Habits(shipped.Observation),
    };

    private static PhysiologyCoefficients Bodies(PhysiologyCoefficients bodies) => bodies with
    {
        BmiMen = bodies.BmiMen.Times(1.03),
        BmiWomen = bodies.BmiWomen.Times(1.04),
        SystolicMen = bodies.SystolicMen.Times(1.02),
        SystolicSpread = 0.085,
        HbA1cPerResistance = 0.17,
        HbA1cPerBetaCell = 0.12,
        DiabeticHbA1c = 7.1,
        EgfrLoss = 0.36,
        LogStepsDeviation = 0.50,
    };

    private static HazardCoefficients Hazards(HazardCoefficients hazards) => hazards with
    {
        FrailtyDeviation = 0.55,
        Diabetes = hazards.Diabetes with { Baseline = hazards.Diabetes.Baseline.Times(1.15, 1.25), HbA1c = 3.0, Bmi = 0.075, GestationalDiabetes = 1.2, YouthAdiposity = 0.32, Steps1000 = 0.06 },
        Coronary = hazards.Coronary with { Baseline = hazards.Coronary.Baseline.Times(1.4, 1.3), Pressure10 = 0.17, Ldl30 = 0.46, Smoker = 0.50, Steps1000 = 0.07, Variability = 0.18, OldEvent = 0.95 },
        Stroke = hazards.Stroke with { Baseline = hazards.Stroke.Baseline.Times(0.8, 0.85), Pressure10 = 0.26, Fibrillation = 1.65, Variability = 0.32, PressureYears100 = 0.045 },
        Kidney = hazards.Kidney with { Baseline = hazards.Kidney.Baseline.Times(1.2, 1.1), LogAlbuminuria = 0.46, Pressure10 = 0.18, HbA1c = 0.22 },
        HeartFailure = hazards.HeartFailure with { Baseline = hazards.HeartFailure.Baseline.Times(1.2, 1.3), Bmi = 0.065, OldCoronary = 1.1, Rate10 = 0.09 },
        Decompensation = hazards.Decompensation with { Congestion = 0.85, YearlyRate = 0.11 },
        Death = hazards.Death with { Steps1000 = 0.08, Smoker = 0.55 },
    };

    private static ObservationHabits Habits(ObservationHabits habits) => habits with
    {
        WhiteCoatDeviation = 12,
        HbA1cNoise = 0.14,
        CheckupInvited = 0.25,
        CheckupPerSeeking = 0.6,
        MinorVisits = 2.3,
        Watches = habits.Watches.Times(1.4),
        Sites = Site.Second,
    };
}
