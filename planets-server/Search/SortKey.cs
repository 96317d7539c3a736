using NpgsqlTypes;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>
/// One key of <c>_sort</c>: an expression over a row <c>s</c>. Where a resource has several values, the smallest counts in ascending order
/// and the largest in descending (R4 search.html#sort); the clinical date sorts by its beginning both ways, as its index does. Rows without
/// a value come last.
/// </summary>
/// <param name="Descending">Whether a minus stood before it.</param>
public abstract record SortKey(bool Descending)
{
    /// <summary>The expression.</summary>
    public abstract void AppendTo(SqlText sql, SearchContext context);

    /// <summary>Type of the expression, for cursors.</summary>
    public abstract NpgsqlDbType Type { get; }

    /// <summary>Whether some rows may have no value.</summary>
    public virtual bool CanBeMissing => false;

    /// <summary>As ORDER BY says it. Where no value can be missing the plain form matches an index.</summary>
    internal string Direction => (Descending, CanBeMissing) switch
    {
        (false, _) => "",
        (true, true) => " desc nulls last",
        (true, false) => " desc",
    };

    /// <summary>What a search of one person's rows gives without <c>_sort</c>: the newest in clinical time first, in the order of an index.</summary>
    public static SortKey NewestFirst { get; } = new Column("date_lo", NpgsqlDbType.TimestampTz, Descending: true);

    /// <summary>
    /// What any other search gives without <c>_sort</c>: the order of the log. Recorded times never go back, so that of one type an index
    /// gives it.
    /// </summary>
    public static SortKey Recorded(IReadOnlyList<string> types) => types.Count == 1
        ? new Column("last_updated", NpgsqlDbType.TimestampTz, Descending: false)
        : new Position(Descending: false);

    /// <summary>Order in which versions were recorded.</summary>
    public sealed record Position(bool Descending) : SortKey(Descending)
    {
        public override NpgsqlDbType Type => NpgsqlDbType.Bigint;

        public override void AppendTo(SqlText sql, SearchContext context) => sql.Append("s.position");
    }

    /// <summary>A column that every row has.</summary>
    /// <param name="Name">Of record.state, from a closed set.</param>
    public sealed record Column(string Name, NpgsqlDbType ColumnType, bool Descending) : SortKey(Descending)
    {
        public override NpgsqlDbType Type => ColumnType;

        public override void AppendTo(SqlText sql, SearchContext context) => sql.Append("s.").Append(Name);
    }

    /// <summary>Values in a side table of the index.</summary>
    /// <param name="Table">string, date or quantity.</param>
    public sealed record Indexed(string Table, string Code, NpgsqlDbType ValueType, bool Descending) : SortKey(Descending)
    {
        public override NpgsqlDbType Type => ValueType;

        public override bool CanBeMissing => true;

        public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
            context.Tables.Load($"Search/sort-{Table}-{(Descending ? "last" : "first")}.sql"),
                Binding.Shorts("parameters", SearchUnions.Numbers(Code)));
    }

    /// <summary>What only the bodies tell: see <see cref="OpenedSort"/>.</summary>
    /// <param name="Code">Of a token, reference or uri parameter.</param>
    public sealed record Opened(string Code, bool Descending) : SortKey(Descending)
    {
        /// <summary>Where its values stand, if the parameter is the site's own.</summary>
        public CustomExpression? Own { get; init; }

        public override NpgsqlDbType Type => NpgsqlDbType.Text;

        public override bool CanBeMissing => true;

        public override void AppendTo(SqlText sql, SearchContext context) => sql.Append("null::text");
    }

    /// <summary>One key for several types: refused unless it means the same in all of them.</summary>
    /// <param name="own">The site's own parameters.</param>
    public static Answer<SortKey> Parse(IReadOnlyList<string> types, string text, CustomLookup own)
    {
        var first = Parse(types[0], text, own);
        return first.IsRefused(out _)
            || types.Skip(1).All(type => Parse(type, text, own) is { Refusal: null } other && other.Value == first.Value)
            ? first
            : new Refusal(
                RefusalKind.Invalid, "'_sort' over several types takes parameters that mean the same in all of them.", "http._sort",
                    "not-supported");
    }

    private static Answer<SortKey> Parse(string type, string text, CustomLookup own)
    {
        var descending = text.StartsWith('-');
        var code = descending ? text[1..] : text;
        switch (code)
        {
            case "_id":
                return new Column("id", NpgsqlDbType.Text, descending);
            case "_lastUpdated":
                return new Column("last_updated", NpgsqlDbType.TimestampTz, descending);
        }
        if (own.Find(type, code) is { } custom)
            return CustomSortKey.Of(custom, descending);
        if (SearchParameters.Find(type, code) is not { } parameter)
            return Refusals.Unknown(type, code);
        if (ClinicalParameters.Date(type) == code)
            return new Column("date_lo", NpgsqlDbType.TimestampTz, descending);
        return parameter.Type switch
        {
            SearchParameterType.Date => new Indexed("date", code, NpgsqlDbType.TimestampTz, descending),
            SearchParameterType.String => new Indexed("string", code, NpgsqlDbType.Text, descending),
            SearchParameterType.Number or SearchParameterType.Quantity => new Indexed("quantity", code, NpgsqlDbType.Double, descending),
            SearchParameterType.Token or SearchParameterType.Reference or SearchParameterType.Uri => new Opened(code, descending),
            _ => new Refusal(
                RefusalKind.Invalid, $"'_sort' by {parameter.Type.ToString().ToLowerInvariant()} parameters such as '{code}' is not supported.",
                "http._sort", "not-supported"),
        };
    }
}
