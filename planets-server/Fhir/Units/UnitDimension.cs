using System.Text;

namespace Phr.Fhir.Units;

/// <summary>
/// What a unit measures: powers of base units (<c>m s g rad K C cd</c>) and of arbitrary units, which are dimensions of their
/// own. Two units convert into each other exactly when their dimensions are equal. Sorted by symbol, without zero powers.
/// </summary>
public sealed class UnitDimension : IEquatable<UnitDimension>
{
    private readonly (string Symbol, int Power)[] _powers;

    private UnitDimension((string Symbol, int Power)[] powers)
    {
        _powers = powers;
        Code = Write(powers);
    }

    public static UnitDimension None { get; } = new([]);

    /// <summary>The dimension as a UCUM unit in base units, such as <c>g.m-3</c>; <c>1</c> where there is none.</summary>
    public string Code { get; }

    public static UnitDimension Of(string symbol) => new([(symbol, 1)]);

    public UnitDimension Times(UnitDimension other, int power = 1) => new(
    [
        .. _powers.Concat(other._powers.Select(term => (term.Symbol, Power: checked(term.Power * power))))
            .GroupBy(term => term.Symbol, (symbol, terms) => (Symbol: symbol, Power: terms.Sum(term => term.Power)))
            .Where(term => term.Power != 0)
            .OrderBy(term => term.Symbol, StringComparer.Ordinal),
    ]);

    public bool Equals(UnitDimension? other) => other is not null && Code == other.Code;

    public override bool Equals(object? obj) => Equals(obj as UnitDimension);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;

    private static string Write((string Symbol, int Power)[] powers)
    {
        var text = new StringBuilder();
        foreach (var (symbol, power) in powers)
            text.Append(text.Length == 0 ? "" : ".").Append(symbol).Append(power == 1 ? "" : $"{power}");
        return text.Length == 0 ? "1" : text.ToString();
    }
}
