namespace Phr.Planets.Series.Metrics;

/// <summary>Metrics of which each reading becomes a FHIR Observation.</summary>
internal static class DiscreteMetrics
{
    public static IReadOnlyList<Metric> All { get; } =
    [
        Discrete(60, "blood-pressure", "mm[Hg]") with
        {
            Possible = new(1, 400), Plausible = new(20, 300),
            Loinc = new("85354-9", "Blood pressure panel with all children optional"),
            Pghd = "bloodPressure", Medis = "31002365", Display = "Blood pressure", DisplayJa = "血圧",
            Components =
            [
                new("systolic", new("8480-6", "Systolic blood pressure"), new(1, 400), new(50, 300)),
                new("diastolic", new("8462-4", "Diastolic blood pressure"), new(1, 300), new(20, 200)),
            ],
        },
        Discrete(61, "body-weight", "kg") with
        {
            Possible = new(0.2m, 700), Plausible = new(2, 300), Loinc = new("29463-7", "Body weight"), Pghd = "bodyMass",
            Medis = "31000296", Display = "Body weight", DisplayJa = "体重",
        },
        Discrete(62, "body-height", "cm") with
        {
            Possible = new(10, 280), Plausible = new(30, 250), Loinc = new("8302-2", "Body height"), Pghd = "height",
            Medis = "31000298", Display = "Body height", DisplayJa = "身長",
        },
        Discrete(63, "body-mass-index", "kg/m2") with
        {
            Possible = new(3, 250), Plausible = new(8, 100), Loinc = new("39156-5", "Body mass index (BMI) [Ratio]"),
            Pghd = "bodyMassIndex", Display = "Body mass index", DisplayJa = "BMI",
        },
        Discrete(64, "body-fat", "%") with
        {
            Possible = new(0.5m, 95), Plausible = new(2, 75), Loinc = new("41982-0", "Percentage of body fat Measured"),
            Pghd = "bodyFatPercentage", Medis = "31001697", Display = "Body fat", DisplayJa = "体脂肪率",
        },
        Discrete(65, "waist-circumference", "cm") with
        {
            Possible = new(10, 400), Plausible = new(30, 250),
            Loinc = new("8280-0", "Waist Circumference at umbilicus by Tape measure"),
            Pghd = "waistCircumference", Medis = "31000301", Display = "Waist circumference", DisplayJa = "腹囲",
        },
        Discrete(66, "body-temperature", "Cel") with
        {
            Possible = new(10, 50), Plausible = new(30, 44), Loinc = new("8310-5", "Body temperature"),
            Pghd = "bodyTemperature",
            Medis = "31001368", Display = "Body temperature", DisplayJa = "体温",
        },
        Discrete(67, "glucose-capillary", "mg/dL") with
        {
            MolarMass = SampledMetrics.GlucoseMolarMass,
            Possible = new(1, 3000), Plausible = new(20, 800),
            Loinc = new("41653-7", "Glucose [Mass/volume] in Capillary blood by Glucometer"), Pghd = "bloodGlucose",
            Display = "Blood glucose (fingerstick)", DisplayJa = "血糖（指先）", Category = "laboratory",
        },
        Discrete(68, "lean-body-mass", "kg") with
        {
            Possible = new(0.2m, 300), Plausible = new(2, 200), Pghd = "leanBodyMass", Display = "Lean body mass",
            DisplayJa = "除脂肪体重",
        },
    ];

    private static Metric Discrete(short number, string code, string unit) => new()
    {
        Number = number, Code = code, Kind = MetricKind.Discrete, Statistic = Statistic.Instant, Unit = unit,
        Possible = default, Plausible = default, Display = code, DisplayJa = code,
    };
}
