using FsCheck;
using Phr.Fhir.Units;

namespace Phr.Tests.FhirPath;

public sealed class UcumTest
{
    [Theory]
    // Definitions of the units themselves.
    [InlineData("1", "[lb_av]", "kg", "0.45359237")]
    [InlineData("1", "[oz_av]", "g", "28.349523125")]
    [InlineData("1", "[gal_us]", "L", "3.785411784")]
    [InlineData("1", "[mi_i]", "km", "1.609344")]
    [InlineData("1", "[ft_us]", "m", "0.3048006096012192024384048768")]
    [InlineData("1", "a", "s", "31557600")]
    [InlineData("12", "mo", "a", "1")]
    [InlineData("1", "wk", "d", "7")]
    [InlineData("1", "[psi]", "Pa", "6894.757293168361336722673445")]
    [InlineData("1", "[HP]", "W", "745.69987158227022")]
    [InlineData("1", "atm", "mm[Hg]", "760.0021001785151737897721306")]
    // Laboratory results as hospitals report them.
    [InlineData("5.4", "mg/dL", "g/L", "0.054")]
    [InlineData("98", "mg/dl", "mg/L", "980")]
    [InlineData("6.5", "10*3/uL", "10*9/L", "6.5")]
    [InlineData("450", "10^4/uL", "/pL", "4.5")]
    [InlineData("140", "mmol/L", "meq/L", "140")]
    [InlineData("30", "U/L", "ukat/L", "0.5")]
    [InlineData("2", "m[IU]/mL", "[iU]/L", "2")]
    [InlineData("4.2", "%", "1", "0.042")]
    [InlineData("120", "mm[Hg]", "kPa", "15.99864")]
    [InlineData("90", "mL/min/{1.73_m2}", "mL/min", "90")]
    [InlineData("1", "ng/mL/h", "ug/L/h", "1")]
    [InlineData("72", "{beats}/min", "/min", "72")]
    [InlineData("280", "mosm/kg", "mmol/kg", "280")]
    [InlineData("2000", "kcal", "[Cal]", "2000")]
    [InlineData("6", "[foz_us]", "mL", "177.441177375")]
    // Special units.
    [InlineData("37", "Cel", "[degF]", "98.6")]
    [InlineData("98.6", "[degF]", "Cel", "37")]
    [InlineData("-40", "[degF]", "Cel", "-40")]
    [InlineData("36.5", "Cel", "K", "309.65")]
    [InlineData("80", "[degRe]", "Cel", "100")]
    [InlineData("1000", "mCel", "Cel", "1")]
    public void A_value_converts_exactly(string value, string from, string to, string expected)
    {
        Assert.True(Ucum.TryConvert(decimal.Parse(value), from, to, out var converted));
        Assert.Equal(decimal.Parse(expected), converted);
    }

    [Theory]
    [InlineData("7", "[pH]", "nmol/L", "100")]
    [InlineData("30", "dB[W]", "kW", "1")]
    [InlineData("100", "%[slope]", "deg", "45")]
    [InlineData("8", "bit_s", "1", "256")]
    [InlineData("3", "[m/s2/Hz^0.5]", "m2/s4/Hz", "9")]
    public void A_value_on_a_curved_scale_converts_to_thirteen_digits(string value, string from, string to, string expected)
    {
        Assert.True(Ucum.TryConvert(decimal.Parse(value), from, to, out var converted));
        Assert.InRange(converted / decimal.Parse(expected), 1 - 1e-13m, 1 + 1e-13m);
    }

