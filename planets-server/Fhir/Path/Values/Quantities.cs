using Phr.Fhir.Units;

namespace Phr.Fhir.Path.Values;

/// <summary>
/// Comparison and arithmetic of quantities: UCUM units, calendar durations, and units of neither kind, which equal themselves
/// only. A calendar year or month compares with no UCUM duration, except loosely, as equivalence asks.
/// </summary>
internal static class Quantities
{
    /// <summary>Order of two quantities; null where their units cannot be compared.</summary>
    public static int? Compare(Value.Quantity left, Value.Quantity right) =>
        InFinerUnit(left, right) is var (first, second) ? first.Number.CompareTo(second.Number) : null;

    /// <summary>Digits beyond those of the less precise operand, in the unit of either, do not count.</summary>
    public static bool AreEquivalent(Value.Quantity left, Value.Quantity right) =>
        (Convert(left, right.Unit, isLoose: true) is { } first && Numbers.AreEquivalent(first, right.Number))
        || (Convert(right, left.Unit, isLoose: true) is { } second && Numbers.AreEquivalent(left.Number, second));

    /// <summary>The sum in the finer unit of both; null where the units do not go together.</summary>
    public static Value.Quantity? Add(Value.Quantity left, Value.Quantity right) =>
        InFinerUnit(left, right) is var (first, second) ? first with { Number = first.Number + second.Number } : null;

    /// <param name="power">1 to multiply, -1 to divide.</param>
    /// <returns>The product with the product of the units, such as cm2; null where there is no such unit.</returns>
    public static Value.Quantity? Multiply(Value.Quantity left, Value.Quantity right, int power)
    {
        if (!TryUnit(left.Unit, out var leftUnit) || !TryUnit(right.Unit, out var rightUnit)
            || leftUnit.Scale is not null || rightUnit.Scale is not null)
            return null;
        var number = power > 0 ? left.Number * right.Number : left.Number / right.Number;
        return new(number, right.Unit == "1" ? left.Unit : leftUnit.Times(rightUnit, power).Code);
    }

    /// <summary>The number in another unit; null where the units do not convert.</summary>
    public static decimal? Convert(Value.Quantity quantity, string unit, bool isLoose)
    {
        var (from, to) = (CalendarDuration.FromKeyword(quantity.Unit), CalendarDuration.FromKeyword(unit));
        if (quantity.Unit == unit || (from is not null && from == to))
            return quantity.Number;
        if (from is { } source && to is { } target)
            return source < target
                ? quantity.Number * CalendarDuration.Factor(source, target)
                : quantity.Number / CalendarDuration.Factor(target, source);
        var isCalendarMeant = (from ?? to) is <= CalendarUnit.Month;
        if ((isCalendarMeant && !isLoose) || (!isLoose && ResemblesCalendar(from is null ? quantity.Unit : unit, from ?? to)))
            return null;
        return Ucum.TryConvert(quantity.Number, UcumCode(quantity.Unit), UcumCode(unit), out var converted) ? converted : null;
    }

    private static (Value.Quantity Left, Value.Quantity Right)? InFinerUnit(Value.Quantity left, Value.Quantity right)
    {
        var unit = IsFiner(right.Unit, left.Unit) ? right.Unit : left.Unit;
        return Convert(left, unit, isLoose: false) is { } first && Convert(right, unit, isLoose: false) is { } second
            ? (new(first, unit), new(second, unit))
            : null;
    }

    private static bool IsFiner(string unit, string other) =>
        CalendarDuration.FromKeyword(unit) is { } duration && CalendarDuration.FromKeyword(other) is { } otherDuration
            ? duration > otherDuration
            : TryUnit(unit, out var parsed) && TryUnit(other, out var otherParsed) && parsed.Factor < otherParsed.Factor;

    // UCUM's a and mo are no calendar durations of days or weeks either.
    private static bool ResemblesCalendar(string code, CalendarUnit? duration) =>
        duration is not null && CalendarDuration.FromUcum(code) is <= CalendarUnit.Month;

    private static bool TryUnit(string unit, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out UcumUnit? parsed) =>
        Ucum.TryParse(UcumCode(unit), out parsed);

    private static string UcumCode(string unit) =>
        CalendarDuration.FromKeyword(unit) is { } duration ? CalendarDuration.ToUcum(duration) : unit;
}
