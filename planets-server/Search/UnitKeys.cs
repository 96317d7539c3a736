using Phr.Fhir.Indexing;
using Phr.Fhir.Units;

namespace Phr.Planets.Search;

/// <summary>Units of measure that a search names, as the index has them.</summary>
internal static class UnitKeys
{
    /// <summary>The range in base units; without a unit where the system is not UCUM or the code none of its.</summary>
    public static (NumericRange Range, string? Unit) Canonical(NumericRange range, string system, string code)
    {
        if (system != Ucum.SystemUrl || Convert(range.Value, code) is not { } value
            || Convert(range.Low, code) is not { } low || Convert(range.High, code) is not { } high)
        {
            return default;
        }
        return (new NumericRange(value.Value, Math.Min(low.Value, high.Value), Math.Max(low.Value, high.Value)), value.Unit);
    }

    private static (double Value, string Unit)? Convert(double value, string code) =>
        Math.Abs(value) < (double)decimal.MaxValue && Ucum.Canonical((decimal)value, code) is { } canonical
            ? (canonical.Value, canonical.Unit)
            : null;
}
