namespace Phr.Fhir.Path.Values;

/// <summary>The least and the greatest value that a value of limited precision may mean, and how precise it is.</summary>
internal static class Boundary
{
    /// <summary>Digits after the point that <see cref="decimal"/> holds.</summary>
    public const int DecimalDigitsMax = 28;

    private const int DecimalDigitsDefault = 8;
    private const int WestmostOffsetMinutes = -12 * 60;
    private const int EastmostOffsetMinutes = 14 * 60;

    /// <summary>Half a unit of the last digit away, cut (towards zero) or rounded (away from it) to the digits asked for.</summary>
    /// <returns>Null where so many digits cannot be given.</returns>
    public static decimal? OfDecimal(decimal value, int? digits, bool isHigh)
    {
        var wanted = digits ?? DecimalDigitsDefault;
        if (wanted is < 0 or > DecimalDigitsMax || value.Scale == DecimalDigitsMax)
            return null;
        var half = new decimal(5, 0, 0, isNegative: !isHigh, (byte)(value.Scale + 1));
        var bound = value + half;
        var isOutward = isHigh == (bound >= 0);
        var rounded = decimal.Round(bound, wanted, isOutward ? MidpointRounding.AwayFromZero : MidpointRounding.ToZero);
        return rounded + new decimal(0, 0, 0, false, (byte)wanted);
    }

    /// <param name="digits">Digits of the result: 4, 6, 8 of a date, further 10, 12, 14, 17 of a DateTime; 2, 4, 6, 9 of a Time.</param>
    /// <returns>Null where the kind has no such precision.</returns>
    public static Temporal? OfTemporal(Temporal value, int? digits, bool isHigh)
    {
        var wanted = digits ?? value.Kind switch { TemporalKind.Date => 8, TemporalKind.DateTime => 17, _ => 9 };
        if (PrecisionOf(value.Kind, wanted) is not { } precision)
            return null;
        var local = isHigh ? Highest(value) : value.Local;
        var offset = value.OffsetMinutes ?? (isHigh ? WestmostOffsetMinutes : EastmostOffsetMinutes);
        var hasMilliseconds = wanted is 17 or 9;
        return new Temporal(value.Kind, Cut(local, precision, hasMilliseconds), precision)
        {
            FractionDigits = hasMilliseconds ? 3 : 0,
            OffsetMinutes = value.Kind == TemporalKind.DateTime && precision > TemporalPrecision.Day ? offset : null,
        };
    }

    /// <summary>Digits that are given: 4 for a year, 17 for a DateTime with milliseconds.</summary>
    public static int Digits(Temporal value)
    {
        var fromYear = value.Precision switch
        {
            TemporalPrecision.Year => 4,
            TemporalPrecision.Month => 6,
            TemporalPrecision.Day => 8,
            TemporalPrecision.Hour => 10,
            TemporalPrecision.Minute => 12,
            _ => 14 + value.FractionDigits,
        };
        return value.Kind == TemporalKind.Time ? fromYear - 8 : fromYear;
    }

    private static TemporalPrecision? PrecisionOf(TemporalKind kind, int digits) => (kind, digits) switch
    {
        (TemporalKind.Time, 2) or (TemporalKind.DateTime, 10) => TemporalPrecision.Hour,
        (TemporalKind.Time, 4) or (TemporalKind.DateTime, 12) => TemporalPrecision.Minute,
        (TemporalKind.Time, 6 or 9) or (TemporalKind.DateTime, 14 or 17) => TemporalPrecision.Second,
        (TemporalKind.Time, _) => null,
        (_, 4) => TemporalPrecision.Year,
        (_, 6) => TemporalPrecision.Month,
        (_, 8) => TemporalPrecision.Day,
        _ => null,
    };

    private static DateTime Highest(Temporal value)
    {
        var local = value.Local;
        if (value.Precision == TemporalPrecision.Year)
            local = local.AddMonths(11);
        if (value.Precision <= TemporalPrecision.Month)
            local = local.AddDays(DateTime.DaysInMonth(local.Year, local.Month) - 1);
        if (value.Precision <= TemporalPrecision.Day)
            local = local.AddHours(23);
        // FHIR's dateTime has no hours without minutes: one of a literal is the full hour (official suite, HighBoundary).
        if (value.Precision <= TemporalPrecision.Day || (value.Precision == TemporalPrecision.Hour && value.Kind == TemporalKind.Time))
            local = local.AddMinutes(59);
        if (value.Precision <= TemporalPrecision.Minute)
            local = local.AddSeconds(59);
        return value.FractionDigits < 3
            ? local.AddMilliseconds(value.FractionDigits switch { 0 => 999, 1 => 99, _ => 9 })
            : local;
    }

    private static DateTime Cut(DateTime local, TemporalPrecision precision, bool hasMilliseconds) => precision switch
    {
        TemporalPrecision.Year => new(local.Year, 1, 1),
        TemporalPrecision.Month => new(local.Year, local.Month, 1),
        TemporalPrecision.Day => local.Date,
        TemporalPrecision.Hour => local.Date.AddHours(local.Hour),
        TemporalPrecision.Minute => local.Date.AddHours(local.Hour).AddMinutes(local.Minute),
        _ => local.AddTicks(-(local.Ticks % (hasMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond))),
    };
}
