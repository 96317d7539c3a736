namespace Phr.Planets.Series.Metrics;

/// <summary>
/// Every metric the platform knows. Codes: LOINC 2.78; <c>observation-pghd-codes</c> of HL7's Personal Health Records
/// guide; MEDIS nursing observation keys as in JP Core 1.1.2 (body measurements, respiratory rate) and in public JP
/// Core profiles (the others). Bounds are wider than any survivor on record where they refuse, and the range of healthy
/// and ill people at home where they flag.
/// </summary>
public static class MetricCatalogue
{
    /// <summary>Ordered by number.</summary>
    public static IReadOnlyList<Metric> All { get; } =
        [.. SampledMetrics.Vital.Concat(SampledMetrics.Activity).Concat(DiscreteMetrics.All).OrderBy(metric => metric.Number)];

    private static readonly Dictionary<string, Metric> ByCode = All.ToDictionary(metric => metric.Code, StringComparer.Ordinal);

    private static readonly Dictionary<short, Metric> ByNumber = All.ToDictionary(metric => metric.Number);

    /// <summary>The metric that uploads call so; null when there is none.</summary>
    public static Metric? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The metric with a stored number; null when a newer version of the platform wrote it.</summary>
    public static Metric? Find(short number) => ByNumber.GetValueOrDefault(number);

    /// <summary>The metric that uploads call so.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a bug in the code that names it.</exception>
    public static Metric Of(string code) => ByCode[code];
}
