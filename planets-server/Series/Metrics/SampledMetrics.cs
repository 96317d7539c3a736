namespace Phr.Planets.Series.Metrics;

/// <summary>Metrics that come as series.</summary>
internal static class SampledMetrics
{
    /// <summary>In g/mol, of D-glucose, C6H12O6 (IUPAC standard atomic weights 2021).</summary>
    public const decimal GlucoseMolarMass = 180.156m;

    public static IReadOnlyList<Metric> Vital { get; } =
    [
        Rate(1, "heart-rate", Statistic.Instant) with
        {
            Possible = new(1, 400), Plausible = new(25, 250), Loinc = new("8867-4", "Heart rate"), Pghd = "heartRate",
            Medis = "31001390", Display = "Heart rate", DisplayJa = "心拍数",
        },
        Rate(2, "heart-rate-mean", Statistic.Mean) with
        {
            Possible = new(1, 400), Plausible = new(25, 250), Display = "Mean heart rate over an interval", DisplayJa = "平均心拍数",
        },
        Rate(3, "heart-rate-resting", Statistic.Instant) with
        {
            Possible = new(1, 300), Plausible = new(25, 150), Loinc = new("40443-4", "Heart rate --resting"),
            Pghd = "restingHeartRate", Display = "Resting heart rate", DisplayJa = "安静時心拍数",
        },
        Rate(4, "respiratory-rate", Statistic.Instant) with
        {
            Possible = new(1, 150), Plausible = new(4, 60), Loinc = new("9279-1", "Respiratory rate"), Pghd = "respiratoryRate",
            Medis = "31001369", Display = "Respiratory rate", DisplayJa = "呼吸数",
        },
        Sampled(5, "oxygen-saturation", Statistic.Instant, "%") with
        {
            Possible = new(1, 100), Plausible = new(50, 100),
            Loinc = new("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"), Pghd = "oxygenSaturation",
            Medis = "31000001", Display = "Oxygen saturation", DisplayJa = "SpO2",
        },
        Sampled(6, "glucose-interstitial", Statistic.Instant, "mg/dL") with
        {
            MolarMass = GlucoseMolarMass,
            Possible = new(1, 2000), Plausible = new(30, 600),
            Loinc = new("99504-3", "Glucose [Mass/volume] in Interstitial fluid"), Pghd = "bloodGlucose",
            Display = "Interstitial glucose (continuous monitor)", DisplayJa = "間質液グルコース", Category = "laboratory",
        },
        Sampled(7, "hrv-sdnn", Statistic.Sdnn, "ms") with
        {
            Possible = new(0, 2000), Plausible = new(1, 500),
            Loinc = new("80404-7", "R-R interval.standard deviation (Heart rate variability)"),
            Pghd = "heartRateVariabilitySDNN", Display = "Heart rate variability, SDNN", DisplayJa = "心拍変動 (SDNN)",
        },
        Sampled(8, "hrv-rmssd", Statistic.Rmssd, "ms") with
        {
            Possible = new(0, 2000), Plausible = new(1, 500), Display = "Heart rate variability, RMSSD",
            DisplayJa = "心拍変動 (RMSSD)",
        },
        Sampled(9, "rr-interval", Statistic.Instant, "ms") with
        {
            Possible = new(50, 20_000), Plausible = new(240, 2400), Pghd = "rrInterval", Display = "R-R interval",
            DisplayJa = "R-R間隔",
        },
        Sampled(10, "wrist-temperature-asleep", Statistic.Mean, "Cel") with
        {
            Possible = new(0, 50), Plausible = new(25, 42), Pghd = "appleSleepingWristTemperature",
            Display = "Wrist temperature asleep", DisplayJa = "睡眠時手首皮膚温",
        },
        Sampled(11, "oxygen-uptake-max", Statistic.Instant, "mL/min/kg") with
        {
            Possible = new(1, 120), Plausible = new(5, 98), Pghd = "vo2Max", Display = "Maximal oxygen uptake (estimate)",
            DisplayJa = "最大酸素摂取量（推定）", Category = "activity",
        },
    ];

