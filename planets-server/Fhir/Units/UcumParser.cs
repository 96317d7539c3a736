using System.Globalization;

namespace Phr.Fhir.Units;

/// <summary>
/// Reads case-sensitive UCUM terms (UCUM §§6-14): <c>mg/dL</c>, <c>10*3/uL</c>, <c>kg.m/s2</c>, <c>/(12.h)</c>,
/// <c>mL/min/{1.73_m2}</c>. Operators are read from left to right.
/// </summary>
internal ref struct UcumParser
{
    public const int CodeLengthMax = 200;
    public const int ComponentsMax = 40;
    public const int NestingMax = 8;
    public const int ExponentMax = 99;
    public const int FactorDigitsMax = 18;

    private readonly ReadOnlySpan<char> _code;
    private int _at;
    private int _components;
    private int _nesting;
    private string? _error;

    private UcumParser(ReadOnlySpan<char> code) => _code = code;

    /// <summary>The unit, or null with the reason and the place in <paramref name="error"/>.</summary>
    public static UcumUnit? Parse(ReadOnlySpan<char> code, out string? error)
    {
        if (code.Length is 0 or > CodeLengthMax)
        {
            error = code.IsEmpty ? "A unit is empty." : $"A unit is longer than {CodeLengthMax} characters.";
            return null;
        }
        var parser = new UcumParser(code);
        var unit = parser.MainTerm();
        error = parser._error;
        return error is null ? unit : null;
    }

    private readonly char Next => _at < _code.Length ? _code[_at] : '\0';

    private UcumUnit MainTerm()
    {
        var unit = Take('/') ? Product(UcumUnit.One, Component(), -1) : Component();
        unit = Rest(unit);
        if (_at < _code.Length)
            Fail("is not expected here");
        return unit;
    }

    private UcumUnit Rest(UcumUnit unit)
    {
        while (_error is null && Next is '.' or '/')
        {
            var power = Take('/') ? -1 : Take('.') ? 1 : 0;
            unit = Product(unit, Component(), power);
        }
        return unit;
    }

    private UcumUnit Component()
    {
        if (++_components > ComponentsMax)
            return Fail($"is the start of more than {ComponentsMax} components");
        return Annotation(Next switch
        {
            '(' => Group(),
            '{' => UcumUnit.One,
            _ => Factor() ?? Powered(SimpleUnit()),
        });
    }

    private UcumUnit Group()
    {
        if (++_nesting > NestingMax)
            return Fail($"is nested deeper than {NestingMax}");
        Take('(');
        var unit = Rest(Component());
        if (_error is null && !Take(')'))
            Fail("should be a closing parenthesis");
        _nesting--;
        return unit;
    }

    // An annotation may follow a unit or stand alone; its text is any printable ASCII but braces. The grammar knows neither a
    // space in it nor one after a number or group, but LOINC's units have them: {clock time}, /100{WBCs}, g/(8.h){shift}.
    private UcumUnit Annotation(UcumUnit unit)
    {
        if (_error is not null || !Take('{'))
            return unit;
        while (Next is >= ' ' and <= '~' and not ('{' or '}'))
            _at++;
        return Take('}') ? unit : Fail("is not allowed in an annotation");
    }

    // Digits alone are a number, but 10* and 10^ are symbols.
    private UcumUnit? Factor()
    {
        var digits = Digits(_at);
        if (digits == 0 || (_at + digits < _code.Length && _code[_at + digits] is '*' or '^'))
            return null;
        if (digits > FactorDigitsMax)
            return Fail($"begins a number of more than {FactorDigitsMax} digits");
        var number = _code.Slice(_at, digits).ToString();
        _at += digits;
        return number.All(digit => digit == '0')
            ? Fail("follows a factor of zero")
            : new(Rational.Parse(number), UnitDimension.None, number == "1" ? [] : [(number, 1)]);
    }

    private UcumUnit SimpleUnit()
    {
        var start = _at;
        if (_code[_at..].StartsWith("10*") || _code[_at..].StartsWith("10^"))
            _at += 3;
        else
            while (SymbolLength() is > 0 and var length)
                _at += length;
        if (_at == start)
            return Fail("should be a unit");
        var symbol = _code[start.._at].ToString();
        if (UcumAtoms.Find(symbol) is { } unit)
            return unit;
        _at = start;
        return Fail($"begins '{symbol}', which is not a UCUM unit");
    }

    // Inside square brackets every character belongs to the symbol: B[10.nV], [m/s2/Hz^0.5].
    private readonly int SymbolLength() => Next switch
    {
        '[' => _code[_at..].IndexOf(']') + 1,
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '%' or '\'' => 1,
        _ => 0,
    };

    private UcumUnit Powered(UcumUnit unit) =>
        Exponent() is not { } exponent || _error is not null ? unit
        : unit.Scale is null ? UcumUnit.One.Times(unit, exponent)
        : Fail("follows a special unit, which takes no exponent");

    private int? Exponent()
    {
        var sign = Next is '+' or '-' ? 1 : 0;
        var digits = Digits(_at + sign);
        if (digits == 0)
        {
            if (sign == 1)
                Fail("should be followed by digits");
            return null;
        }
        var isSmall = int.TryParse(_code.Slice(_at, sign + digits), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) <= ExponentMax;
        if (!isSmall)
            Fail($"begins an exponent beyond {ExponentMax}");
        _at += sign + digits;
        return isSmall ? exponent : null;
    }

    private UcumUnit Product(UcumUnit left, UcumUnit right, int power)
    {
        if (_error is not null)
            return UcumUnit.One;
        return left.Scale is null && right.Scale is null
            ? left.Times(right, power)
            : Fail("follows a special unit, which takes part in no product");
    }

    private readonly int Digits(int from)
    {
        var end = from;
        while (end < _code.Length && char.IsAsciiDigit(_code[end]))
            end++;
        return end - from;
    }

    private bool Take(char symbol)
    {
        if (Next != symbol)
            return false;
        _at++;
        return true;
    }

    private UcumUnit Fail(string reason)
    {
        _error ??= _at < _code.Length
            ? $"Character {_at + 1} of a unit {reason}."
            : $"The end of a unit {reason}.";
        return UcumUnit.One;
    }
}
