using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>What a phone or an importer uploads at once.</summary>
/// <param name="Connection">Names the app, device or account that the readings came through; 1 to 64 of A–Z a–z 0–9 . _
/// : -</param>
/// <param name="Zone">IANA zone that holds for readings which do not tell their offset from UTC.</param>
public sealed record Batch(string Connection, string? Zone, IReadOnlyList<UploadEntry> Entries)
{
    /// <summary>Items of one batch.</summary>
    public const int ItemsMax = 10_000;

    /// <summary>Samples of one item.</summary>
    public const int ItemSamplesMax = 100_000;

    /// <summary>Samples of all items of one batch.</summary>
    public const int SamplesMax = 250_000;

    /// <summary>Bytes of one batch as JSON.</summary>
    public const int BytesMax = 16 << 20;

    public const int ConnectionLengthMax = 64;

    public static bool IsConnection(string name) =>
        name.Length is > 0 and <= ConnectionLengthMax
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
}

/// <summary>One place of a batch: a reading, or what could not be read as one.</summary>
public abstract record UploadEntry
{
    private UploadEntry() { }

    /// <summary>An item that does not have the form of one.</summary>
    /// <param name="Place">Where inside the item, as a JSON pointer without its own index; empty for the item
    /// itself.</param>
    public sealed record Malformed(Reason Reason, string Place, string? ClientId = null) : UploadEntry;

    /// <summary>
    /// One reading, or one run of readings of one metric that the client names and versions together.
    /// </summary>
    public sealed record Item : UploadEntry
    {
        public const int ClientIdLengthMax = 256;

        /// <summary>The client's own id of the item, which makes it replaceable and deletable.</summary>
        public string? ClientId { get; init; }

        public long? Version { get; init; }

        /// <summary>The item, or without a client id the samples listed, are gone.</summary>
        public bool Deleted { get; init; }

        /// <summary><see cref="Metric.Code"/>; null only in deletions by client id.</summary>
        public string? Metric { get; init; }

        /// <summary>UCUM code.</summary>
        public string? Unit { get; init; }

        /// <summary>What statistic the sender says its values are; null for the metric's own.</summary>
        public Statistic? Statistic { get; init; }

        public LocalTime? Start { get; init; }

        /// <summary>Local time minus UTC, for times that do not tell.</summary>
        public TimeSpan? UtcOffset { get; init; }

        /// <summary>IANA zone in which the readings were taken.</summary>
        public string? Zone { get; init; }

        /// <summary>
        /// End of the interval of an item with a single value; otherwise null, and the samples tell their durations.
        /// </summary>
        public LocalTime? End { get; init; }

        public IReadOnlyList<ItemSample> Samples { get; init; } = [];

        /// <summary>Parts of a panel, by the names of <see cref="MetricComponent"/>.</summary>
        public IReadOnlyDictionary<string, decimal>? Components { get; init; }
    }
}

/// <summary>A value of an item.</summary>
/// <param name="OffsetMs">From the item's start.</param>
/// <param name="DurationMs">Length of the interval the value stands for; 0 for a moment.</param>
/// <param name="Value">In the item's unit; null is not a number and refused in its place.</param>
public readonly record struct ItemSample(long OffsetMs, long DurationMs, decimal? Value);
