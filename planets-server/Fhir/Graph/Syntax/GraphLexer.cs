using System.Globalization;
using System.Text;

namespace Phr.Fhir.Graph.Syntax;

internal enum TokenKind
{
    End,
    Sign,
    Name,
    Integer,
    Decimal,
    Text,
}

/// <param name="Text">Of a string its content, without quotes and escapes.</param>
internal readonly record struct GraphToken(TokenKind Kind, string Text, GraphPlace Place);

/// <summary>The tokens of a query. GraphQL (October 2021), section 2.1.</summary>
internal sealed class GraphLexer(string text)
{
    private const string Signs = "!$&()[]{}:=@|";

    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <exception cref="GraphStop">Here stands no token.</exception>
    public GraphToken Next()
    {
        SkipIgnored();
        var (from, place) = (_at, Here);
        if (_at == text.Length)
            return new(TokenKind.End, "", place);
        var letter = text[_at];
        if (letter == '_' || char.IsAsciiLetter(letter))
        {
            while (_at < text.Length && (text[_at] == '_' || char.IsAsciiLetterOrDigit(text[_at])))
                _at++;
            return new(TokenKind.Name, text[from.._at], place);
        }
        if (letter == '-' || char.IsAsciiDigit(letter))
            return Number(place);
        if (letter == '"')
            return new(TokenKind.Text, text.AsSpan(_at).StartsWith("\"\"\"") ? Block(place) : Quoted(place), place);
        if (text.AsSpan(_at).StartsWith("..."))
        {
            _at += 3;
            return new(TokenKind.Sign, "...", place);
        }
        if (!Signs.Contains(letter, StringComparison.Ordinal))
            throw GraphStop.At(place, "Here stands a character that a query does not have.", "structure");
        _at++;
        return new(TokenKind.Sign, letter.ToString(), place);
    }

    private GraphPlace Here => new(_line, _at - _lineStart + 1);

    private void SkipIgnored()
    {
        while (_at < text.Length)
        {
            var letter = text[_at];
            if (letter == '#')
            {
                while (_at < text.Length && text[_at] is not ('\n' or '\r'))
                    _at++;
                continue;
            }
            if (letter is not (' ' or '\t' or ',' or '\uFEFF' or '\n' or '\r'))
                return;
            Step();
        }
    }

    private void Step()
    {
        var isLine = text[_at] == '\n' || text[_at] == '\r' && (_at + 1 == text.Length || text[_at + 1] != '\n');
        _at++;
        if (isLine)
            (_line, _lineStart) = (_line + 1, _at);
    }

    private GraphToken Number(GraphPlace place)
    {
        var from = _at;
        _at += text[_at] == '-' ? 1 : 0;
        var digits = Digits();
        var isSound = digits == 1 || digits > 1 && text[_at - digits] != '0';
        var kind = TokenKind.Integer;
        if (_at < text.Length && text[_at] == '.')
        {
            _at++;
            (isSound, kind) = (isSound & Digits() > 0, TokenKind.Decimal);
        }
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at++;
            _at += _at < text.Length && text[_at] is '+' or '-' ? 1 : 0;
            (isSound, kind) = (isSound & Digits() > 0, TokenKind.Decimal);
        }
        if (!isSound || _at < text.Length && (text[_at] is '_' or '.' || char.IsAsciiLetterOrDigit(text[_at])))
            throw GraphStop.At(place, "This is no number of GraphQL.", "structure");
        return new(kind, text[from.._at], place);
    }

    private int Digits()
    {
        var from = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        return _at - from;
    }

    private string Quoted(GraphPlace place)
    {
        var plain = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] is not ('\n' or '\r'); _at++)
        {
            if (text[_at] == '"')
            {
                _at++;
                return plain.ToString();
            }
            if (text[_at] == '\\')
                Escape(plain);
            else
                plain.Append(text[_at]);
        }
        throw GraphStop.At(place, "The string has no end.", "structure");
    }

    // Leaves the place at the last letter of the escape.
    private void Escape(StringBuilder into)
    {
        var place = Here;
        if (++_at < text.Length)
        {
            var plain = text[_at] switch
            {
                '"' or '\\' or '/' => text[_at], 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\0',
            };
            if (plain != '\0')
            {
                into.Append(plain);
                return;
            }
            if (text[_at] == 'u' && CodePoint() is { } point)
            {
                into.Append(point);
                return;
            }
        }
        throw GraphStop.At(place, "There is no such escape.", "structure");
    }

    // \u0041 or \u{1F600}; leaves the place at its last letter.
    private string? CodePoint()
    {
        var isBraced = _at + 1 < text.Length && text[_at + 1] == '{';
        var from = _at + (isBraced ? 2 : 1);
        var to = isBraced ? text.IndexOf('}', _at) : from + 4;
        if (to <= from || to > text.Length || to - from > 6
            || !int.TryParse(text.AsSpan(from, to - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
            || point > 0x10FFFF)
            return null;
        _at = isBraced ? to : to - 1;
        if (point is < 0xD800 or > 0xDFFF)
            return char.ConvertFromUtf32(point);
        // The halves of a pair come one after the other; half of one is no text (section 2.9.4).
        return !isBraced && char.IsHighSurrogate((char)point) && LowHalf() is { } low ? $"{(char)point}{low}" : null;
    }

    // \uDC00 to \uDFFF behind the place, which it leaves at its last letter.
    private char? LowHalf()
    {
        var next = text.AsSpan(_at + 1);
        if (next.Length < 6 || !next.StartsWith("\\u")
            || !ushort.TryParse(next[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            || !char.IsLowSurrogate((char)unit))
            return null;
        _at += 6;
        return (char)unit;
    }

    private string Block(GraphPlace place)
    {
        var raw = new StringBuilder();
        for (_at += 3; _at < text.Length;)
        {
            if (text.AsSpan(_at).StartsWith("\"\"\""))
            {
                _at += 3;
                return Dedented(raw.ToString());
            }
            var quotes = text.AsSpan(_at).StartsWith("\\\"\"\"");
            raw.Append(quotes ? "\"\"\"" : text[_at]);
            if (quotes)
                _at += 4;
            else
                Step();
        }
        throw GraphStop.At(place, "The string has no end.", "structure");
    }

    // Section 2.9.4: what all lines but the first are indented by, and blank lines around, are no content.
    private static string Dedented(string raw)
    {
        var lines = raw.ReplaceLineEndings("\n").Split('\n').ToList();
        var filled = lines.Skip(1).Where(line => !IsBlank(line)).ToList();
        var indent = filled.Count == 0 ? 0 : filled.Min(line => line.Length - line.TrimStart(' ', '\t').Length);
        for (var i = 1; i < lines.Count; i++)
            lines[i] = lines[i][Math.Min(indent, lines[i].Length)..];
        var (first, last) = (lines.FindIndex(line => !IsBlank(line)), lines.FindLastIndex(line => !IsBlank(line)));
        return first < 0 ? "" : string.Join('\n', lines[first..(last + 1)]);
    }

    private static bool IsBlank(string line) => line.AsSpan().Trim(" \t").IsEmpty;
}
