namespace Phr.Planets.Series.Metrics;

/// <summary>How readings of a metric are kept.</summary>
public enum MetricKind
{
    /// <summary>Many a day: kept in day chunks, seen as SampledData and daily aggregates.</summary>
    Sampled,
    /// <summary>A few a day, each an act of its own: a FHIR Observation each.</summary>
    Discrete,
}

/// <summary>
/// What a value says about the time that it stands for. Two values may only be merged when they are the same statistic:
/// a sum is not a mean, and SDNN is not RMSSD although both are called heart rate variability.
/// </summary>
public enum Statistic
{
    /// <summary>A measurement at a moment.</summary>
    Instant,
    /// <summary>A total over an interval; totals of disjoint intervals add up.</summary>
    Sum,
    /// <summary>An arithmetic mean over an interval.</summary>
    Mean,
    /// <summary>A state that holds over an interval, as a code (<see cref="SleepStage"/>).</summary>
    Stage,
    /// <summary>
    /// Standard deviation of normal-to-normal intervals (Task Force of ESC and NASPE, Circulation 1996;93:1043).
    /// </summary>
    Sdnn,
    /// <summary>Root mean square of successive differences of normal-to-normal intervals (same source).</summary>
    Rmssd,
}

/// <summary>Bounds, both included, in the metric's own unit.</summary>
public readonly record struct ValueRange(decimal Low, decimal High)
{
    public bool Contains(decimal value) => value >= Low && value <= High;
}

/// <summary>
/// What one kind of reading means: its codes, unit, statistic and bounds. <see cref="Number"/> and <see cref="Code"/>
/// are stored and never change their meaning.
/// </summary>
public sealed record Metric
{
    /// <summary>Names the metric inside chunks, rows and resource ids.</summary>
    public required short Number { get; init; }

    /// <summary>Names the metric in uploads, for example <c>heart-rate</c>.</summary>
    public required string Code { get; init; }

    public required MetricKind Kind { get; init; }

    public required Statistic Statistic { get; init; }

    /// <summary>UCUM unit that values are compared, aggregated and shown in.</summary>
    public required string Unit { get; init; }

    /// <summary>In g/mol, of what the metric measures in mass per volume, so that mmol/L can be taken too.</summary>
    public decimal? MolarMass { get; init; }

    /// <summary>Outside of this a value cannot be a measurement of a person; it is refused.</summary>
    public required ValueRange Possible { get; init; }

    /// <summary>
    /// Outside of this a value is kept and flagged: it may be an artefact, or the most important reading of a life.
    /// </summary>
    public required ValueRange Plausible { get; init; }

    /// <summary>LOINC code and display of a reading; null where LOINC has none.</summary>
    public Coding? Loinc { get; init; }

    /// <summary>LOINC code of the day's total, where that has a code of its own.</summary>
    public Coding? LoincDaily { get; init; }

    /// <summary>Code in the HL7 PHR implementation guide's <c>observation-pghd-codes</c>.</summary>
    public string? Pghd { get; init; }

    /// <summary>MEDIS standard nursing observation key (看護観察 観察名称管理番号), as JP Core profiles use it.</summary>
    public string? Medis { get; init; }

    public required string Display { get; init; }

    public required string DisplayJa { get; init; }

    /// <summary>Code of HL7's observation-category.</summary>
    public string Category { get; init; } = "vital-signs";

    /// <summary>Named parts of a panel (blood pressure); empty for a single value.</summary>
    public IReadOnlyList<MetricComponent> Components { get; init; } = [];
}

/// <summary>A part of a panel. It shares quantity and unit with the panel's metric.</summary>
public sealed record MetricComponent(string Name, Coding Loinc, ValueRange Possible, ValueRange Plausible);

public sealed record Coding(string Code, string Display);

/// <summary>Values of the metric <c>sleep-stage</c>: stored, so a number never changes its meaning.</summary>
public enum SleepStage
{
    InBed = 1,
    OutOfBed = 2,
    Awake = 3,
    /// <summary>
    /// Moving in sleep, as one-sensor trackers tell it; not counted as asleep, as their makers do not.
    /// </summary>
    Restless = 4,
    /// <summary>Asleep, stage not known.</summary>
    Asleep = 5,
    /// <summary>Light sleep, N1 and N2 (AASM).</summary>
    Light = 6,
    /// <summary>Deep sleep, N3 (AASM).</summary>
    Deep = 7,
    Rem = 8,
}
