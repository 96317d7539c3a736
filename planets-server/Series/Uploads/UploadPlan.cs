using Phr.Planets.Series.Chunks;

namespace Phr.Planets.Series.Uploads;

/// <summary>A batch that was checked: what must be read before it can be decided.</summary>
public sealed class UploadPlan
{
    internal UploadPlan(string connection, IReadOnlyList<CheckedItem> items, IReadOnlyList<ItemResult> refused)
    {
        (Connection, Items, Refused) = (connection, items, refused);
        Days = items
            .SelectMany(
            item => item.Parts.Select(part => new DayKey(connection, item.Metric!.Number, part.Day))).ToHashSet();
        Clients = items.Where(item => item.Client is not null).Select(item => item.Client!.Value).ToHashSet();
    }

    public string Connection { get; }

    /// <summary>Days that samples of the batch fall into.</summary>
    public IReadOnlySet<DayKey> Days { get; }

    /// <summary>Client ids whose days, wherever they are, must be read too: an item may move or go.</summary>
    public IReadOnlySet<ulong> Clients { get; }

    /// <summary>Ids of the Observations that the batch may be about.</summary>
    public IReadOnlySet<string> Readings(long stream) =>
        Items.SelectMany(item => item.ReadingIds(stream, Connection)).ToHashSet(StringComparer.Ordinal);

    internal IReadOnlyList<CheckedItem> Items { get; }

    internal IReadOnlyList<ItemResult> Refused { get; }

    /// <summary>Checks each item by itself.</summary>
    public static UploadPlan Of(Batch batch, DateTimeOffset now)
    {
        var check = new ItemCheck(batch, now);
        var items = new List<CheckedItem>(batch.Entries.Count);
        var refused = new List<ItemResult>();
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            var (item, refusal) = check.Check(i, batch.Entries[i]);
            if (item is not null)
                items.Add(item);
            else
                refused.Add(refusal!);
        }
        return new UploadPlan(batch.Connection, items, refused);
    }
}

/// <summary>What is stored of the days and items that a plan touches.</summary>
/// <param name="Days">Chunks that hold, ascending by position; a day without any may be left out.</param>
/// <param name="Clients">Days that hold an item with this client id, deleted ones too.</param>
/// <param name="Readings">Readings of discrete metrics, by <see cref="ReadingId"/>; those deleted too.</param>
public sealed record StoredSeries(
    IReadOnlyDictionary<DayKey, IReadOnlyList<StoredChunk>> Days,
    IReadOnlyDictionary<ulong, IReadOnlyList<DayKey>> Clients,
    IReadOnlyDictionary<string, StoredReading> Readings)
{
    public static readonly StoredSeries Nothing = new(
        new Dictionary<DayKey, IReadOnlyList<StoredChunk>>(), new Dictionary<ulong, IReadOnlyList<DayKey>>(),
        new Dictionary<string, StoredReading>());
}
