using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Chunks;

/// <summary>
/// Rewrites a day that came in many small uploads as one chunk for each unit, so that it is read at once.
/// </summary>
public static class Compaction
{
    /// <summary>Chunks that a day may have before the next upload to it compacts it.</summary>
    public const int ChunksMax = 16;

    /// <param name="day">The day as it stands.</param>
    /// <param name="positions">Positions of the chunks it was folded from; the first chunk returned supersedes them
    /// all.</param>
    /// <returns>Chunks which fold to the same items and samples, those without client id ascending.</returns>
    public static IReadOnlyList<Chunk> Compact(Metric metric, DayKey key, DaySeries day, IReadOnlyList<long> positions)
    {
        var units = day.Blocks.Select(block => block.Unit).DefaultIfEmpty(metric.Unit).Distinct().ToList();
        var chunks = units.Select(unit => OfUnit(key, day, unit, withTombstones: unit == units[0])).ToList();
        chunks[0] = chunks[0] with { Supersedes = [.. positions.Order()] };
        return chunks;
    }

    private static Chunk OfUnit(DayKey key, DaySeries day, string unit, bool withTombstones)
    {
        var draft = new ChunkDraft(key, unit);
        foreach (var group in day.Plain.Where(block => block.Unit == unit)
            .GroupBy(block => (block.Run.OffsetMinutes, block.Run.Zone)))
        {
            var samples = group.SelectMany(block => block.Samples.ToArray()).Order().ToArray();
            draft.Add(new Run(null, null, false, samples.Length, group.Key.OffsetMinutes, group.Key.Zone), samples);
        }
        foreach (var (client, item) in day.Items.OrderBy(entry => FirstStart(entry.Value)).ThenBy(entry => entry.Key))
        {
            if (item.Deleted && withTombstones)
                draft.Add(new Run(client, item.Version, true, 0, 0, null), []);
            foreach (var block in item.Blocks.Where(block => block.Unit == unit))
                draft.Add(block.Run, block.Samples.Span);
        }
        return draft.Finish();
    }

    private static long FirstStart(StoredItem item) =>
        item.Blocks.Count == 0 ? long.MinValue : item.Blocks[0].Samples.Span[0].StartMs;
}
