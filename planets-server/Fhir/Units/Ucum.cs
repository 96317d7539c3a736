using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Phr.Fhir.Units;

/// <summary>
/// The Unified Code for Units of Measure, case sensitive: are two units commensurable, what is a value in another unit, what
/// is it in base units. Arithmetic is exact but for logarithmic and trigonometric scales. Thread safe.
/// </summary>
public static class Ucum
{
    /// <summary>The code system of units in FHIR.</summary>
    public const string SystemUrl = "http://unitsofmeasure.org";

    /// <summary>Parsed units kept; the cache starts over when it is full, so memory stays bounded.</summary>
    public const int CacheEntriesMax = 4_096;

    private static readonly ConcurrentDictionary<string, UcumUnit> Cache = new(StringComparer.Ordinal);

    public static bool TryParse(string code, [NotNullWhen(true)] out UcumUnit? unit) => TryParse(code, out unit, out _);

    /// <param name="error">Where and why the code is no UCUM unit.</param>
    public static bool TryParse(string code, [NotNullWhen(true)] out UcumUnit? unit, out string? error)
    {
        error = null;
        if (Cache.TryGetValue(code, out unit))
            return true;
        unit = UcumParser.Parse(code, out error);
        if (unit is null)
            return false;
        if (Cache.Count >= CacheEntriesMax)
            Cache.Clear();
        Cache.TryAdd(code, unit);
        return true;
    }

    /// <summary>Whether both are valid units that measure the same dimension.</summary>
    public static bool AreCommensurable(string code, string other) =>
        TryParse(code, out var unit) && TryParse(other, out var otherUnit) && unit.Dimension.Equals(otherUnit.Dimension);

    /// <summary>The value in another unit, exact or to 28 digits; false where units differ in dimension or the range ends.</summary>
    public static bool TryConvert(decimal value, string from, string to, out decimal converted)
    {
        converted = value;
        if (from == to)
            return true;
        return TryParse(from, out var source) && TryParse(to, out var target)
            && source.Dimension.Equals(target.Dimension)
            && source.ToBase(Rational.From(value)) is { } amount
            && target.FromBase(amount) is { } result
            && result.TryToDecimal(out converted);
    }

    /// <summary>
    /// The value in base units: equal amounts have equal canonical values and the same unit, whatever unit they were given in.
    /// Null where the code is no UCUM unit.
    /// </summary>
    public static CanonicalQuantity? Canonical(decimal value, string code)
    {
        if (!TryParse(code, out var unit) || unit.ToBase(Rational.From(value)) is not { } amount)
            return null;
        var nearest = amount.ToDouble();
        return double.IsFinite(nearest) ? new(nearest, unit.Dimension.Code) : null;
    }
}

/// <param name="Value">Correctly rounded from the exact amount.</param>
/// <param name="Unit">Base units, such as <c>g.m-3</c>.</param>
public readonly record struct CanonicalQuantity(double Value, string Unit);
