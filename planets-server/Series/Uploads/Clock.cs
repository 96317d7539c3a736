namespace Phr.Planets.Series.Uploads;

/// <summary>An instant, and the clock of the place where it was.</summary>
/// <param name="Twice">The clock showed this time twice (it was set back); the first was taken.</param>
public readonly record struct PlacedTime(long InstantMs, short OffsetMinutes, bool Twice);

/// <summary>
/// Finds the instant and the local clock of a time that a device told. What the time itself says counts first, then the
/// item's offset, then the item's zone, then the zone that the connection declared. A time without any of them is
/// refused: guessing would move readings to another day.
/// </summary>
/// <param name="offset">The item's own offset from UTC.</param>
/// <param name="zone">The item's own zone, else the connection's.</param>
internal sealed class Clock(TimeSpan? offset, TimeZoneInfo? zone)
{
    public TimeZoneInfo? Zone => zone;

    /// <returns>Null when placed; otherwise why not.</returns>
    public Reason? Place(LocalTime time, out PlacedTime placed)
    {
        placed = default;
        switch (time.Form)
        {
            case OffsetForm.Explicit:
                placed = new PlacedTime(time.ClockMs - (time.OffsetMinutes * 60_000L), time.OffsetMinutes, false);
                return offset is { } stated && (short)stated.TotalMinutes != time.OffsetMinutes ? Reason.OffsetsDiffer : null;
            case OffsetForm.Utc:
                if (OffsetAt(time.ClockMs) is not { } local)
                    return Reason.NoOffset;
                placed = new PlacedTime(time.ClockMs, local, false);
                return null;
            default:
                return PlaceWall(time.ClockMs, out placed);
        }
    }

    /// <summary>The clock's offset at an instant, when a zone or an offset tells.</summary>
    public short? OffsetAt(long instantMs)
    {
        if (offset is { } stated)
            return (short)stated.TotalMinutes;
        return zone is null ? null : (short)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(instantMs)).TotalMinutes;
    }

    private Reason? PlaceWall(long clockMs, out PlacedTime placed)
    {
        placed = default;
        if (offset is { } stated)
        {
            placed = new PlacedTime(clockMs - (long)stated.TotalMilliseconds, (short)stated.TotalMinutes, false);
            return null;
        }
        if (zone is null)
            return Reason.NoOffset;
        var wall = DateTime.UnixEpoch.AddMilliseconds(clockMs);
        wall = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
            return Reason.NoSuchLocalTime;
        var twice = zone.IsAmbiguousTime(wall);
        // The first of the two is the one on the clock that was further ahead of UTC.
        var ahead = twice ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        placed = new PlacedTime(clockMs - (long)ahead.TotalMilliseconds, (short)ahead.TotalMinutes, twice);
        return null;
    }
}
