using System.Text.Json;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Uploads;
using Phr.Planets.Series.Views;

namespace Phr.Planets.Series.Storage;

/// <summary>
/// How changes of series are written to the log. What stays readable after erasure says nothing of health.
/// </summary>
internal static class SeriesEvents
{
    /// <summary>A chunk; the body is <see cref="ChunkCodec"/>'s.</summary>
    public const string ChunkType = "Series";

    /// <summary>The order of a person's connections for one metric; the body is JSON.</summary>
    public const string PriorityType = "SeriesPriority";

    /// <summary>An upload that its client gave a key; the body is a <see cref="StoredUpload"/>.</summary>
    public const string UploadType = "SeriesUpload";

    public const string ObservationType = "Observation";

    // Day, metric and connection are in the sealed body only.
    private const string ChunkId = "chunk";

    private const string UploadId = "upload";

    public static NewEvent Of(UploadKey key, ReadOnlyMemory<byte> answer) =>
        new(EventKind.Appended, UploadType, UploadId, 0, null, StoredUpload.Write(key, answer), key);

    public static NewEvent Of(Chunk chunk)
    {
        DateTimeOffset? last = chunk.Samples.Length == 0 ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(chunk.Samples.Max(sample => sample.StartMs));
        return new NewEvent(EventKind.Appended, ChunkType, ChunkId, 0, last, ChunkCodec.Encode(chunk), chunk);
    }

    /// <param name="observation">The resource; empty when it is deleted.</param>
    public static NewEvent Of(ReadingChange change, ReadOnlyMemory<byte> observation) => change.After is { } after
        ? new NewEvent(EventKind.Stored, ObservationType, change.Id, change.ResourceVersion,
            DateTimeOffset.FromUnixTimeMilliseconds(after.Value.StartMs), observation, ReadingFacts.Of(after))
        : new NewEvent(
            EventKind.Deleted, ObservationType, change.Id, change.ResourceVersion, null,
            Tombstone(change.ClientVersion));

    /// <summary>The figures of a day as they are from now on.</summary>
    /// <param name="version">That the event makes.</param>
    public static NewEvent Of(DaySource day, DaySummary summary, int version, DateTimeOffset at) => summary.Count == 0
        ? new NewEvent(EventKind.Deleted, ObservationType, DayId.Daily(day.Stream, day.Key), version, null, default)
        : new NewEvent(EventKind.Stored, ObservationType, DayId.Daily(day.Stream, day.Key), version,
            new DateTimeOffset(day.Key.Date, default, TimeSpan.Zero), DailyObservation.Write(day, summary, version, at));

    /// <summary>The client's version of a deletion: a later upload must be higher.</summary>
    public static long? ClientVersion(EventBody deletion)
    {
        if (!deletion.IsReadable)
            return null;
        using var json = JsonDocument.Parse(deletion.Bytes);
        return json.RootElement.TryGetProperty("clientVersion", out var version) ? version.GetInt64() : null;
    }

    private static byte[] Tombstone(long? clientVersion) =>
        clientVersion is { } version
            ? JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, long> { ["clientVersion"] = version }) : [];
}

/// <summary>What the log tells of a reading, beside its Observation itself.</summary>
internal sealed record ReadingFacts(long? ClientVersion, string Digest)
{
    public static ReadingFacts Of(Reading reading) => new(reading.Version, reading.Digest);
}
