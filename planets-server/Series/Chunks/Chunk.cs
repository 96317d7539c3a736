namespace Phr.Planets.Series.Chunks;

/// <summary>Names a day of one metric of one connection.</summary>
/// <param name="Connection">What the readings came through: one app, device or account of the person.</param>
/// <param name="Metric">Number of the metric.</param>
/// <param name="Day">Local calendar day that the readings start in, as days since 1970-01-01.</param>
public readonly record struct DayKey(string Connection, short Metric, int Day)
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public DateOnly Date => DateOnly.FromDayNumber(Epoch + Day);

    public static int DayOf(DateOnly date) => date.DayNumber - Epoch;

    /// <summary>Local day of an instant on a clock that is this far ahead of UTC.</summary>
    public static int DayOf(long instantMs, short offsetMinutes) =>
        (int)Math.Floor((instantMs + (offsetMinutes * 60_000L)) / 86_400_000.0);
}

/// <summary>
/// What one upload changed in a day: the body of one event. A day is what folding its chunks in order of position gives
/// (<see cref="DayFold"/>). <see cref="Samples"/> lists the samples of <see cref="Runs"/> one run after the other.
/// </summary>
public sealed record Chunk
{
    /// <summary>Most samples of one chunk: a beat-to-beat day at 180 a minute, with room.</summary>
    public const int SamplesMax = 400_000;

    public required DayKey Key { get; init; }

    /// <summary>UCUM unit of the values, as sent.</summary>
    public required string Unit { get; init; }

    public required IReadOnlyList<Run> Runs { get; init; }

    public required Sample[] Samples { get; init; }

    /// <summary>
    /// The whole day after this chunk; null when another chunk of the same upload follows for that day.
    /// </summary>
    public DaySummary? Summary { get; init; }

    /// <summary>
    /// Positions of the chunks that this one replaces, ascending: a compaction. They hold no more from here on.
    /// </summary>
    public IReadOnlyList<long> Supersedes { get; init; } = [];
}

/// <summary>A day of one connection in figures, in the metric's own unit.</summary>
/// <param name="Count">Samples that hold.</param>
/// <param name="Mean">Of moments, each minute weighing the same; otherwise 0.</param>
/// <param name="Sum">Of totals, what overlaps counted once; of nights the minutes asleep; otherwise 0.</param>
/// <param name="CoveredMs">Time that the samples tell of: their union, for moments the minutes that have one.</param>
/// <param name="ReachesOver">Whether an interval goes on after midnight.</param>
public readonly record struct DaySummary(
    int Count, double Min, double Max, double Mean, double Sum, long CoveredMs, bool ReachesOver)
{
    public static readonly DaySummary Empty;
}
