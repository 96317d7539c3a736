using System.Globalization;
using System.Text.Json;
using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Views;

namespace Phr.Planets.Series.Storage;

/// <summary>The samples of days, as the Observations that the days' figures are derived from.</summary>
public sealed class SampledDays(SeriesReader series)
{
    /// <summary>The samples of a day; null when the figures are not a day's, or the day holds none.</summary>
    /// <param name="figures">The stored daily Observation, which the caller may see.</param>
    /// <param name="asOf">Position of the log at which it is asked what held; null for now.</param>
    public async Task<ReadOnlyMemory<byte>?> Of(StreamId stream, ReadOnlyMemory<byte> figures, long? asOf, CancellationToken ct)
    {
        if (DaySource.Read(stream, figures) is not { } day)
            return null;
        var metric = MetricCatalogue.Find(day.Key.Metric)!;
        var wanted = SleepNights.Are(metric) ? SleepNights.Needed(day.Key.Day).ToList() : [day.Key.Day];
        var days = await series.Series([stream], metric, (wanted[0], wanted[^1]), asOf, ct);
        DaySeries? SeriesOf(int one) => days.GetValueOrDefault((stream, day.Key with { Day = one }));
        var blocks = SleepNights.Are(metric)
            ? BlocksOf(SleepNights.EndingOn(metric, day.Key.Day, SeriesOf), wanted.Select(SeriesOf))
            : SeriesOf(day.Key.Day)?.Blocks.ToList() ?? [];
        return SampledObservation.Write(day, blocks, StampOf(figures)) is { } body ? body : null;
    }

    private static IReadOnlyList<Block> BlocksOf(IReadOnlyList<SleepSession> nights, IEnumerable<DaySeries?> days) =>
    [
        .. days.OfType<DaySeries>().SelectMany(day => day.Blocks).Select(block => block with
        {
            Samples = block.Samples.ToArray().Where(sample => nights.Any(night => sample.StartMs >= night.StartMs && sample.StartMs < night.EndMs)).ToArray(),
        }),
    ];

    private static ResourceStamp StampOf(ReadOnlyMemory<byte> figures)
    {
        using var json = JsonDocument.Parse(figures);
        var meta = json.RootElement.GetProperty("meta");
        return new ResourceStamp(
            DayId.SamplesOf(json.RootElement.GetProperty("id").GetString()!), meta.GetProperty("versionId").GetString()!,
            DateTimeOffset.Parse(meta.GetProperty("lastUpdated").GetString()!, CultureInfo.InvariantCulture));
    }
}
