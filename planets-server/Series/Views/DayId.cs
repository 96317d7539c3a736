using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Series.Views;

/// <summary>
/// Ids of the two Observations that show a day of a connection: its figures (stored, searchable) and its samples (written when
/// they are read). Each is known from the other.
/// </summary>
public static class DayId
{
    public static string Daily(StreamId stream, DayKey key) =>
        DerivedId.Of(DerivedId.DailyPrefix, $"{stream.Value}\n{key.Connection}\n{key.Metric}\nday\n{key.Day}");

    public static bool IsDaily(string id) => DerivedId.Has(DerivedId.DailyPrefix, id);

    public static bool IsSamples(string id) => DerivedId.Has(DerivedId.SamplesPrefix, id);

    /// <summary>Of the samples that a day's figures are of.</summary>
    public static string SamplesOf(string daily) => DerivedId.SamplesPrefix + daily[DerivedId.DailyPrefix.Length..];

    /// <summary>Of the figures of a day's samples.</summary>
    public static string DailyOf(string samples) => DerivedId.DailyPrefix + samples[DerivedId.SamplesPrefix.Length..];
}
