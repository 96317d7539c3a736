using Phr.Planets.Intake.Offers;

namespace Phr.Planets.Bulk.Import;

/// <summary>
/// Lines that go into the record together. No two of them say different things of one resource: each of these is taken by a unit of its
/// own, so that the later line is the later version however far apart they are.
/// </summary>
internal sealed class ImportUnit
{
    /// <summary>Bytes of lines after which a unit ends.</summary>
    private const int BytesMax = 4 << 20;

    private readonly List<ResourceLine> _lines = [];
    private readonly Dictionary<(string Type, string Id), ResourceLine> _said = [];
    private long _bytes;

    public List<ResourceLine> Lines => _lines;

    public bool IsFull => _lines.Count >= OfferRun.UnitMax || _bytes >= BytesMax;

    /// <summary>Adds a line, unless an earlier one says something else of the same resource.</summary>
    public bool TryAdd(ResourceLine line)
    {
        if (line is { Bytes: { } bytes, Type: { } type, Id: { } id })
        {
            if (_said.TryGetValue((type, id), out var earlier) && !bytes.AsSpan().SequenceEqual(earlier.Bytes))
                return false;
            _said[(type, id)] = line;
        }
        _bytes += line.Bytes?.Length ?? 0;
        _lines.Add(line);
        return true;
    }
}