    public static IReadOnlyList<Metric> Activity { get; } =
    [
        Total(20, "steps", "{steps}", 200_000) with
        {
            Plausible = new(0, 100_000), Loinc = new("55423-8", "Number of steps in unspecified time Pedometer"),
            LoincDaily = new("41950-7", "Number of steps in 24 hour Measured"), Pghd = "stepCount", Display = "Steps",
            DisplayJa = "歩数",
        },
        Total(21, "distance", "m", 1_000_000) with
        {
            Plausible = new(0, 200_000), Loinc = new("55430-3", "Walking distance unspecified time Pedometer"),
            LoincDaily = new("41953-1", "Walking distance 24 hour Calculated"), Pghd = "distanceWalkingRunning",
            Display = "Distance on foot", DisplayJa = "歩行・走行距離",
        },
        Total(22, "energy-active", "kcal", 30_000) with
        {
            Plausible = new(0, 10_000), Loinc = new("55424-6", "Calories burned in unspecified time Pedometer"),
            Pghd = "activeEnergyBurned", Display = "Active energy", DisplayJa = "活動消費エネルギー",
        },
        Total(23, "energy-basal", "kcal", 10_000) with
        {
            Plausible = new(0, 4_000), Pghd = "basalEnergyBurned", Display = "Basal energy", DisplayJa = "基礎代謝エネルギー",
        },
        Total(24, "energy-total", "kcal", 30_000) with
        {
            Plausible = new(0, 12_000), Loinc = new("41981-2", "Calories burned"),
            LoincDaily = new("41979-6", "Calories burned in 24 hour Calculated"),
            Pghd = "totalEnergyBurned", Display = "Total energy", DisplayJa = "総消費エネルギー",
        },
        Total(25, "flights", "{flights}", 5_000) with
        {
            Plausible = new(0, 500), Pghd = "flightsClimbed", Display = "Flights of stairs climbed", DisplayJa = "上った階数",
        },
        Total(26, "elevation", "m", 20_000) with
        {
            Plausible = new(0, 9_000), Pghd = "elevationGained", Display = "Elevation gained", DisplayJa = "上昇高度",
        },
        Total(27, "minutes-sedentary", "min", 1_560) with { Display = "Sedentary time", DisplayJa = "座位時間" },
        Total(28, "minutes-light", "min", 1_560) with { Display = "Light activity time", DisplayJa = "軽度活動時間" },
        Total(29, "minutes-moderate", "min", 1_560) with
        {
            Pghd = "moderateActivity", Display = "Moderate activity time", DisplayJa = "中等度活動時間",
        },
        Total(30, "minutes-vigorous", "min", 1_560) with
        {
            Pghd = "vigorousActivity", Display = "Vigorous activity time", DisplayJa = "高強度活動時間",
        },
        Total(31, "activity-intensity", "{score}", 5_000) with
        {
            Display = "Activity intensity (0 sedentary … 3 very active, added over minutes)", DisplayJa = "活動強度スコア",
        },
        Sampled(32, "speed", Statistic.Instant, "m/s") with
        {
            Possible = new(0, 100), Plausible = new(0, 30), Pghd = "speed", Display = "Speed", DisplayJa = "速度",
            Category = "activity",
        },
        Sampled(40, "sleep-stage", Statistic.Stage, "1") with
        {
            Possible = new(1, 8), Plausible = new(1, 8), Pghd = "sleepAnalysis", Display = "Sleep stage", DisplayJa = "睡眠段階",
            LoincDaily = new("93832-4", "Sleep duration"), Category = "social-history",
        },
        Total(41, "sleep-duration", "min", 1_560) with
        {
            Loinc = new("93832-4", "Sleep duration"), Display = "Time asleep", DisplayJa = "睡眠時間", Category = "social-history",
        },
        Total(42, "time-in-bed", "min", 1_560) with
        {
            Display = "Time in bed", DisplayJa = "就床時間", Category = "social-history",
        },
    ];

    private static Metric Rate(short number, string code, Statistic statistic) =>
        Sampled(number, code, statistic, "/min");

    /// <summary>A total that grows with the interval: bounds are those of the longest interval taken.</summary>
    private static Metric Total(short number, string code, string unit, decimal most) =>
        Sampled(number, code, Statistic.Sum, unit) with
        {
            Possible = new(0, most), Plausible = new(0, most), Category = "activity",
        };

    private static Metric Sampled(short number, string code, Statistic statistic, string unit) => new()
    {
        Number = number, Code = code, Kind = MetricKind.Sampled, Statistic = statistic, Unit = unit,
        Possible = default, Plausible = default, Display = code, DisplayJa = code,
    };
}
