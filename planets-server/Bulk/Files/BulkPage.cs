using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Phr.Planets.Bulk.Files;

/// <summary>
/// A page of a file: which versions its lines come of, and the lines as a member of a gzip file (RFC 1952, 2.2). Stored as count ‖ count ×
/// (version ‖ bytes) ‖ member, numbers big-endian.
/// </summary>
/// <param name="Sources">In the order of the lines; none where they were not kept, by a release before this form.</param>
/// <param name="Packed">The gzip member.</param>
public sealed record BulkPage(IReadOnlyList<LineSource> Sources, ReadOnlyMemory<byte> Packed)
{
    private const int SourceBytes = sizeof(long) + sizeof(int);

    // A gzip member's; of a count it would be more than any page has.
    private const byte MemberStart = 0x1f;

    // Of nothing GZipStream writes nothing, which is no gzip file: an empty member (RFC 1952, 2.3; a final block of fixed codes without any).
    private static readonly byte[] EmptyMember = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static BulkPage Of(BulkLines lines) => new(lines.Sources, Pack(lines.Bytes));

    /// <exception cref="IOException">The bytes are no page.</exception>
    public static BulkPage Read(ReadOnlyMemory<byte> stored)
    {
        if (stored is { Length: > 0 } && stored.Span[0] == MemberStart)
            return new([], stored);
        var count = stored.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(stored.Span);
        if (count < 0 || count > (stored.Length - sizeof(int)) / SourceBytes)
            throw new IOException("A page of a bulk file does not say what its lines come of.");
        var sources = new LineSource[count];
        var rest = stored.Span[sizeof(int)..];
        for (var i = 0; i < count; i++, rest = rest[SourceBytes..])
            sources[i] = new(BinaryPrimitives.ReadInt64BigEndian(rest), BinaryPrimitives.ReadInt32BigEndian(rest[sizeof(long)..]));
        return new(sources, stored[(sizeof(int) + count * SourceBytes)..]);
    }

    public byte[] ToStored()
    {
        var stored = new byte[sizeof(int) + Sources.Count * SourceBytes + Packed.Length];
        BinaryPrimitives.WriteInt32BigEndian(stored, Sources.Count);
        var rest = stored.AsSpan(sizeof(int));
        foreach (var source in Sources)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest, source.Version);
            BinaryPrimitives.WriteInt32BigEndian(rest[sizeof(long)..], source.Bytes);
            rest = rest[SourceBytes..];
        }
        Packed.Span.CopyTo(rest);
        return stored;
    }

    public byte[] Unpack()
    {
        using var gzip = new GZipStream(new MemoryStream(Packed.ToArray()), CompressionMode.Decompress);
        using var lines = new MemoryStream(Packed.Length * 8);
        gzip.CopyTo(lines);
        return lines.ToArray();
    }

    /// <summary>The page without the lines of some versions.</summary>
    public BulkPage Without(IReadOnlySet<long> versions)
    {
        if (!Sources.Any(source => versions.Contains(source.Version)))
            return this;
        var (all, at) = (Unpack(), 0);
        var kept = new ArrayBufferWriter<byte>(all.Length);
        foreach (var source in Sources)
        {
            if (!versions.Contains(source.Version))
                kept.Write(all.AsSpan(at, source.Bytes));
            at += source.Bytes;
        }
        return new([.. Sources.Where(source => !versions.Contains(source.Version))], Pack(kept.WrittenSpan));
    }

    private static byte[] Pack(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty)
            return EmptyMember;
        using var packed = new MemoryStream(lines.Length / 8 + 64);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(lines);
        return packed.ToArray();
    }
}
