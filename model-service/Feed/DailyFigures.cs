using Phr.Model.Tokens;

namespace Phr.Model.Feed;

/// <summary>Days of a series as the model reads them: by the weekly concept that they go into, in its unit.</summary>
internal static class DailyFigures
{
    private const double HoursPerMinute = 1 / 60.0;

    /// <param name="Metric">After "week/" in the concept catalogue.</param>
    /// <param name="Factor">From the series' unit to the concept's.</param>
    private sealed record Reading(string Metric, bool IsTotal, double Factor);

    private static readonly Dictionary<string, Reading> OfSeries = new()
    {
        ["steps"] = new("steps", true, 1),
        ["sleep-duration"] = new("sleep", true, HoursPerMinute),
        ["sleep-stage"] = new("sleep", true, HoursPerMinute),
        ["heart-rate"] = new("heart-rate", false, 1),
        ["heart-rate-resting"] = new("resting-heart-rate", false, 1),
        ["hrv-sdnn"] = new("heart-rate-variability", false, 1),
        ["oxygen-saturation"] = new("spo2", false, 1),
        ["glucose-interstitial"] = new("glucose", false, 1),
    };

    /// <summary>Null for a metric that the model does not read, or a day without the figure that it needs.</summary>
    public static DailySummary? Of(FeedLine line)
    {
        if (line is not { Metric: { } metric, Day: { } day } || !OfSeries.TryGetValue(metric, out var reading))
            return null;
        return (reading.IsTotal ? line.Sum : line.Mean) is { } figure
            ? new DailySummary(reading.Metric, day, figure * reading.Factor, line.Reference ?? "")
            : null;
    }
}
