using NpgsqlTypes;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>Where a page begins.</summary>
/// <param name="AsOf">Position of the log at which the search is read; null for now.</param>
/// <param name="After">Sort values and position of the last row before the page; null for the first page.</param>
public sealed record PageStart(long? AsOf, RowKey? After);

/// <summary>A row's place in the order of a search.</summary>
/// <param name="Values">One for each sort key, null where the row has none.</param>
public sealed record RowKey(IReadOnlyList<object?> Values, long Position);

/// <summary>
/// A search as one statement: first the positions of the page, with consent inside the condition, then their sealed bodies. Three plans
/// give
/// the same rows: a person's rows of one code, a person's rows of a type, and any rows.
/// </summary>
public sealed class SearchStatement
{
    private readonly SearchRequest _request;
    private readonly SearchContext _context;
    private readonly PageStart _start;
    private readonly SearchContext _rows;
    private readonly StreamCriterion? _person;
    private readonly TokenCriterion? _code;

    private SearchStatement(SearchRequest request, SearchContext context, PageStart start)
    {
        _request = request;
        _context = context;
        _start = start;
        _person = request.Criteria.OfType<StreamCriterion>().FirstOrDefault(person => person is not PersonCriterion { Others.Length: > 0 });
        _rows = context with { IsWalking = _person is not null };
        _code = _person is null ? null : request.Criteria.OfType<TokenCriterion>().FirstOrDefault(token =>
            request.Space.Types.Count == 1 && token.OneCode is { } one && one.Parameter == ClinicalParameters.Code(request.Type));
    }

    /// <summary>Rows: position, sort keys (text, one column each), id, version, stream, sequence, sealed body; one more than a page, if
    /// there is one.</summary>
    public static SqlText Page(SearchRequest request, SearchContext context, PageStart start) =>
        new SearchStatement(request, context, start).BuildPage();

    /// <summary>One row: how many match.</summary>
    public static SqlText Count(SearchRequest request, SearchContext context, PageStart start) =>
        new SearchStatement(request, context, start with { After = null }).BuildCount();

    private SqlText BuildPage()
    {
        var limit = _request.IsSortedOpened ? OpenedSort.MatchesMax + 1 : _request.Count + 1;
        var sql = Begin().Share(new Binding("limit", limit, NpgsqlDbType.Integer));
        sql.Append("with hits as materialized (\n");
        if (_person is null && _request.Criteria.Any(criterion => criterion.IsOfFew))
        {
            // Fenced: in the order of an index the planner would else go through everybody's rows for those few.
            sql.Append(_context.Tables.Load("Search/found-first.sql"));
            AppendFound(sql);
            sql.Append(" offset 0) s");
            AppendOrder(sql, "s.");
            sql.Append("\nlimit @limit");
        }
        else if (_person is null)
        {
            AppendRows(sql);
        }
        else
        {
            // Each of the person's streams gives its first rows in order of an index; together they are a few pages at most.
            sql.Append(_context.Tables.Load("Search/by-streams.sql"));
            _person.AppendStreams(sql, _context);
            AppendEachStream(sql);
            AppendRows(sql);
            sql.Append(") s");
            AppendOrder(sql, "s.");
            sql.Append("\nlimit @limit");
        }
        sql.Append(_context.Tables.Load("Search/page-bodies.sql"));
        AppendOrder(sql, "h.");
        return sql;
    }

    private SqlText BuildCount()
    {
        var sql = Begin();
        if (_person is null)
        {
            sql.Append("select count(*)");
            AppendMatches(sql);
            return sql;
        }
        sql.Append(_context.Tables.Load("Search/count-streams.sql"));
        _person.AppendStreams(sql, _context);
        AppendEachStream(sql);
        sql.Append("select s.position");
        AppendMatches(sql);
        return sql.Append(") s");
    }

    private void AppendEachStream(SqlText sql)
    {
        sql.Append(") p");
        _context.Visibility.AppendReach(sql);
        sql.Append("\ncross join lateral (\n");
    }

    private SqlText Begin()
    {
        var types = _request.Space.Types;
        var sql = new SqlText().Share(types.Count == 1
            ? Binding.Short("type", ResourceTypes.Number(types[0]))
            : Binding.Shorts("types", [.. types.Select(ResourceTypes.Number)]));
        return _start.AsOf is { } position ? sql.Share(Binding.Long("asof", position)) : sql;
    }

    private void AppendRows(SqlText sql)
    {
        AppendFound(sql);
        AppendOrder(sql, "");
        sql.Append("\nlimit @limit");
    }

    // Without an order.
    private void AppendFound(SqlText sql)
    {
        sql.Append("select s.position");
        for (var i = 0; i < _request.Sort.Count; i++)
        {
            sql.Append(", ");
            _request.Sort[i].AppendTo(sql, _context);
            sql.Append($" as k{i}");
        }
        AppendMatches(sql);
        if (_start.After is { } after && !_request.IsSortedOpened)
            Keyset.AppendAfter(sql, _request.Sort, after, _context);
    }

    private void AppendMatches(SqlText sql)
    {
        AppendFrom(sql);
        if (_person is not null)
            sql.Append(" and s.stream = p.stream");
        foreach (var criterion in _request.Criteria)
        {
            sql.Append("\nand ");
            if (ReferenceEquals(criterion, _person))
                _person.AppendWithin(sql, _rows);
            else
                criterion.AppendTo(sql, _rows);
        }
        sql.Append("\nand ");
        var visibility = _context.Visibility with { Types = _request.Space.Types };
        if (_person is null)
            visibility.AppendTo(sql);
        else
            visibility.AppendToReached(sql);
    }

    private void AppendFrom(SqlText sql)
    {
        if (_code is { OneCode: { } one })
            sql.Append(_context.Tables.Load("Search/from-clinical.sql"), Binding.Long("code", one.Code));
        else
            sql.Append(_context.Tables.Load(_request.Space.Types.Count == 1 ? "Search/from-state.sql" : "Search/from-states.sql"));
    }

    /// <param name="rows">Alias of the rows in front of the key columns; empty inside the select that makes them.</param>
    private void AppendOrder(SqlText sql, string rows)
    {
        sql.Append("\norder by ");
        var clinical = rows.Length == 0 && _code is not null;
        for (var i = 0; i < _request.Sort.Count && !_request.IsSortedOpened; i++)
        {
            // clinical.date is state.date_lo, in the order of clinical's index.
            var column = clinical && _request.Sort[i] is SortKey.Column { Name: "date_lo" } ? "c.date" : $"{rows}k{i}";
            sql.Append(column).Append(_request.Sort[i].Direction).Append(", ");
        }
        sql.Append(clinical ? "c.position" : rows.Length == 0 ? "s.position" : $"{rows}position")
            .Append(_request.Sort[^1].Descending ? " desc" : "");
    }
}
