using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Samples of an item that share a local day and a clock; ascending, none twice.</summary>
internal sealed record DayPart(int Day, short OffsetMinutes, string? Zone, Sample[] Samples);

/// <summary>An item that is well formed: what of it can be stored, and what was refused of it.</summary>
internal sealed class CheckedItem(int index, UploadEntry.Item source, Metric? metric)
{
    private (long Stream, IReadOnlyList<string> Ids)? _readings;
    private string? _readingDigest;
    private readonly List<Remark> _remarks = [];

    public int Index => index;

    public UploadEntry.Item Source => source;

    /// <summary>Null only in a deletion by client id that names no metric.</summary>
    public Metric? Metric => metric;

    public ulong? Client { get; } = source.ClientId is null ? null : Digest(source.ClientId);

    /// <summary>As sent, the duration of a single one found from the item's end.</summary>
    public IReadOnlyList<ItemSample> Samples { get; set; } = source.Samples;

    public IReadOnlyList<DayPart> Parts { get; set; } = [];

    /// <summary>For a discrete metric: when, and its values in the order of the metric's components.</summary>
    public DiscreteValue? Discrete { get; set; }

    /// <summary>Of <see cref="Discrete"/>; see <see cref="ReadingId.Digest"/>.</summary>
    public string ReadingDigest => _readingDigest ??= ReadingId.Digest(source.Unit!, Discrete!);

    /// <summary>
    /// Ids of the Observations that it may be about: one, but for a deletion that names no metric. Hashed once, because
    /// they are asked for again in the writer's turn.
    /// </summary>
    /// <param name="connection">Of its batch.</param>
    public IReadOnlyList<string> ReadingIds(long stream, string connection)
    {
        if (_readings is not { } known || known.Stream != stream)
            _readings = known = (stream, [.. DiscreteDecision.IdsOf(this, stream, connection)]);
        return known.Ids;
    }

    /// <summary>Samples refused so far, and samples that came twice in the item.</summary>
    public SampleCounts Counts { get; set; }

    public int Usable => Parts.Sum(part => part.Samples.Length);

    /// <summary>Remarks while the item is checked; what is decided of it later is for the result alone.</summary>
    public void Add(Reason reason, string place)
    {
        if (_remarks.Count < ItemResult.RemarksMax)
            _remarks.Add(RemarkOn(reason, place));
    }

    public Remark RemarkOn(Reason reason, string place) => new(reason, Place(place));

    /// <summary>
    /// What becomes of it. The item stays as it is: a group of the log that starts over decides again.
    /// </summary>
    /// <param name="decided">Remarks of the decision, after those of the check.</param>
    public ItemResult Result(Outcome outcome, SampleCounts counts, params IEnumerable<Remark> decided) =>
        new(index, source.ClientId, outcome, counts, [.. _remarks.Concat(decided).Take(ItemResult.RemarksMax)]);

    /// <summary>The item is refused as a whole, with all its samples.</summary>
    public ItemResult Refuse(Reason reason, string place)
    {
        var samples = Math.Max(source.Samples.Count, source.Components is null ? 0 : 1);
        return new ItemResult(
            index, source.ClientId, Outcome.Refused, new SampleCounts(0, 0, 0, samples),
            [.. _remarks.Prepend(RemarkOn(reason, place)).Take(ItemResult.RemarksMax)]);
    }

    private string Place(string place) => place.Length == 0 ? $"/items/{index}" : $"/items/{index}/{place}";

    /// <summary>
    /// First 64 bits of SHA-256. Ids of one connection number millions at most, so that two fall together with a chance
    /// below one in a million.
    /// </summary>
    public static ulong Digest(string clientId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(clientId), digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}

/// <summary>A reading that becomes an Observation.</summary>
/// <param name="DurationMs">0 for a moment.</param>
/// <param name="Values">As sent, in the item's unit: one, or one for each component of the panel.</param>
public sealed record DiscreteValue(
    long StartMs, long DurationMs, short OffsetMinutes, string? Zone, IReadOnlyList<decimal> Values);
