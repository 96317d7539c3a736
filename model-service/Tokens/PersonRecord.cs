namespace Phr.Model.Tokens;

/// <summary>A day of one wearable metric, as the series store aggregates it.</summary>
/// <param name="Metric">Name after "week/" in the catalogue: "steps", "resting-heart-rate", "sleep" …</param>
/// <param name="Day">The person's local day.</param>
/// <param name="Value">The day's statistic in the unit of the catalogued weekly concept.</param>
/// <param name="Entry">Reference of the aggregate, for explanations.</param>
public sealed record DailySummary(string Metric, DateOnly Day, double Value, string Entry);

/// <summary>All that a view of one person's record holds, in any order.</summary>
public sealed record PersonRecord(PersonFacts Person, IReadOnlyList<RecordEvent> Events,
    IReadOnlyList<DailySummary> Days)
{
    /// <summary>
    /// What a reader may know who is not to learn of entries under these labels ("system|code"). Everything derived is
    /// derived from this view, so what is hidden leaves no trace in it.
    /// </summary>
    public PersonRecord Without(IReadOnlySet<string> hiddenLabels) =>
        this with { Events = [.. Events.Where(item => !item.Labels.Any(hiddenLabels.Contains))] };
}
