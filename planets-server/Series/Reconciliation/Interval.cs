namespace Phr.Planets.Series.Reconciliation;

/// <summary>A value of one source for reconciling: [start, end), or a moment when both are equal.</summary>
/// <param name="Value">In the metric's own unit; for sleep the number of the stage.</param>
/// <param name="OffsetMinutes">Local time minus UTC at the place.</param>
public readonly record struct Interval(long StartMs, long EndMs, double Value, short OffsetMinutes)
{
    public long LengthMs => EndMs - StartMs;

    /// <summary>What of a total falls into a part of the interval, taken as evenly spread.</summary>
    public double Share(long startMs, long endMs) => Value * (endMs - startMs) / LengthMs;
}

/// <summary>All that one source says of a metric.</summary>
/// <param name="Source">Name of the connection.</param>
/// <param name="Rank">0 is preferred; sources of the same rank are decided by what they say.</param>
/// <param name="Intervals">In the order in which they were stored: of two that contradict each other the later
/// holds.</param>
public sealed record SourceSeries(string Source, int Rank, IReadOnlyList<Interval> Intervals);

/// <summary>A stretch of time and the one source that tells of it.</summary>
/// <param name="Value">For totals the part that falls into the stretch.</param>
public readonly record struct Segment(long StartMs, long EndMs, double Value, string Source, short OffsetMinutes)
{
    public long LengthMs => EndMs - StartMs;
}

/// <summary>Answers which minutes came from which device.</summary>
public readonly record struct SourceSpan(string Source, long StartMs, long EndMs);

/// <summary>What all sources together say, each moment told by one of them only.</summary>
/// <param name="Segments">Ascending, none overlapping another.</param>
/// <param name="Spans">Ascending; stretches of one source, whole minutes where the values are moments.</param>
public sealed record Reconciled(IReadOnlyList<Segment> Segments, IReadOnlyList<SourceSpan> Spans)
{
    public double Sum => Segments.Sum(segment => segment.Value);

    /// <summary>
    /// Mean of the means of the minutes, so that a device that measures more often in sport does not tilt it.
    /// </summary>
    public double MinuteMean => Segments.GroupBy(segment => MinuteChoice.MinuteOf(segment.StartMs))
        .Average(minute => minute.Average(segment => segment.Value));

    public long CoveredMs => Spans.Sum(span => span.EndMs - span.StartMs);
}
