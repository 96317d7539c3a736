namespace Phr.Fhir.Path.Values;

/// <summary>
/// Comparison that knows what it does not know: values of different precision, and a DateTime with an offset against one
/// without, compare only where every reading of the vaguer one gives the same answer.
/// </summary>
internal static class TemporalComparison
{
    // The time zones of the earth reach from UTC-12 to UTC+14.
    private static readonly long LatestOffset = TimeSpan.FromHours(14).Ticks;
    private static readonly long EarliestOffset = TimeSpan.FromHours(12).Ticks;

    /// <returns>Negative, zero or positive; null where the order is unknown.</returns>
    /// <remarks>A Time compares with a Time only, the other two with each other.</remarks>
    public static int? Compare(Temporal left, Temporal right)
    {
        var isSameZone = left.OffsetMinutes.HasValue == right.OffsetMinutes.HasValue;
        if (isSameZone && left.Precision == right.Precision)
            return UtcTicks(left).CompareTo(UtcTicks(right));
        var (leftLow, leftHigh) = Range(left, !isSameZone);
        var (rightLow, rightHigh) = Range(right, !isSameZone);
        return leftHigh < rightLow ? -1 : leftLow > rightHigh ? 1 : null;
    }

    /// <summary>Whether both are certainly the same, as <c>~</c> asks: a difference in precision is a difference.</summary>
    public static bool AreEquivalent(Temporal left, Temporal right) =>
        left.Precision == right.Precision && left.OffsetMinutes.HasValue == right.OffsetMinutes.HasValue && Compare(left, right) == 0;

    /// <summary>A total order that agrees with <see cref="Compare"/> wherever that knows one.</summary>
    public static int CompareStarts(Temporal left, Temporal right) => UtcTicks(left).CompareTo(UtcTicks(right));

    /// <summary>The same for values that compare as equal.</summary>
    public static int Hash(Temporal value) => HashCode.Combine(value.Precision, UtcTicks(value));

    private static long UtcTicks(Temporal value) =>
        value.Local.Ticks - ((value.OffsetMinutes ?? 0) * TimeSpan.TicksPerMinute);

    private static (long Low, long High) Range(Temporal value, bool isZoneAsked)
    {
        var low = UtcTicks(value);
        var high = low + LengthTicks(value);
        return isZoneAsked && value.OffsetMinutes is null ? (low - LatestOffset, high + EarliestOffset) : (low, high);
    }

    // From the first to the last moment that the value may mean.
    private static long LengthTicks(Temporal value) => value.Precision switch
    {
        TemporalPrecision.Year => (TimeSpan.TicksPerDay * (DateTime.IsLeapYear(value.Local.Year) ? 366 : 365)) - 1,
        TemporalPrecision.Month => (TimeSpan.TicksPerDay * DateTime.DaysInMonth(value.Local.Year, value.Local.Month)) - 1,
        TemporalPrecision.Day => TimeSpan.TicksPerDay - 1,
        TemporalPrecision.Hour => TimeSpan.TicksPerHour - 1,
        TemporalPrecision.Minute => TimeSpan.TicksPerMinute - 1,
        _ => 0,
    };
}
