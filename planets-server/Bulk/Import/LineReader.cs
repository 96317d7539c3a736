using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Phr.Planets.Bulk.Import;

/// <summary>Lines of a stream without holding more of it than one line: NDJSON, ended by LF or CRLF, the last also by the end.</summary>
public static class LineReader
{
    /// <summary>Bytes of a line: what the log takes as one body.</summary>
    public const int LineBytesMax = 16 << 20;

    /// <summary>Each line, blank ones too; null in place of one that is too long, as soon as it is.</summary>
    /// <exception cref="InvalidDataException">A packed stream is not sound.</exception>
    public static async IAsyncEnumerable<byte[]?> Lines(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var isTooLong = false;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                if (!isTooLong)
                    yield return line.Length > LineBytesMax ? null : Trimmed(line);
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            if (read.IsCompleted)
            {
                if (!rest.IsEmpty && !isTooLong)
                    yield return rest.Length > LineBytesMax ? null : Trimmed(rest);
                yield break;
            }
            if (rest.Length > LineBytesMax)
            {
                if (!isTooLong)
                    yield return null;
                isTooLong = true;
                rest = rest.Slice(rest.End);
            }
            reader.AdvanceTo(rest.Start, read.Buffer.End);
        }
    }

    private static byte[] Trimmed(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }
}
