using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Text;

/// <summary>A text search as a condition over rows <c>x</c> of search.words.</summary>
internal abstract record TextQuery
{
    private TextQuery()
    {
    }

    public abstract void AppendTo(SqlText sql);

    public sealed record Words(long[] Tokens) : TextQuery
    {
        public override void AppendTo(SqlText sql) => sql.Append("x.tokens @> @tokens", Binding.Longs("tokens", Tokens));
    }

    public sealed record Joined(TextQuery Left, TextQuery Right, bool IsAnd) : TextQuery
    {
        public override void AppendTo(SqlText sql)
        {
            sql.Append("(");
            Left.AppendTo(sql);
            sql.Append(IsAnd ? " and " : " or ");
            Right.AppendTo(sql);
            sql.Append(")");
        }
    }

    public sealed record Not(TextQuery Inner) : TextQuery
    {
        public override void AppendTo(SqlText sql)
        {
            sql.Append("not (");
            Inner.AppendTo(sql);
            sql.Append(")");
        }
    }
}

/// <summary>
/// Reads <c>(bone OR liver) and not metastases</c> (R4 search.html#content): words that stand side by side are all meant, "and" goes before
/// "or", text in double quotes is words.
/// </summary>
internal sealed class TextQueryReader(string text, TokenKeys keys)
{
    public const int CharactersMax = 1_000;

    public const int TermsMax = 50;

    public const int DepthMax = 10;

    private int _at;
    private int _terms;
    private int _depth;
    private Refusal? _refusal;

    /// <summary>The refusals name the parameter, never the text.</summary>
    public static Answer<TextQuery> Read(string text, string parameter, TokenKeys keys)
    {
        if (text.Length > CharactersMax)
            return Refused("too-costly", $"A text search has at most {CharactersMax} characters.", parameter);
        var reader = new TextQueryReader(text, keys);
        var query = reader.Either();
        if (query is null || reader.Peek() is not null)
        {
            var refusal = reader._refusal ?? Refused("invalid", "A text search is words, with and, or, not and parentheses.", "");
            return refusal with { Place = $"http.{parameter}" };
        }
        return query;
    }

    private TextQuery? Either()
    {
        var left = Both();
        while (left is not null && Is("or"))
            left = Next() is not null && Both() is { } right ? new TextQuery.Joined(left, right, IsAnd: false) : null;
        return left;
    }

    private TextQuery? Both()
    {
        var left = One();
        while (left is not null && Peek() is { } next && next != ")" && !Is("or"))
        {
            if (Is("and"))
                Next();
            left = One() is { } right ? new TextQuery.Joined(left, right, IsAnd: true) : null;
        }
        return left;
    }

    private TextQuery? One()
    {
        if (Is("not"))
        {
            Next();
            if (++_depth > DepthMax)
                return Costly($"A text search nests at most {DepthMax} deep.");
            var inner = One();
            _depth--;
            return inner is null ? null : new TextQuery.Not(inner);
        }
        if (Is("and") || Is("or") || Next() is not { } term || term == ")")
            return null;
        if (term != "(")
            return Words(term);
        if (++_depth > DepthMax)
            return Costly($"A text search nests at most {DepthMax} deep.");
        var nested = Either();
        _depth--;
        return Next() == ")" ? nested : null;
    }

    private TextQuery? Words(string term)
    {
        if (++_terms > TermsMax)
            return Costly($"A text search has at most {TermsMax} words.");
        var words = TextWords.Of(term);
        return words.Count == 0 ? null : new TextQuery.Words([.. words.Select(keys.Word)]);
    }

    private TextQuery? Costly(string reason)
    {
        _refusal ??= Refused("too-costly", reason, "");
        return null;
    }

    private bool Is(string word) => word.Equals(Peek(), StringComparison.OrdinalIgnoreCase);

    private string? Peek()
    {
        var start = _at;
        var next = Next();
        _at = start;
        return next;
    }

    // A parenthesis, a text in quotes with its first one, or what blanks, quotes and parentheses end; null at the end.
    private string? Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        if (_at == text.Length)
            return null;
        var start = _at++;
        if (text[start] is '(' or ')')
            return text[start..(start + 1)];
        if (text[start] == '"')
        {
            var end = text.IndexOf('"', _at);
            _at = end < 0 ? text.Length : end + 1;
            return text[start..(end < 0 ? text.Length : end)];
        }
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')' or '"'))
            _at++;
        return text[start.._at];
    }

    private static Refusal Refused(string code, string reason, string parameter) =>
        new(RefusalKind.Invalid, reason, $"http.{parameter}", code);
}
