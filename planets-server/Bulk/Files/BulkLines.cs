using System.Buffers;

namespace Phr.Planets.Bulk.Files;

/// <summary>A piece of a page: whole lines that come of one version of a resource.</summary>
/// <param name="Version">Position of the event that made it; 0 of what comes of none, such as a header.</param>
public readonly record struct LineSource(long Version, int Bytes);

/// <summary>Lines on their way to a page, each with the version that it comes of.</summary>
public sealed class BulkLines
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private readonly List<LineSource> _sources = [];
    private int _told;

    public IBufferWriter<byte> Writer => _bytes;

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Lines so far; a header is none.</summary>
    public long Count { get; private set; }

    /// <summary>Of which version each piece is, in the order of the bytes: together they are all of them.</summary>
    public IReadOnlyList<LineSource> Sources => _sources;

    /// <summary>Lines of no version.</summary>
    public static BulkLines Of(ReadOnlySpan<byte> lines, long count)
    {
        var all = new BulkLines();
        all._bytes.Write(lines);
        all.End(0, count);
        return all;
    }

    /// <summary>What was written since the last call are lines of a version.</summary>
    public void End(long version, long count)
    {
        if (Length > _told)
            _sources.Add(new LineSource(version, Length - _told));
        (_told, Count) = (Length, Count + count);
    }

    /// <summary>The same behind a header.</summary>
    public BulkLines Behind(ReadOnlySpan<byte> header)
    {
        var all = Of(header, 0);
        all._bytes.Write(Bytes);
        all._sources.AddRange(_sources);
        (all._told, all.Count) = (all.Length, Count);
        return all;
    }
}
