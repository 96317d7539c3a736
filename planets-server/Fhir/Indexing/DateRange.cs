using Phr.Fhir.Structure;

namespace Phr.Fhir.Indexing;

/// <summary>The time that a date may mean, in UTC: from <paramref name="Low"/> up to, but without, <paramref name="High"/>.</summary>
/// <remarks>R4 search.html#date: a date is as wide as its precision, so 2024-05 is the whole month. A date without a zone is
/// of the zone that the reader is given, the same for what is stored and what is asked. An open end is the least or the
/// greatest <see cref="DateTime"/>.</remarks>
public readonly record struct DateRange(DateTime Low, DateTime High)
{
    /// <summary>Digits of a second's fraction that count; a tick has seven.</summary>
    private const int FractionDigitsMax = 7;

    /// <summary>Reads a FHIR date, dateTime or instant; or a date of a search, in which seconds, and the zone, may be left out.</summary>
    /// <param name="zone">Offset from UTC of what has no zone of its own.</param>
    /// <returns>False where the text is none of these.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, TimeSpan zone, out DateRange range)
    {
        range = default;
        if (text.Length <= 10)
        {
            if (DateFormat.CheckDate(text) != PrimitiveFault.None)
                return false;
            range = ReadDate(text, zone);
            return true;
        }
        if (text[10] != 'T' || DateFormat.CheckDate(text[..10]) != PrimitiveFault.None)
            return false;
        var time = text[11..];
        if (!TryTakeZone(ref time, ref zone) || !TryReadTime(time, out var sinceMidnight, out var width))
            return false;
        var day = ReadDate(text[..10], TimeSpan.Zero);
        range = Shift(After(day.Low, sinceMidnight), After(day.Low, sinceMidnight + width), zone);
        return true;
    }

    /// <summary>The least range that holds both.</summary>
    public DateRange Around(DateRange other) =>
        new(Low <= other.Low ? Low : other.Low, High >= other.High ? High : other.High);

    private static DateRange ReadDate(ReadOnlySpan<byte> text, TimeSpan zone)
    {
        var year = Number(text[..4]);
        var month = text.Length >= 7 ? Number(text[5..7]) : 1;
        var day = text.Length == 10 ? Number(text[8..10]) : 1;
        var low = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        var high = text.Length switch
        {
            4 => year == 9999 ? DateTime.MaxValue : low.AddYears(1),
            7 => year == 9999 && month == 12 ? DateTime.MaxValue : low.AddMonths(1),
            _ => low == DateTime.MaxValue.Date ? DateTime.MaxValue : low.AddDays(1),
        };
        return Shift(low, high, zone);
    }

    // Where a zone would lead out of the calendar, the calendar's end stands.
    private static DateRange Shift(DateTime low, DateTime high, TimeSpan zone) => new(Shift(low, zone), Shift(high, zone));

    private static DateTime After(DateTime day, TimeSpan time) =>
        new(Math.Min(day.Ticks + time.Ticks, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private static DateTime Shift(DateTime local, TimeSpan zone)
    {
        var ticks = Math.Clamp(local.Ticks - zone.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTime(local == DateTime.MaxValue ? local.Ticks : ticks, DateTimeKind.Utc);
    }

    private static bool TryTakeZone(ref ReadOnlySpan<byte> time, ref TimeSpan zone)
    {
        var at = time.IndexOfAny("Z+- "u8);
        if (at < 0)
            return true;
        var text = time[at..];
        time = time[..at];
        if (text.SequenceEqual("Z"u8))
        {
            zone = TimeSpan.Zero;
            return true;
        }
        // A plus sign of a query arrives as a space where it was not escaped.
        if (text.Length != 6 || text[3] != ':' || !IsDigits(text[1..3]) || !IsDigits(text[4..]))
            return false;
        var offset = new TimeSpan(Number(text[1..3]), Number(text[4..]), 0);
        zone = text[0] == '-' ? -offset : offset;
        return offset <= TimeSpan.FromHours(14) && Number(text[4..]) < 60;
    }

    // hh:mm, hh:mm:ss or hh:mm:ss.fff.
    private static bool TryReadTime(ReadOnlySpan<byte> text, out TimeSpan sinceMidnight, out TimeSpan width)
    {
        (sinceMidnight, width) = (TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (text.Length == 5 && IsTimeToTheMinute(text))
        {
            sinceMidnight = new TimeSpan(Number(text[..2]), Number(text[3..]), 0);
            return true;
        }
        if (!DateFormat.IsTime(text))
            return false;
        // A leap second is the last second of its minute.
        sinceMidnight = new TimeSpan(Number(text[..2]), Number(text[3..5]), Math.Min(Number(text[6..8]), 59));
        width = TimeSpan.FromSeconds(1);
        var unit = TimeSpan.TicksPerSecond;
        for (var i = 9; i < Math.Min(text.Length, 9 + FractionDigitsMax); i++)
        {
            unit /= 10;
            sinceMidnight += TimeSpan.FromTicks((text[i] - '0') * unit);
            width = TimeSpan.FromTicks(unit);
        }
        return true;
    }

    private static bool IsTimeToTheMinute(ReadOnlySpan<byte> text) =>
        text[2] == ':' && IsDigits(text[..2]) && IsDigits(text[3..]) && Number(text[..2]) < 24 && Number(text[3..]) < 60;

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + digit - '0';
        return number;
    }
}
