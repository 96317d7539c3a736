using System.Globalization;

namespace Phr.Planets.Series.Uploads;

/// <summary>How a time told its distance from UTC.</summary>
public enum OffsetForm
{
    /// <summary>Not at all: a clock on a wall.</summary>
    None,
    /// <summary>
    /// <c>Z</c>, or seconds since 1970: the instant is known, the place's clock is not (RFC 9557 §2).
    /// </summary>
    Utc,
    /// <summary>As ±hh:mm.</summary>
    Explicit,
}

/// <summary>A time as a device tells it.</summary>
/// <param name="ClockMs">What its clock shows, as milliseconds since 1970-01-01T00:00 on that clock.</param>
/// <param name="OffsetMinutes">Clock minus UTC; 0 unless <paramref name="Form"/> is explicit.</param>
public readonly record struct LocalTime(long ClockMs, OffsetForm Form, short OffsetMinutes = 0)
{
    /// <summary>Clocks of the world are at most 14 hours from UTC; 18 leaves room for history.</summary>
    private const int OffsetMinutesMax = 18 * 60;

    public static LocalTime Utc(long instantMs) => new(instantMs, OffsetForm.Utc);

    public static LocalTime Wall(DateTime clock) => new(Milliseconds(clock), OffsetForm.None);

    /// <summary>A known instant on a clock of known offset.</summary>
    public static LocalTime Of(DateTimeOffset time) =>
        new(Milliseconds(time.DateTime), OffsetForm.Explicit, (short)time.Offset.TotalMinutes);

    /// <summary>
    /// ISO 8601: date, T or a blank, hours and minutes, optionally seconds and a fraction (cut after milliseconds), and
    /// Z, ±hh:mm, ±hhmm or nothing.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LocalTime time)
    {
        time = default;
        if (text.Length < 16 || text[10] is not ('T' or 't' or ' '))
            return false;
        var (clock, suffix) = SplitSuffix(text);
        if (!TryOffset(suffix, out var form, out var offset) || !TryClock(clock, out var clockMs))
            return false;
        time = new LocalTime(clockMs, form, offset);
        return true;
    }

    /// <summary>±hh:mm or ±hhmm, in minutes.</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out short minutes)
    {
        minutes = 0;
        if (text.Length is not (5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':'))
            return false;
        if (!byte.TryParse(text[1..3], NumberStyles.None, null, out var hours)
            || !byte.TryParse(text[^2..], NumberStyles.None, null, out var rest) || rest > 59)
            return false;
        minutes = (short)((hours * 60) + rest);
        if (minutes > OffsetMinutesMax)
            return false;
        minutes = text[0] == '-' ? (short)-minutes : minutes;
        return true;
    }

    private static (string Clock, string Suffix) SplitSuffix(ReadOnlySpan<char> text)
    {
        var at = text[16..].IndexOfAny("Zz+-");
        return at < 0 ? (text.ToString(), "") : (text[..(16 + at)].ToString(), text[(16 + at)..].ToString());
    }

    private static bool TryOffset(string suffix, out OffsetForm form, out short minutes)
    {
        minutes = 0;
        form = suffix switch { "" => OffsetForm.None, "Z" or "z" => OffsetForm.Utc, _ => OffsetForm.Explicit };
        return form != OffsetForm.Explicit || TryOffset(suffix.AsSpan(), out minutes);
    }

    private static bool TryClock(string text, out long clockMs)
    {
        clockMs = 0;
        var clock = text.Replace(' ', 'T').Replace('t', 'T');
        var dot = clock.IndexOf('.');
        var fraction = "";
        if (dot >= 0)
        {
            fraction = clock[(dot + 1)..];
            clock = clock[..dot];
            if (fraction.Length == 0 || !fraction.All(char.IsAsciiDigit) || clock.Length != 19)
                return false;
        }
        string[] forms = ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm"];
        if (!DateTime.TryParseExact(clock, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        clockMs = Milliseconds(parsed)
            + (fraction.Length == 0 ? 0 : int.Parse(fraction.PadRight(3, '0')[..3], CultureInfo.InvariantCulture));
        return true;
    }

    private static long Milliseconds(DateTime clock) => (clock.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
