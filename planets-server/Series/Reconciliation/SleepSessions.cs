using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Reconciliation;

/// <summary>A stretch of sleep, night or nap.</summary>
/// <param name="WakeDay">Local day of its end, as days since 1970-01-01: a night belongs to the morning it ends
/// in.</param>
/// <param name="StageMs">Milliseconds in each stage.</param>
public sealed record SleepSession(long StartMs, long EndMs, int WakeDay, IReadOnlyDictionary<SleepStage, long> StageMs)
{
    public long AsleepMs => StageMs.Where(stage => IsAsleep(stage.Key)).Sum(stage => stage.Value);

    public static bool IsAsleep(SleepStage stage) =>
        stage is SleepStage.Asleep or SleepStage.Light or SleepStage.Deep or SleepStage.Rem;
}

/// <summary>Cuts reconciled stages into sessions. A person may have several a day.</summary>
public static class SleepSessions
{
    /// <summary>Being up for longer than this ends a session.</summary>
    public const long GapMsMax = 60 * 60_000;

    public static IReadOnlyList<SleepSession> Of(Reconciled stages)
    {
        var sessions = new List<SleepSession>();
        var open = new List<Segment>();
        foreach (var segment in stages.Segments)
        {
            if (open.Count > 0 && segment.StartMs - open[^1].EndMs > GapMsMax)
                Close();
            open.Add(segment);
        }
        if (open.Count > 0)
            Close();
        return sessions;

        void Close()
        {
            sessions.Add(Session(open));
            open.Clear();
        }
    }

    private static SleepSession Session(List<Segment> segments)
    {
        var stages = segments.GroupBy(segment => (SleepStage)(int)segment.Value)
            .ToDictionary(group => group.Key, group => group.Sum(segment => segment.LengthMs));
        // Waking is the end of the last sleep; of a night without any it is the end of lying in bed.
        var last = segments.FindLastIndex(segment => SleepSession.IsAsleep((SleepStage)(int)segment.Value));
        var end = segments[last < 0 ? ^1 : last];
        return new SleepSession(
            segments[0].StartMs, segments[^1].EndMs, Chunks.DayKey.DayOf(end.EndMs, end.OffsetMinutes), stages);
    }
}