    [Theory]
    [InlineData("mg", "mL")]
    [InlineData("[iU]", "[arb'U]")]
    [InlineData("[iU]", "1")]
    [InlineData("mmol/L", "mg/dL")]
    [InlineData("m", "m2")]
    [InlineData("s", "Hz")]
    public void Units_of_different_dimension_do_not_convert(string from, string to)
    {
        Assert.False(Ucum.TryConvert(1, from, to, out _));
        Assert.False(Ucum.AreCommensurable(from, to));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mg/DL")]
    [InlineData("mg/")]
    [InlineData("mg//dL")]
    [InlineData("mg dL")]
    [InlineData("(mg")]
    [InlineData("mg)")]
    [InlineData("m+")]
    [InlineData("{open")]
    [InlineData("{a{b}}")]
    [InlineData("{説明}")]
    [InlineData("[s]")]
    [InlineData("[in_i")]
    [InlineData("kmin")]
    [InlineData("0/m")]
    [InlineData("Cel/m")]
    [InlineData("m.Cel")]
    [InlineData("Cel2")]
    [InlineData("K/[pH]")]
    [InlineData("beats/min")]
    [InlineData("m100")]
    [InlineData("\0")]
    public void A_code_that_is_no_unit_is_refused_with_a_reason(string code)
    {
        Assert.False(Ucum.TryParse(code, out _, out var error));
        Assert.False(string.IsNullOrEmpty(error));
    }

    [Fact]
    public void An_error_names_the_place()
    {
        Assert.False(Ucum.TryParse("mg/xyz", out _, out var error));
        Assert.Equal("Character 4 of a unit begins 'xyz', which is not a UCUM unit.", error);
    }

    [Fact]
    public void Every_atom_of_the_table_has_a_definition_that_parses()
    {
        Assert.True(UcumAtoms.Symbols.Count() > 250);
        Assert.All(UcumAtoms.Symbols, symbol => Assert.True(Ucum.TryParse(symbol, out _, out var error), error));
    }

    [Theory]
    [InlineData("/100{WBCs}", "10*-2")]
    [InlineData("g/(8.h){shift}", "g/h/8")]
    [InlineData("{clock time}", "1")]
    [InlineData("mg{creat}/dL", "mg/dL")]
    [InlineData("10*6.[IU]", "M[IU]")]
    [InlineData("mL/min/(173.10*-2.m2)", "mL/min/m2/173.100")]
    [InlineData("10.uN.s/(cm5.m2)", "uN.s/cm5/m2.10")]
    [InlineData("/m", "m-1")]
    [InlineData("m+2", "m2")]
    [InlineData("10^3", "10*3")]
    [InlineData("dar", "10.m2")]
    [InlineData("cd", "cd")]
    public void Different_codes_of_one_unit_are_read_alike(string code, string other)
    {
        var (left, right) = (Unit(code), Unit(other));
        Assert.Equal(right.Dimension, left.Dimension);
        Assert.Equal(right.Factor, left.Factor);
    }

    [Theory]
    [InlineData("cm", "cm", 1, "cm2")]
    [InlineData("cm2", "cm", -1, "cm")]
    [InlineData("cm", "m", 1, "cm.m")]
    [InlineData("g", "m", -1, "g/m")]
    [InlineData("m", "m", -1, "1")]
    [InlineData("1", "m", 1, "m")]
    [InlineData("60.s", "60.s", 1, "3600.s2")]
    [InlineData("10*3", "10*3", 1, "10*6")]
    public void Units_multiply(string left, string right, int power, string expected)
    {
        Assert.Equal(expected, Unit(left).Times(Unit(right), power).Code);
    }

    [Fact]
    public void Equal_amounts_have_one_canonical_value()
    {
        Assert.Equal(Ucum.Canonical(5.4m, "g"), Ucum.Canonical(5400m, "mg"));
        Assert.Equal(Ucum.Canonical(37m, "Cel"), Ucum.Canonical(98.6m, "[degF]"));
        Assert.Equal(Ucum.Canonical(0.1m, "L"), Ucum.Canonical(100m, "cm3"));
        Assert.Equal(new CanonicalQuantity(54, "g.m-3"), Ucum.Canonical(5.4m, "mg/dL"));
        Assert.Null(Ucum.Canonical(1, "tablet"));
    }

    [Fact]
    public void A_unit_at_each_limit_is_read_and_one_past_it_is_not()
    {
        AssertLimit(length => "{" + new string('x', length - 2) + "}", UcumParser.CodeLengthMax);
        AssertLimit(count => string.Join('.', Enumerable.Repeat("m", count)), UcumParser.ComponentsMax);
        AssertLimit(depth => new string('(', depth) + "m" + new string(')', depth), UcumParser.NestingMax);
        AssertLimit(exponent => $"m{exponent}", UcumParser.ExponentMax);
        AssertLimit(digits => new string('9', digits), UcumParser.FactorDigitsMax);
    }

    [Fact]
    public void Converting_there_and_back_gives_the_value()
    {
        var units = UcumAtoms.Symbols.Where(symbol => Ucum.TryParse(symbol, out var unit) && unit.Scale is null).ToArray();
        Prop.ForAll(Arb.From(Gen.Elements(units)), Arb.From(Gen.Elements(units)), Arb.From<int>(), (from, to, number) =>
        {
            var (source, target) = (Unit(from), Unit(to));
            if (!source.Dimension.Equals(target.Dimension))
                return true;
            var value = Rational.From(number / 1000m);
            return source.FromBase(target.ToBase(target.FromBase(source.ToBase(value)!.Value)!.Value)!.Value) == value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_written_product_is_read_as_the_same_unit()
    {
        string[] symbols = ["mg", "dL", "10*", "s", "m[Hg]", "[iU]", "60", "kat", "%"];
        var power = Gen.Choose(-3, 3);
        var product = Gen.ListOf(Gen.Elements(symbols).SelectMany(symbol => power.Select(p => (symbol, p))))
            .Select(terms => terms.Take(6).Aggregate(UcumUnit.One, (unit, term) => unit.Times(Unit(term.symbol), term.p)));
        Prop.ForAll(Arb.From(product), unit =>
            Ucum.TryParse(unit.Code, out var read) && read.Factor == unit.Factor && read.Dimension.Equals(unit.Dimension))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var text = Gen.ListOf(Gen.Elements("m", "g", "[", "]", "(", ")", "{", "}", "/", ".", "10*", "9", "-", "+", "'", "Cel", "é", " "))
            .Select(string.Concat);
        Laws.Hold(text, 2_000, code => Ucum.TryParse(code, out _, out var error) == error is null);
    }

    private static UcumUnit Unit(string code) =>
        Ucum.TryParse(code, out var unit, out var error) ? unit : throw new ArgumentException(error, nameof(code));

    private static void AssertLimit(Func<int, string> code, int limit)
    {
        Assert.True(Ucum.TryParse(code(limit), out _, out var error), error);
        Assert.False(Ucum.TryParse(code(limit + 1), out _));
    }
}
