namespace Phr.Fhir.Structure;

/// <summary>The formats of date, dateTime, instant and time, and whether a date exists in the calendar.</summary>
internal static class DateFormat
{
    /// <summary>YYYY, YYYY-MM or YYYY-MM-DD.</summary>
    public static PrimitiveFault CheckDate(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 => YearOf(value) > 0 ? PrimitiveFault.None : PrimitiveFault.Format,
        7 => MonthOf(value) > 0 ? PrimitiveFault.None : PrimitiveFault.Format,
        10 => CheckDay(value),
        _ => PrimitiveFault.Format,
    };

    /// <summary>A date, or a date with a time to the second and a zone.</summary>
    public static PrimitiveFault CheckDateTime(ReadOnlySpan<byte> value) =>
        value.Length <= 10 ? CheckDate(value) : CheckInstant(value);

    /// <summary>A date with a time to the second and a zone.</summary>
    public static PrimitiveFault CheckInstant(ReadOnlySpan<byte> value)
    {
        if (value.Length < 20 || value[10] != 'T')
            return PrimitiveFault.Format;
        var day = CheckDay(value[..10]);
        if (day == PrimitiveFault.Format)
            return day;
        var zone = ZoneLength(value);
        return zone > 0 && IsTime(value[11..^zone]) ? day : PrimitiveFault.Format;
    }

    /// <summary>hh:mm:ss with an optional fraction; 60 is a leap second.</summary>
    public static bool IsTime(ReadOnlySpan<byte> value)
    {
        if (value.Length < 8 || value[2] != ':' || value[5] != ':')
            return false;
        if (Two(value) is < 0 or > 23 || Two(value[3..]) is < 0 or > 59 || Two(value[6..]) is < 0 or > 60)
            return false;
        return value.Length == 8
            || value.Length > 9 && value[8] == '.' && value[9..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    // Z, or an offset from -14:00 to +14:00.
    private static int ZoneLength(ReadOnlySpan<byte> value)
    {
        if (value[^1] == 'Z')
            return 1;
        var zone = value[^6..];
        if (zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':')
            return 0;
        var hours = Two(zone[1..]);
        var minutes = Two(zone[4..]);
        return hours is >= 0 and <= 13 && minutes is >= 0 and <= 59 || hours == 14 && minutes == 0 ? 6 : 0;
    }

    private static PrimitiveFault CheckDay(ReadOnlySpan<byte> value)
    {
        var month = MonthOf(value);
        var day = value[7] == '-' ? Two(value[8..]) : -1;
        if (month == 0 || day is < 1 or > 31)
            return PrimitiveFault.Format;
        return day <= DateTime.DaysInMonth(YearOf(value), month) ? PrimitiveFault.None : PrimitiveFault.NoSuchDate;
    }

    // 0 where there is no month or no year.
    private static int MonthOf(ReadOnlySpan<byte> value) =>
        YearOf(value) > 0 && value[4] == '-' && Two(value[5..]) is var month and >= 1 and <= 12 ? month : 0;

    private static int YearOf(ReadOnlySpan<byte> value)
    {
        var century = Two(value);
        var year = Two(value[2..]);
        return century < 0 || year < 0 ? 0 : century * 100 + year;
    }

    // Two digits, or -1.
    private static int Two(ReadOnlySpan<byte> value) =>
        char.IsAsciiDigit((char)value[0]) && char.IsAsciiDigit((char)value[1]) ? (value[0] - '0') * 10 + value[1] - '0' : -1;
}
