namespace Phr.EventLog;

/// <summary>
/// Instants as the log keeps them: UTC, whole microseconds, which is what PostgreSQL's timestamptz holds.
/// </summary>
internal static class Instants
{
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    /// <summary>Microseconds since 1970-01-01T00:00Z; of an instant that has no finer part.</summary>
    public static long UnixMicroseconds(this DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
