using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>The condition that rows come after a row in the order of a search: lexicographic, each key in its own direction.</summary>
internal static class Keyset
{
    public static void AppendAfter(SqlText sql, IReadOnlyList<SortKey> keys, RowKey after, SearchContext context)
    {
        sql.Append("\nand ");
        AppendBound(sql, keys[0], after.Values[0], context);
        sql.Append("(");
        for (var i = 0; i < keys.Count; i++)
        {
            AppendEqual(sql, keys, after, i, context);
            AppendBeyond(sql, keys[i], after.Values[i], context);
            sql.Append(" or ");
        }
        AppendEqual(sql, keys, after, keys.Count, context);
        sql.Append(keys[^1].Descending ? "s.position < @position)" : "s.position > @position)", Binding.Long("position", after.Position));
    }

    // What follows says the same; this an index can begin from.
    private static void AppendBound(SqlText sql, SortKey first, object? value, SearchContext context)
    {
        if (value is null || first.CanBeMissing)
            return;
        first.AppendTo(sql, context);
        sql.Append(first.Descending ? " <= @value and " : " >= @value and ", new Binding("value", value, first.Type));
    }

    private static void AppendEqual(SqlText sql, IReadOnlyList<SortKey> keys, RowKey after, int count, SearchContext context)
    {
        for (var i = 0; i < count; i++)
        {
            keys[i].AppendTo(sql, context);
            sql.Append(" is not distinct from @value and ", new Binding("value", after.Values[i], keys[i].Type));
        }
    }

    // Rows without a value come last, in either direction.
    private static void AppendBeyond(SqlText sql, SortKey key, object? value, SearchContext context)
    {
        if (value is null)
        {
            sql.Append("false");
            return;
        }
        sql.Append("(");
        key.AppendTo(sql, context);
        sql.Append(key.Descending ? " < @value" : " > @value", new Binding("value", value, key.Type));
        if (key.CanBeMissing)
        {
            sql.Append(" or ");
            key.AppendTo(sql, context);
            sql.Append(" is null");
        }
        sql.Append(")");
    }
}
