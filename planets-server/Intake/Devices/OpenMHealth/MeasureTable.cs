namespace Phr.Planets.Intake.Devices.OpenMHealth;

/// <summary>A property of a body that is a measure.</summary>
/// <param name="NeedsInterval">A total: it stands for an interval, never for a moment.</param>
internal sealed record Measure(string Property, string Metric, bool NeedsInterval = false);

/// <summary>
/// Which measures of Open mHealth and IEEE 1752.1 stand for which metrics, and their units and words.
/// </summary>
internal static class MeasureTable
{
    public static IReadOnlyList<Measure> Measures { get; } =
    [
        new("heart_rate", "heart-rate"), new("respiratory_rate", "respiratory-rate"),
            new("oxygen_saturation", "oxygen-saturation"),
        new("body_weight", "body-weight"), new("body_height", "body-height"), new("body_mass_index", "body-mass-index"),
        new("body_fat_percentage", "body-fat"), new("body_temperature", "body-temperature"),
            new("blood_glucose", "glucose-capillary"),
        new("rr_interval", "rr-interval"), new("speed", "speed"),
        new("step_count", "steps", true), new("base_movement_quantity", "steps", true), new("distance", "distance", true),
        new("kcal_burned", "energy-total", true), new("sleep_duration", "sleep-duration", true),
            new("total_sleep_time", "sleep-duration", true),
        new("minutes_moderate_activity", "minutes-moderate", true), new("duration_light_activity", "minutes-light", true),
        new("duration_moderate_activity", "minutes-moderate", true),
            new("duration_vigorous_activity", "minutes-vigorous", true),
    ];

    /// <summary>Common names of units to UCUM; what is not here is sent on as it is.</summary>
    public static string Ucum(string unit) => Units.GetValueOrDefault(unit, unit);

    /// <summary>Words that fields of a body may hold; another one makes the body invalid.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> Words { get; } = new Dictionary<string, HashSet<string>>
    {
        ["temporal_relationship_to_meal"] =
        [
            "fasting", "not fasting", "before meal", "after meal", "before breakfast", "after breakfast",
                "before lunch", "after lunch",
            "before dinner", "after dinner", "2 hours postprandial", "with meal", "with food",
        ],
        ["temporal_relationship_to_sleep"] = ["before sleeping", "during sleep", "on waking"],
        ["temporal_relationship_to_physical_activity"] =
            ["at rest", "active", "before exercise", "after exercise", "during exercise"],
        ["descriptive_statistic"] =
        [
            "average", "count", "maximum", "median", "minimum", "standard deviation", "sum", "variance",
                "20th percentile", "80th percentile",
            "lower quartile", "upper quartile", "quartile deviation", "1st quintile", "2nd quintile", "3rd quintile",
                "4th quintile",
        ],
        ["specimen_source"] =
            ["breath", "capillary blood", "interstitial fluid", "saliva", "sweat", "tears", "urine", "serum", "plasma",
                "whole blood", "blood"],
        ["blood_specimen_type"] = ["whole blood", "plasma"],
    };

    /// <summary>Values beside the measure that have one unit only; another one makes the body invalid.</summary>
    public static IReadOnlyDictionary<string, string> Beside { get; } = new Dictionary<string, string>
    {
        ["supplemental_oxygen_flow_rate"] = "L/min",
    };

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["beats/min"] = "/min", ["breaths/min"] = "/min", ["steps"] = "{steps}", ["mmHg"] = "mm[Hg]",
            ["kg/m^2"] = "kg/m2", ["C"] = "Cel",
        ["F"] = "[degF]", ["sec"] = "s", ["lb"] = "[lb_av]", ["oz"] = "[oz_av]", ["gr"] = "[gr]", ["Ton"] = "[ston_av]",
            ["Metric Ton"] = "t",
        ["in"] = "[in_i]", ["ft"] = "[ft_i]", ["yd"] = "[yd_i]", ["mi"] = "[mi_i]", ["Mo"] = "mo", ["yr"] = "a",
    };
}
