using System.Collections.Concurrent;
using System.Text;
using Phr.Fhir.Definitions;
using Phr.Fhir.Units;

namespace Phr.Fhir.Indexing;

/// <summary>How amounts of one UCUM unit become amounts of base units. Kept by code, because exact arithmetic for each of the
/// three numbers of every quantity would cost more than all else of indexing; factors are rounded once, results to 2 ulp.</summary>
internal sealed class CanonicalScale
{
    /// <summary>Codes kept; the cache starts over when it is full.</summary>
    public const int CodesMax = 4_096;

    private const double DecimalMax = 7.9e28;
    private static readonly ConcurrentDictionary<byte[], CanonicalScale> ByCode = new(Utf8Comparer.Instance);
    private static readonly ConcurrentDictionary<byte[], CanonicalScale>.AlternateLookup<ReadOnlySpan<byte>> Lookup =
        ByCode.GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly string code;
    private readonly double? factor;

    private CanonicalScale(string code)
    {
        this.code = code;
        if (!Ucum.TryParse(code, out var unit))
            return;
        Unit = unit.Dimension.Code;
        factor = unit.Scale is null ? unit.Factor.ToDouble() : null;
    }

    /// <summary>Base units, such as <c>g.m-3</c>; null where the code is not UCUM's.</summary>
    public string? Unit { get; }

    public static CanonicalScale Of(ReadOnlySpan<byte> code)
    {
        if (Lookup.TryGetValue(code, out var known))
            return known;
        var scale = new CanonicalScale(Encoding.UTF8.GetString(code));
        if (ByCode.Count >= CodesMax)
            ByCode.Clear();
        Lookup.TryAdd(code, scale);
        return scale;
    }

    /// <summary>The range in base units; null where an end cannot be converted.</summary>
    public NumericRange? ToBase(NumericRange range)
    {
        if (Unit is null || ToBase(range.Value) is not { } value || ToBase(range.Low) is not { } low || ToBase(range.High) is not { } high)
            return null;
        return new NumericRange(value, Math.Min(low, high), Math.Max(low, high));
    }

    private double? ToBase(double value)
    {
        if (double.IsInfinity(value))
            return value;
        if (factor is { } linear)
            return value * linear;
        return Math.Abs(value) < DecimalMax ? Ucum.Canonical((decimal)value, code)?.Value : null;
    }
}
