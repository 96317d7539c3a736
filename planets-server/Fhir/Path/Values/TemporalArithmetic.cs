namespace Phr.Fhir.Path.Values;

/// <summary>Adds durations to dates and times by the calendar (FHIRPath, date/time arithmetic).</summary>
internal static class TemporalArithmetic
{
    /// <summary>The value moved by a duration, or null with the reason.</summary>
    /// <param name="amount">May be negative. Only of seconds and finer is a fraction used.</param>
    public static Temporal? Add(Temporal value, decimal amount, CalendarUnit unit, out string? error)
    {
        error = Refuse(value.Kind, unit);
        if (error is not null)
            return null;
        if (unit < CalendarUnit.Second)
            amount = decimal.Truncate(amount);
        if (unit == CalendarUnit.Week)
            (amount, unit) = (amount * 7, CalendarUnit.Day);
        var finest = Finest(value.Precision);
        if (unit > finest && finest != CalendarUnit.Second)
            (amount, unit) = (decimal.Truncate(amount / CalendarDuration.Factor(finest, unit)), finest);
        try
        {
            return value.Kind == TemporalKind.Time ? MoveTime(value, amount, unit) : Move(value, amount, unit);
        }
        catch (Exception outOfRange) when (outOfRange is ArgumentOutOfRangeException or OverflowException)
        {
            error = "The date is outside the years 1 to 9999.";
            return null;
        }
    }

    private static string? Refuse(TemporalKind kind, CalendarUnit unit) => (kind, unit) switch
    {
        (TemporalKind.Date, > CalendarUnit.Day) => "To a Date only years, months, weeks and days are added.",
        (TemporalKind.Time, < CalendarUnit.Hour) => "To a Time only hours and finer units are added.",
        _ => null,
    };

    private static CalendarUnit Finest(TemporalPrecision precision) => precision switch
    {
        TemporalPrecision.Year => CalendarUnit.Year,
        TemporalPrecision.Month => CalendarUnit.Month,
        TemporalPrecision.Day => CalendarUnit.Day,
        TemporalPrecision.Hour => CalendarUnit.Hour,
        TemporalPrecision.Minute => CalendarUnit.Minute,
        _ => CalendarUnit.Second,
    };

    // AddYears and AddMonths end on the last day of a shorter month, as ISO 8601 wants.
    private static Temporal Move(Temporal value, decimal amount, CalendarUnit unit) => unit switch
    {
        CalendarUnit.Year => value with { Local = value.Local.AddYears((int)amount) },
        CalendarUnit.Month => value with { Local = value.Local.AddMonths((int)amount) },
        _ => Moved(value, value.Local + new TimeSpan(Ticks(amount, unit))),
    };

    // A time of day goes round: 23:00 and two hours is 01:00.
    private static Temporal MoveTime(Temporal value, decimal amount, CalendarUnit unit)
    {
        var ticks = (value.Local.Ticks + (Ticks(amount, unit) % TimeSpan.TicksPerDay)) % TimeSpan.TicksPerDay;
        return Moved(value, new DateTime(ticks < 0 ? ticks + TimeSpan.TicksPerDay : ticks));
    }

    private static Temporal Moved(Temporal value, DateTime local)
    {
        var hasNewFraction = value.FractionDigits < 3 && local.Ticks % TimeSpan.TicksPerSecond != 0;
        return value with { Local = local, FractionDigits = hasNewFraction ? 3 : value.FractionDigits };
    }

    private static long Ticks(decimal amount, CalendarUnit unit) =>
        (long)(amount * CalendarDuration.Factor(unit, CalendarUnit.Millisecond) * TimeSpan.TicksPerMillisecond);
}
