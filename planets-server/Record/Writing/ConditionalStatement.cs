using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>The search of a conditional write: ids of what its writer wrote and what satisfies it, two at most.</summary>
internal static class ConditionalStatement
{
    private static readonly ScopeSet Any = ScopeSet.Parse(["system/*.cruds"]);

    public static SqlText Of(SearchRequest search, string? source, TokenKeys keys)
    {
        var visibility = new Visibility(new RecordReader.Own(source ?? ""), Any, ScopeAccess.Search, keys);
        var context = new SearchContext(RecordTables.Now, visibility);
        var sql = new SqlText().Append(
            RecordTables.Now.Load("Record/Writing/conditional.sql"),
            Binding.Short("type", ResourceTypes.Number(search.Type)), Binding.Text("source", source));
        foreach (var criterion in search.Criteria)
        {
            sql.Append("\nand ");
            criterion.AppendTo(sql, context);
        }
        return sql.Append("\nlimit 2");
    }
}
