using System.Collections.Frozen;

namespace Phr.Fhir.Units;

/// <summary>The unit atoms and prefixes of UCUM, from <c>ucum-atoms.txt</c>. Definitions are worked out when first asked for.</summary>
internal static class UcumAtoms
{
    /// <summary>Longest symbols first, so that <c>da</c> is tried before <c>d</c>.</summary>
    private static readonly (string Symbol, Rational Factor)[] Prefixes =
    [
        ("da", Ten(1)), ("Ki", Two(10)), ("Mi", Two(20)), ("Gi", Two(30)), ("Ti", Two(40)),
        ("Q", Ten(30)), ("R", Ten(27)), ("Y", Ten(24)), ("Z", Ten(21)), ("E", Ten(18)), ("P", Ten(15)), ("T", Ten(12)),
        ("G", Ten(9)), ("M", Ten(6)), ("k", Ten(3)), ("h", Ten(2)), ("d", Ten(-1)), ("c", Ten(-2)), ("m", Ten(-3)),
        ("u", Ten(-6)), ("n", Ten(-9)), ("p", Ten(-12)), ("f", Ten(-15)), ("a", Ten(-18)), ("z", Ten(-21)), ("y", Ten(-24)),
        ("r", Ten(-27)), ("q", Ten(-30)),
    ];

    private static readonly FrozenDictionary<string, Atom> Atoms = Read();

    /// <summary>The symbols of the table, for tests that go through all of them.</summary>
    public static IEnumerable<string> Symbols => Atoms.Keys;

    /// <summary>The unit of a symbol with or without prefix; null where there is none.</summary>
    public static UcumUnit? Find(string symbol)
    {
        if (Atoms.TryGetValue(symbol, out var exact))
            return exact.Unit.Value;
        foreach (var (prefix, factor) in Prefixes)
            if (symbol.StartsWith(prefix, StringComparison.Ordinal)
                && Atoms.TryGetValue(symbol[prefix.Length..], out var atom) && atom.IsMetric)
                return atom.Unit.Value.Prefixed(factor, symbol);
        return null;
    }

    private static Rational Ten(int power) => Rational.From(10m).Pow(power);

    private static Rational Two(int power) => Rational.From(2m).Pow(power);

    private static FrozenDictionary<string, Atom> Read()
    {
        using var table = typeof(UcumAtoms).Assembly.GetManifestResourceStream("ucum-atoms.txt")!;
        using var lines = new StreamReader(table);
        var atoms = new Dictionary<string, Atom>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
            if (!line.StartsWith('#') && line.Split('|') is [var symbol, var metric, var definition])
                atoms.Add(symbol, new(metric == "m", new(() => Define(symbol, definition))));
        return atoms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static UcumUnit Define(string symbol, string definition) => definition.Split(' ') switch
    {
        ["base" or "arbitrary"] => new(Rational.One, UnitDimension.Of(symbol), [(symbol, 1)]),
        ["special", var scale, var number, var unit] =>
            UcumUnit.Special(Enum.Parse<SpecialScale>(scale), Proper(number, unit), symbol),
        [var number, var unit] => Proper(number, unit).Named(symbol),
        _ => throw new InvalidDataException($"ucum-atoms.txt: the definition of {symbol} is malformed."),
    };

    private static UcumUnit Proper(string number, string unit)
    {
        var parsed = UcumParser.Parse(unit, out var error);
        return parsed?.Prefixed(Rational.Parse(number), unit)
            ?? throw new InvalidDataException($"ucum-atoms.txt: {unit}: {error}");
    }

    private sealed record Atom(bool IsMetric, Lazy<UcumUnit> Unit);
}
