using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;

namespace Phr.Planets.Series.Uploads;

/// <summary>A day while a batch changes it: what holds, and the chunks that make it so.</summary>
internal sealed class DayDraft
{
    private readonly Metric _metric;
    private readonly DayKey _key;
    private readonly DaySeries _day;
    private readonly List<Chunk> _chunks = [];
    private readonly Dictionary<string, ChunkDraft> _open = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _openClients = [];
    private readonly Dictionary<string, HashSet<Sample>> _plain = new(StringComparer.Ordinal);
    private int _count;

    public DayDraft(Metric metric, DayKey key, IReadOnlyList<StoredChunk> stored)
    {
        (_metric, _key) = (metric, key);
        _day = DaySeries.Fold(stored.Select(chunk => chunk.Chunk));
        _count = _day.Count;
        if (stored.Count >= Compaction.ChunksMax)
            _chunks.AddRange(Compaction.Compact(metric, key, _day, [.. stored.Select(chunk => chunk.Position)]));
    }

    public bool IsChanged { get; private set; }

    /// <summary>What holds now, with the changes so far.</summary>
    public DaySeries Series => _day;

    public StoredItem? Item(ulong client) => _day.Items.GetValueOrDefault(client);

    public bool HasRoomFor(int samples) => _count + samples <= Chunk.SamplesMax;

    /// <summary>Writes the day's part of an item, in the place of what was there of it.</summary>
    public void Put(ulong client, long? version, string unit, IReadOnlyList<DayPart> parts)
    {
        _count -= Item(client)?.Blocks.Sum(block => block.Samples.Length) ?? 0;
        _count += parts.Sum(part => part.Samples.Length);
        Write(unit, client, parts.Select(part => (RunOf(part, client, version), part.Samples)));
    }

    public void Remove(ulong client, long? version)
    {
        _count -= Item(client)?.Blocks.Sum(block => block.Samples.Length) ?? 0;
        Write(_metric.Unit, client, [(new Run(client, version, Deleted: true, 0, 0, null), [])]);
    }

    /// <summary>Adds samples without client id.</summary>
    /// <returns>How many of them were not there yet.</returns>
    public int AddPlain(string unit, DayPart part)
    {
        var known = PlainOf(unit);
        var fresh = part.Samples.Where(known.Add).ToArray();
        if (fresh.Length == 0)
            return 0;
        _count += fresh.Length;
        Write(unit, null, [(RunOf(part, null, null) with { Count = fresh.Length }, fresh)]);
        return fresh.Length;
    }

    /// <returns>How many of them were there.</returns>
    public int RemovePlain(string unit, DayPart part)
    {
        var known = PlainOf(unit);
        var gone = part.Samples.Where(known.Remove).ToArray();
        if (gone.Length == 0)
            return 0;
        _count -= gone.Length;
        // A removal reaches only what earlier chunks hold.
        Seal();
        Write(unit, null, [(RunOf(part, null, null) with { Count = gone.Length, Deleted = true }, gone)]);
        Seal();
        return gone.Length;
    }

    /// <summary>The chunks to append, in order.</summary>
    public IReadOnlyList<Chunk> Finish()
    {
        Seal();
        if (_chunks.Count > 0)
            _chunks[^1] = _chunks[^1] with { Summary = DaySummaries.Of(_metric, _key.Day, _day) };
        return _chunks;
    }

    private void Write(string unit, ulong? client, IEnumerable<(Run Run, Sample[] Samples)> runs)
    {
        IsChanged = true;
        if (client is { } id && !_openClients.Add(id))
        {
            Seal();
            _openClients.Add(id);
        }
        if (!_open.TryGetValue(unit, out var open))
            _open[unit] = open = new ChunkDraft(_key, unit);
        var change = new ChunkDraft(_key, unit);
        foreach (var (run, samples) in runs)
        {
            open.Add(run, samples);
            change.Add(run, samples);
        }
        _day.Apply(change.Finish());
    }

    private void Seal()
    {
        if (_open.Count == 0)
            return;
        _chunks.AddRange(_open.Values.Select(draft => draft.Finish()));
        _open.Clear();
        _openClients.Clear();
    }

    private HashSet<Sample> PlainOf(string unit)
    {
        if (_plain.TryGetValue(unit, out var known))
            return known;
        known = [];
        foreach (var block in _day.Plain.Where(block => block.Unit == unit))
            known.UnionWith(block.Samples.ToArray());
        return _plain[unit] = known;
    }

    private static Run RunOf(DayPart part, ulong? client, long? version) =>
        new(client, version, Deleted: false, part.Samples.Length, part.OffsetMinutes, part.Zone);
}

/// <summary>A chunk that holds, and its place in the log.</summary>
public readonly record struct StoredChunk(long Position, Chunk Chunk);
