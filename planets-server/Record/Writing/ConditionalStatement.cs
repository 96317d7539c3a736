using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Record.Writing;

/// <summary>The search of a conditional write: ids of what its writer wrote, what its token may search, and what satisfies it.</summary>
/// <param name="Source">Null where the writer makes streams for others and so looks at all (consent-service, accounts).</param>
/// <param name="Replaced">Ids of the type that are left out.</param>
internal sealed record ConditionalStatement(WriteCondition Condition, string? Source, string[] Replaced)
{
    public SqlText ToSql(TokenKeys keys, int limit)
    {
        var visibility = new Visibility(new RecordReader.Own(Source ?? ""), Condition.Scopes, ScopeAccess.Search, keys);
        var context = new SearchContext(RecordTables.Now, visibility);
        var sql = new SqlText().Append(
            RecordTables.Now.Load(Condition.ByKey is null ? "Record/Writing/conditional.sql" : "Record/Writing/conditional-by-key.sql"),
            Binding.Short("type", ResourceTypes.Number(Condition.Type)), Binding.Text("source", Source),
                Binding.Texts("replaced", Replaced));
        ScopeCondition.Append(sql, visibility);
        foreach (var criterion in Condition.Search.Criteria)
        {
            sql.Append("\nand ");
            criterion.AppendTo(sql, context);
        }
        return sql.Append("\nlimit @limit", new Binding("limit", limit, NpgsqlDbType.Integer));
    }
}
