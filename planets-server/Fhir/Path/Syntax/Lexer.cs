using System.Globalization;
using System.Text;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Syntax;

/// <summary>Cuts an expression into tokens. After a fault every further token is the end, so a parser stops by itself.</summary>
internal ref struct Lexer(ReadOnlySpan<char> text)
{
    private static readonly string[] LongSymbols = ["<=", ">=", "!=", "!~"];
    private const string ShortSymbols = "()[]{}.,+-*/|&=~<>%";

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public FhirPathError? Error { get; private set; }

    public Token Next()
    {
        SkipSpaceAndComments();
        if (Error is not null || _at >= _text.Length)
            return new(TokenKind.End, "", _text.Length);
        return Current switch
        {
            '\'' => Quoted(TokenKind.String, '\''),
            '`' => Quoted(TokenKind.Delimited, '`'),
            '@' => DateOrTime(),
            '$' => Variable(),
            >= '0' and <= '9' => Number(),
            var first when IsNameStart(first) => Name(),
            _ => Symbol(),
        };
    }

    private readonly char Current => Peek(0);

    private readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private readonly ReadOnlySpan<char> Rest => _text[_at..];

    private void SkipSpaceAndComments()
    {
        while (_at < _text.Length)
        {
            if (Current is ' ' or '\t' or '\r' or '\n')
                _at++;
            else if (Rest.StartsWith("//"))
                _at += Rest.IndexOfAny('\r', '\n') is >= 0 and var length ? length : Rest.Length;
            else if (Rest.StartsWith("/*"))
                SkipBlockComment();
            else
                return;
        }
    }

    private void SkipBlockComment()
    {
        var length = Rest[2..].IndexOf("*/");
        if (length < 0)
            Fail("A comment is not closed.", _at);
        _at += length < 0 ? Rest.Length : length + 4;
    }

    private Token Quoted(TokenKind kind, char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        while (_at < _text.Length && Current != quote)
        {
            if (Current == '\\')
                content.Append(Escaped());
            else
                content.Append(_text[_at++]);
        }
        if (_at >= _text.Length)
            return Fail(kind == TokenKind.String ? "A string is not closed." : "A name in backticks is not closed.", start);
        _at++;
        return new(kind, content.ToString(), start);
    }

    // A backslash before a character that it does not change is dropped (FHIRPath, String).
    private string Escaped()
    {
        _at++;
        if (_at >= _text.Length)
            return "";
        var escaped = _text[_at++];
        if (escaped == 'u' && Rest.Length >= 4
            && ushort.TryParse(Rest[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return ((char)code).ToString();
        }
        return (escaped switch { 'r' => '\r', 'n' => '\n', 't' => '\t', 'f' => '\f', var other => other }).ToString();
    }

    private Token DateOrTime()
    {
        var start = _at++;
        var isTime = Current == 'T';
        Temporal value;
        var length = isTime
            ? TemporalText.ReadTime(Rest[1..], out value)
            : TemporalText.ReadDateTime(Rest, out value);
        if (length == 0)
            return Fail("After @ a date or time is expected.", start);
        _at += isTime ? length + 1 : length;
        // What reads on as digits or further components was meant as one literal, and is no date or time.
        if (char.IsAsciiDigit(Current) || (Current is '-' or ':' && char.IsAsciiDigit(Peek(1)) && char.IsAsciiDigit(Peek(2))))
            return Fail("This date or time does not exist.", start);
        return new(TokenKind.DateOrTime, _text[start.._at].ToString(), start) { Temporal = value };
    }

    private Token Variable()
    {
        var start = _at++;
        var name = Name().Text;
        return name is "this" or "index" or "total"
            ? new(TokenKind.Variable, name, start)
            : Fail("Only $this, $index and $total begin with a dollar sign.", start);
    }

    private Token Number()
    {
        var start = _at;
        SkipDigits();
        if (Current != '.' || !char.IsAsciiDigit(Peek(1)))
            return new(TokenKind.Integer, _text[start.._at].ToString(), start);
        _at++;
        SkipDigits();
        return new(TokenKind.Decimal, _text[start.._at].ToString(), start);
    }

    private Token Name()
    {
        var start = _at;
        while (IsNameStart(Current) || char.IsAsciiDigit(Current))
            _at++;
        return new(TokenKind.Identifier, _text[start.._at].ToString(), start);
    }

    private Token Symbol()
    {
        var start = _at;
        foreach (var symbol in LongSymbols)
            if (Rest.StartsWith(symbol))
            {
                _at += symbol.Length;
                return new(TokenKind.Symbol, symbol, start);
            }
        if (!ShortSymbols.Contains(Current, StringComparison.Ordinal))
            return Fail("This character has no meaning here.", start);
        _at++;
        return new(TokenKind.Symbol, _text[start].ToString(), start);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
            _at++;
    }

    private Token Fail(string reason, int offset)
    {
        Error ??= new(FhirPathErrorKind.Syntax, reason, offset);
        return new(TokenKind.End, "", offset);
    }

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';
}
