using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;

namespace Phr.Planets.Series.Uploads;

/// <summary>What a batch changes, and what becomes of each of its items.</summary>
/// <param name="Chunks">To append, in this order.</param>
/// <param name="Days">Figures of days as they are from now on, of those that changed; of sleep by the day of waking.</param>
/// <param name="Results">One for each item of the batch, in its order.</param>
public sealed record UploadDecision(
    IReadOnlyList<Chunk> Chunks, IReadOnlyList<ReadingChange> Readings, IReadOnlyList<DayFigures> Days, IReadOnlyList<ItemResult> Results)
{
    /// <summary>
    /// Decides a batch on what is stored. Pure; the same batch decided again on its own effects changes nothing.
    /// </summary>
    /// <param name="stream">The stream it is written to.</param>
    public static UploadDecision Decide(UploadPlan plan, StoredSeries stored, long stream)
    {
        var sampled = new SampledDecision(plan.Connection, stored);
        var discrete = new DiscreteDecision(stream, plan.Connection, stored);
        var results = new List<ItemResult>(plan.Refused);
        foreach (var item in plan.Items)
        {
            results.Add(item.Metric switch
            {
                null => DeleteEverywhere(item, sampled, discrete),
                { Kind: MetricKind.Sampled } => sampled.Decide(item),
                _ => discrete.Decide(item),
            });
        }
        results.Sort((a, b) => a.Index.CompareTo(b.Index));
        var chunks = sampled.Finish();
        return new UploadDecision(chunks, discrete.Finish(), [.. Told(chunks), .. sampled.Nights()], results);
    }

    // The last chunk of a day tells its figures; of sleep, what began on the day is nobody's question.
    private static IEnumerable<DayFigures> Told(IReadOnlyList<Chunk> chunks) =>
        from chunk in chunks
        let summary = chunk.Summary
        where summary is not null && !SleepNights.Are(MetricCatalogue.Find(chunk.Key.Metric)!)
        select new DayFigures(chunk.Key, summary.Value);

    /// <summary>A deletion that names a client id and no metric: whatever came under that id goes.</summary>
    private static ItemResult DeleteEverywhere(CheckedItem item, SampledDecision sampled, DiscreteDecision discrete)
    {
        var outcomes = sampled.DeleteAll(item).Concat(discrete.DeleteAll(item)).ToList();
        if (outcomes.Any(reason => reason is null))
            return item.Result(Outcome.Deleted, default);
        return item.Result(
            Outcome.Unchanged, default, item.RemarkOn(outcomes.FirstOrDefault() ?? Reason.NothingToDelete, "clientId"));
    }
}

/// <summary>A day of a connection in figures.</summary>
/// <param name="Summary">Of no values when nothing is left of the day.</param>
public readonly record struct DayFigures(DayKey Key, DaySummary Summary);
