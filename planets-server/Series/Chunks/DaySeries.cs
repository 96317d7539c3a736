namespace Phr.Planets.Series.Chunks;

/// <summary>Samples of a day that hold, of one run.</summary>
/// <param name="Unit">UCUM unit of the values.</param>
public readonly record struct Block(string Unit, Run Run, ReadOnlyMemory<Sample> Samples);

/// <summary>An item that its client named, as far as it lies in this day.</summary>
/// <param name="Blocks">Empty when it was deleted.</param>
public sealed record StoredItem(long? Version, bool Deleted, IReadOnlyList<Block> Blocks);

/// <summary>
/// What holds in a day of one connection and metric: the fold of its chunks in order of position. Applying a chunk
/// never fails and never asks whether it may: what happened, happened.
/// </summary>
public sealed class DaySeries
{
    private readonly List<Block> _plain = [];
    private readonly Dictionary<ulong, StoredItem> _items = [];

    public static DaySeries Fold(IEnumerable<Chunk> chunks)
    {
        var day = new DaySeries();
        foreach (var chunk in chunks)
            day.Apply(chunk);
        return day;
    }

    /// <summary>Items by client id; those deleted stay, so that they are not stored again.</summary>
    public IReadOnlyDictionary<ulong, StoredItem> Items => _items;

    /// <summary>Samples without client id, in the order in which they came.</summary>
    public IReadOnlyList<Block> Plain => _plain;

    public IEnumerable<Block> Blocks => _plain.Concat(_items.Values.SelectMany(item => item.Blocks));

    public int Count => Blocks.Sum(block => block.Samples.Length);

    public void Apply(Chunk chunk)
    {
        var at = 0;
        HashSet<ulong>? begun = null;
        foreach (var run in chunk.Runs)
        {
            var block = new Block(chunk.Unit, run, chunk.Samples.AsMemory(at, run.Count));
            at += run.Count;
            if (run.Client is { } client)
                ApplyItem(client, block, continues: !(begun ??= []).Add(client));
            else if (run.Deleted)
                RemovePlain(block);
            else
                _plain.Add(block);
        }
    }

    /// <summary>
    /// The first run of an item in a chunk replaces what earlier chunks say of it; the next ones continue it.
    /// </summary>
    private void ApplyItem(ulong client, Block block, bool continues)
    {
        var run = block.Run;
        if (run.Deleted)
            _items[client] = new StoredItem(run.Version, Deleted: true, []);
        else if (continues)
            _items[client] = _items[client] with { Blocks = [.. _items[client].Blocks, block] };
        else
            _items[client] = new StoredItem(run.Version, Deleted: false, [block]);
    }

    private void RemovePlain(Block gone)
    {
        var samples = new HashSet<Sample>(gone.Samples.ToArray());
        for (var i = _plain.Count - 1; i >= 0; i--)
        {
            var block = _plain[i];
            if (block.Unit != gone.Unit)
                continue;
            var left = block.Samples.ToArray().Where(sample => !samples.Contains(sample)).ToArray();
            if (left.Length == 0)
                _plain.RemoveAt(i);
            else if (left.Length < block.Samples.Length)
                _plain[i] = block with { Run = block.Run with { Count = left.Length }, Samples = left };
        }
    }
}
