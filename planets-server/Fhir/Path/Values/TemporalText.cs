namespace Phr.Fhir.Path.Values;

/// <summary>Reads dates and times in the ISO 8601 formats of FHIRPath literals and of FHIR primitives.</summary>
internal static class TemporalText
{
    private const int OffsetMinutesMax = 14 * 60;

    /// <summary>A Date, or a DateTime where a T follows.</summary>
    /// <returns>Characters read from the start; 0 where no value stands there.</returns>
    public static int ReadDateTime(ReadOnlySpan<char> text, out Temporal value)
    {
        var length = ReadDate(text, out value);
        if (length == 0 || !At(text, length, 'T'))
            return length;
        value = value.AsDateTime();
        length++;
        if (value.Precision < TemporalPrecision.Day)
            return length;
        var timeLength = ReadTime(text[length..], out var time);
        if (timeLength == 0)
            return length;
        length += timeLength;
        var offsetLength = ReadOffset(text[length..], out var offset);
        value = new(TemporalKind.DateTime, value.Local + time.Local.TimeOfDay, time.Precision)
        {
            FractionDigits = time.FractionDigits,
            OffsetMinutes = offset,
        };
        return length + offsetLength;
    }

    /// <summary>A Time without leading T.</summary>
    /// <returns>Characters read from the start; 0 where no value stands there.</returns>
    public static int ReadTime(ReadOnlySpan<char> text, out Temporal value)
    {
        value = default;
        if (!Number(text, 0, 2, 23, out var hour))
            return 0;
        value = new(TemporalKind.Time, DateTime.MinValue.AddHours(hour), TemporalPrecision.Hour);
        if (!At(text, 2, ':') || !Number(text, 3, 2, 59, out var minute))
            return 2;
        value = value with { Local = value.Local.AddMinutes(minute), Precision = TemporalPrecision.Minute };
        if (!At(text, 5, ':') || !Number(text, 6, 2, 59, out var second))
            return 5;
        var fraction = ReadFraction(text, 8, out var ticks);
        value = value with
        {
            Local = value.Local.AddSeconds(second).AddTicks(ticks),
            Precision = TemporalPrecision.Second,
            FractionDigits = Math.Min(fraction, Temporal.FractionDigitsMax),
        };
        return fraction == 0 ? 8 : 9 + fraction;
    }

    /// <summary>The whole text as one value of a kind. A Date may stand for a DateTime.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, TemporalKind kind, out Temporal value)
    {
        if (kind == TemporalKind.Time)
            return ReadTime(text, out value) is > 0 and var read && read == text.Length;
        var length = ReadDateTime(text, out value);
        if (length == 0 || length != text.Length || (kind == TemporalKind.Date && value.Kind != TemporalKind.Date))
            return false;
        value = value with { Kind = kind };
        return true;
    }

    private static int ReadDate(ReadOnlySpan<char> text, out Temporal value)
    {
        value = default;
        if (!Number(text, 0, 4, 9999, out var year) || year == 0)
            return 0;
        value = new(TemporalKind.Date, new DateTime(year, 1, 1), TemporalPrecision.Year);
        if (!At(text, 4, '-') || !Number(text, 5, 2, 12, out var month) || month == 0)
            return 4;
        value = new(TemporalKind.Date, new DateTime(year, month, 1), TemporalPrecision.Month);
        if (!At(text, 7, '-') || !Number(text, 8, 2, DateTime.DaysInMonth(year, month), out var day) || day == 0)
            return 7;
        value = new(TemporalKind.Date, new DateTime(year, month, day), TemporalPrecision.Day);
        return 10;
    }

    private static int ReadFraction(ReadOnlySpan<char> text, int at, out long ticks)
    {
        ticks = 0;
        if (!At(text, at, '.'))
            return 0;
        var digits = 0;
        for (; at + 1 + digits < text.Length && char.IsAsciiDigit(text[at + 1 + digits]); digits++)
            if (digits < Temporal.FractionDigitsMax)
                ticks = (ticks * 10) + (text[at + 1 + digits] - '0');
        for (var missing = digits; missing < Temporal.FractionDigitsMax; missing++)
            ticks *= 10;
        return digits;
    }

    private static int ReadOffset(ReadOnlySpan<char> text, out int? minutes)
    {
        minutes = null;
        if (At(text, 0, 'Z'))
        {
            minutes = 0;
            return 1;
        }
        if (text.IsEmpty || text[0] is not ('+' or '-') || !At(text, 3, ':')
            || !Number(text, 1, 2, 14, out var hour) || !Number(text, 4, 2, 59, out var minute)
            || (hour * 60) + minute > OffsetMinutesMax)
            return 0;
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return 6;
    }

    private static bool At(ReadOnlySpan<char> text, int at, char expected) => at < text.Length && text[at] == expected;

    private static bool Number(ReadOnlySpan<char> text, int at, int digits, int max, out int number)
    {
        number = 0;
        if (at + digits > text.Length)
            return false;
        foreach (var digit in text.Slice(at, digits))
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = (number * 10) + (digit - '0');
        }
        return number <= max;
    }
}
