// Stored format. What is written here must be readable for ever: a change is a new format number, and the old one stays
// readable.
using System.IO.Compression;

namespace Phr.Planets.Series.Chunks;

/// <summary>
/// Chunks as bytes. Times as differences of differences, values and durations as differences, all zigzag LEB128 with
/// run lengths (the idea of Gorilla, Pelkonen et al., VLDB 2015, for whole numbers); Brotli around it where that saves
/// a tenth. Measured: docs/adr/010-series-as-day-chunks.md.
/// </summary>
public static class ChunkCodec
{
    private const byte FormatPlain = 1;
    private const byte FormatBrotli = 2;

    // Below this Brotli's own header eats what it saves.
    private const int CompressedBytesMin = 128;
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 18;
    private const int BytesMax = 16 << 20;

    public static byte[] Encode(Chunk chunk)
    {
        var writer = new ChunkWriter();
        ChunkHead.Write(writer, chunk);
        SampleColumns.Write(writer, chunk);
        return Wrap(writer.Written);
    }

    /// <exception cref="InvalidDataException">The bytes are not a chunk, or one of a format this version does not
    /// know.</exception>
    public static Chunk Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new InvalidDataException("A chunk has no bytes.");
        return bytes[0] switch
        {
            FormatPlain => Read(bytes[1..]),
            FormatBrotli => Read(Decompress(bytes[1..])),
            var format => throw new InvalidDataException($"Chunk format {format} is not known to this version."),
        };
    }

    private static Chunk Read(ReadOnlySpan<byte> plain)
    {
        var reader = new ChunkReader(plain);
        var head = ChunkHead.Read(ref reader);
        var chunk = head with { Samples = SampleColumns.Read(ref reader, head.Key.Day, head.Runs.Sum(run => run.Count)) };
        if (!reader.IsAtEnd)
            throw new InvalidDataException("Bytes follow the end of the chunk.");
        return chunk;
    }

    private static byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        if (plain.Length >= CompressedBytesMin)
        {
            var target = new byte[plain.Length];
            var worthwhile = plain.Length - (plain.Length / 10);
            if (BrotliEncoder.TryCompress(plain, target, out var written, BrotliQuality, BrotliWindow) && written < worthwhile)
                return [FormatBrotli, .. target.AsSpan(0, written)];
        }
        return [FormatPlain, .. plain];
    }

    private static ReadOnlySpan<byte> Decompress(ReadOnlySpan<byte> compressed)
    {
        for (var size = Math.Max(4096, compressed.Length * 8); size <= BytesMax; size *= 4)
        {
            var target = new byte[size];
            if (BrotliDecoder.TryDecompress(compressed, target, out var written))
                return target.AsSpan(0, written);
        }
        throw new InvalidDataException("The chunk does not decompress.");
    }
}
