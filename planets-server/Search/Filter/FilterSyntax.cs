using System.Buffers;
using System.Text.Json;
using Phr.Platform;

namespace Phr.Planets.Search.Filter;

/// <summary>
/// Reads a <c>_filter</c>: comparisons, <c>not (…)</c>, <c>and</c> and <c>or</c> from left to right without precedence. R4
/// search_filter.html#syntax.
/// </summary>
public ref struct FilterSyntax
{
    public const int CharactersMax = 4_000;

    /// <summary>Parentheses and brackets inside each other.</summary>
    public const int DepthMax = 10;

    /// <summary>Comparisons of one filter: each costs a condition.</summary>
    public const int ComparisonsMax = 50;

    private static readonly SearchValues<string> Operators = SearchValues.Create(
        ["eq", "ne", "co", "sw", "ew", "gt", "lt", "ge", "le", "ap", "sa", "eb", "pr", "po", "ss", "sb", "in", "ni", "re"],
        StringComparison.Ordinal);

    private readonly string _text;
    private int _at;
    private int _depth;
    private int _comparisons;
    private Refusal? _refusal;

    private FilterSyntax(string text) => _text = text;

    public static Answer<FilterExpression> Parse(string text)
    {
        if (text.Length > CharactersMax)
            return Costly($"A filter has at most {CharactersMax} characters.");
        var syntax = new FilterSyntax(text);
        var expression = syntax.Filter();
        if (expression is not null && syntax._at < text.Length)
            expression = syntax.Fail("an 'and' or 'or', or the end");
        return expression is null ? syntax._refusal! : expression;
    }

    private FilterExpression? Filter()
    {
        var left = Operand();
        while (left is not null)
        {
            Skip();
            var isAnd = Word("and");
            if (!isAnd && !Word("or"))
                return left;
            if (Operand() is not { } right)
                return null;
            left = isAnd ? new FilterExpression.And(left, right) : new FilterExpression.Or(left, right);
        }
        return null;
    }

    private FilterExpression? Operand()
    {
        Skip();
        var start = _at;
        var isNegated = Word("not");
        Skip();
        if (!Take('('))
        {
            _at = start;
            return Comparison();
        }
        if (Nested(')') is not { } inner)
            return null;
        return isNegated ? new FilterExpression.Not(inner) : inner;
    }

    private FilterExpression? Nested(char end)
    {
        if (++_depth > DepthMax)
            return Refuse(Costly($"A filter nests at most {DepthMax} deep."));
        if (Filter() is not { } inner)
            return null;
        Skip();
        _depth--;
        return Take(end) ? inner : Fail($"'{end}'");
    }

    private FilterExpression? Comparison()
    {
        if (++_comparisons > ComparisonsMax)
            return Refuse(Costly($"A filter has at most {ComparisonsMax} comparisons."));
        var path = new List<FilterExpression.Step>();
        while (true)
        {
            if (Name() is not { } name)
                return Fail("the name of a search parameter");
            FilterExpression? where = null;
            if (Take('[') && (where = Nested(']')) is null)
                return null;
            if (Take('.'))
                path.Add(new(name, where));
            else if (where is not null)
                return Fail("'.' and the parameter that is compared");
            else
                return Compared(path, name);
        }
    }

    private FilterExpression? Compared(List<FilterExpression.Step> path, string parameter)
    {
        if (!Space() || Name() is not { } comparison || !Operators.Contains(comparison))
            return Fail("an operator such as eq");
        if (!Space() || Value() is not { } value)
            return Fail("a value: text in double quotes, or one without blanks");
        return new FilterExpression.Comparison(path, parameter, comparison, value);
    }

    private string? Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
            _at++;
        return _at > start && !char.IsAsciiDigit(_text[start]) && _text[start] != '-' ? _text[start.._at] : null;
    }

    private string? Value()
    {
        var start = _at;
        if (!Take('"'))
        {
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or ']'))
                _at++;
            return _at > start ? _text[start.._at] : null;
        }
        while (_at < _text.Length && _text[_at] != '"')
            _at += _text[_at] == '\\' ? 2 : 1;
        if (!Take('"'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string>(_text[start.._at]) is { Length: > 0 } text ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Word(string word)
    {
        var end = _at + word.Length;
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0
            || end < _text.Length && !char.IsWhiteSpace(_text[end]) && _text[end] != '(')
        {
            return false;
        }
        _at = end;
        return true;
    }

    private bool Space()
    {
        var start = _at;
        Skip();
        return _at > start;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private bool Take(char sign)
    {
        if (_at >= _text.Length || _text[_at] != sign)
            return false;
        _at++;
        return true;
    }

    // The text itself may be health content: only the place is told.
    private FilterExpression? Fail(string expected) => Refuse(new Refusal(
        RefusalKind.Invalid, $"At character {_at + 1} of '_filter' there should be {expected}.", "http._filter", "invalid"));

    private FilterExpression? Refuse(Refusal refusal)
    {
        _refusal ??= refusal;
        return null;
    }

    private static Refusal Costly(string reason) => new(RefusalKind.Invalid, reason, "http._filter", "too-costly");
}
