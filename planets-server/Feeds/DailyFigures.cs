using System.Text.Json;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Feeds;

/// <summary>The figures of a day of one connection, as its Observation says them.</summary>
/// <param name="Figure">Total of the day, or mean of its minutes.</param>
internal sealed record DailyFigures(string Metric, string Day, string Connection, string Unit, int Count, double Figure, bool IsTotal)
{
    /// <param name="observation">Stored bytes of a day's Observation (Series/Views).</param>
    public static DailyFigures Read(ReadOnlyMemory<byte> observation)
    {
        using var json = JsonDocument.Parse(observation);
        var root = json.RootElement;
        var origin = root.GetProperty("extension")[0].GetProperty("extension").EnumerateArray()
            .ToDictionary(part => part.GetProperty("url").GetString()!, part => part.GetProperty("valueString").GetString()!);
        var quantity = root.GetProperty("valueQuantity");
        var count = root.GetProperty("component").EnumerateArray()
            .Select(component => component.TryGetProperty("valueInteger", out var value) ? value.GetInt32() : 0).Max();
        return new DailyFigures(
            origin["metric"], origin["day"], origin["connection"], quantity.GetProperty("code").GetString()!, count,
            quantity.GetProperty("value").GetDouble(), MetricCatalogue.Of(origin["metric"]).Statistic is Statistic.Sum or Statistic.Stage);
    }
}
