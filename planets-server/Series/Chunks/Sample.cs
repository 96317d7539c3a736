namespace Phr.Planets.Series.Chunks;

/// <summary>One value of a series.</summary>
/// <param name="StartMs">Milliseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="DurationMs">Length of the interval that the value stands for; 0 for a moment.</param>
/// <param name="Value">In the unit of the chunk, as <see cref="Metrics.Nano"/>.</param>
public readonly record struct Sample(long StartMs, int DurationMs, long Value) : IComparable<Sample>
{
    public long EndMs => StartMs + DurationMs;

    public int CompareTo(Sample other)
    {
        var byStart = StartMs.CompareTo(other.StartMs);
        if (byStart != 0)
            return byStart;
        var byDuration = DurationMs.CompareTo(other.DurationMs);
        return byDuration != 0 ? byDuration : Value.CompareTo(other.Value);
    }

    public static bool operator <(Sample left, Sample right) => left.CompareTo(right) < 0;

    public static bool operator >(Sample left, Sample right) => left.CompareTo(right) > 0;

    public static bool operator <=(Sample left, Sample right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Sample left, Sample right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// What consecutive samples of a chunk have in common: the item of an upload that they came in, and the clock of the
/// place.
/// </summary>
/// <param name="Client">Digest of the id that the client gave the item; null when it gave none.</param>
/// <param name="Version">The client's version of the item; null when it gave none.</param>
/// <param name="Deleted">With a client id: the item is gone, and no samples follow. Without: the samples listed are
/// gone.</param>
/// <param name="Count">Samples of this run.</param>
/// <param name="OffsetMinutes">Local time minus UTC where and when the samples were taken.</param>
/// <param name="Zone">IANA zone id, when one was told.</param>
public readonly record struct Run(ulong? Client, long? Version, bool Deleted, int Count, short OffsetMinutes, string? Zone);
