using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>How a Parquet column counts time from 1970-01-01T00:00.</summary>
/// <param name="PerSecond">Units of the column a second.</param>
/// <param name="IsInstant">
/// In UTC; else it is what a wall clock showed, which is taken to hang in <see cref="ClinicalTime.DefaultOffset"/>.
/// </param>
internal readonly record struct TimestampFormat(long PerSecond, bool IsInstant)
{
    public const long PerMillisecond = 1_000;
    public const long PerMicrosecond = 1_000_000;
    public const long PerNanosecond = 1_000_000_000;

    // So that any offset of the day leaves the year between 1 and 9999.
    private static readonly DateTime First = DateTime.MinValue.AddDays(1);
    private static readonly DateTime Last = DateTime.MaxValue.AddDays(-1);

    /// <summary>Null where it lies outside the years 1 to 9999. What is finer than 100 ns is cut off.</summary>
    public DateTimeOffset? Of(long count)
    {
        var (seconds, rest) = (Math.DivRem(count, PerSecond, out var remainder), remainder);
        if (seconds < (First - DateTime.UnixEpoch).TotalSeconds || seconds > (Last - DateTime.UnixEpoch).TotalSeconds)
            return null;
        var part = PerSecond > TimeSpan.TicksPerSecond
            ? Math.DivRem(rest, PerSecond / TimeSpan.TicksPerSecond).Quotient
            : rest * (TimeSpan.TicksPerSecond / PerSecond);
        var clock = DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + part);
        return IsInstant
            ? new DateTimeOffset(clock).ToOffset(ClinicalTime.DefaultOffset)
            : new DateTimeOffset(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified), ClinicalTime.DefaultOffset);
    }
}
