using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Intake.Devices.HealthKit;

/// <summary>Which HealthKit types stand for which metrics, and what HealthKit calls units and stages.</summary>
internal static class HealthKitTypes
{
    private const string Quantity = "HKQuantityTypeIdentifier";

    private static readonly Dictionary<string, string> Metrics = new(StringComparer.Ordinal)
    {
        ["HeartRate"] = "heart-rate", ["RestingHeartRate"] = "heart-rate-resting", ["RespiratoryRate"] = "respiratory-rate",
        ["OxygenSaturation"] = "oxygen-saturation", ["HeartRateVariabilitySDNN"] = "hrv-sdnn", ["VO2Max"] = "oxygen-uptake-max",
        ["AppleSleepingWristTemperature"] = "wrist-temperature-asleep", ["StepCount"] = "steps",
        ["DistanceWalkingRunning"] = "distance", ["ActiveEnergyBurned"] = "energy-active",
            ["BasalEnergyBurned"] = "energy-basal",
        ["FlightsClimbed"] = "flights", ["WalkingSpeed"] = "speed", ["RunningSpeed"] = "speed",
        ["BodyMass"] = "body-weight", ["Height"] = "body-height", ["BodyMassIndex"] = "body-mass-index",
            ["BodyFatPercentage"] = "body-fat",
        ["WaistCircumference"] = "waist-circumference", ["LeanBodyMass"] = "lean-body-mass",
            ["BodyTemperature"] = "body-temperature",
        ["BloodGlucose"] = "glucose-capillary",
    };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["count"] = "{count}", ["count/min"] = "/min", ["beats/min"] = "/min", ["count/s"] = "/s", ["degC"] = "Cel",
            ["degF"] = "[degF]",
        ["lb"] = "[lb_av]", ["oz"] = "[oz_av]", ["st"] = "[stone_av]", ["mi"] = "[mi_i]", ["ft"] = "[ft_i]",
            ["in"] = "[in_i]", ["yd"] = "[yd_i]",
        ["Cal"] = "kcal", ["mmHg"] = "mm[Hg]", ["cmAq"] = "cm[H2O]", ["hr"] = "h", ["km/hr"] = "km/h", ["mi/hr"] = "[mi_i]/h",
        ["mL/min·kg"] = "mL/min/kg", ["ml/kg/min"] = "mL/min/kg", ["mmol<180.1558800000541>/L"] = "mmol/L",
            ["mmol<180.15588>/L"] = "mmol/L",
    };

    private static readonly Dictionary<string, SleepStage> Stages = new(StringComparer.Ordinal)
    {
        ["InBed"] = SleepStage.InBed, ["Asleep"] = SleepStage.Asleep, ["AsleepUnspecified"] = SleepStage.Asleep,
            ["Awake"] = SleepStage.Awake,
        ["AsleepCore"] = SleepStage.Light, ["AsleepDeep"] = SleepStage.Deep, ["AsleepREM"] = SleepStage.Rem,
    };

    public static string? MetricOf(string type) =>
        type.StartsWith(Quantity, StringComparison.Ordinal) ? Metrics.GetValueOrDefault(type[Quantity.Length..]) : null;

    public static bool IsSleep(string type) => type is "HKCategoryTypeIdentifierSleepAnalysis" or "SleepAnalysis";

    /// <summary>HKCategoryValueSleepAnalysisAsleepDeep and the like, or the part after "SleepAnalysis".</summary>
    public static SleepStage? StageOf(string value)
    {
        var name = value.Split("SleepAnalysis")[^1];
        return Stages.TryGetValue(name, out var stage) ? stage : null;
    }

    public static string Ucum(string unit) => Units.GetValueOrDefault(unit, unit);

    /// <summary>Apple writes percentages as parts of one, whatever it calls the unit.</summary>
    public static decimal Scaled(string metric, string unit, decimal value) =>
        unit == "%" && MetricCatalogue.Of(metric).Unit == "%" && value <= 1 ? value * 100 : value;
}
