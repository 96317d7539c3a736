using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Looks for what a condition names among what its writer wrote, committed or added by earlier members of the same group. It sees nothing of
/// other writers: a conditional write must not tell what others hold.
/// </summary>
/// <param name="source">Null where the writer makes streams for others and so looks at all (consent-service, accounts).</param>
public sealed class ConditionalMatch(Draft draft, string? source, TokenKeys keys)
{
    /// <summary>Id of the one that satisfies it; null where none does; refused where several do (R4 http.html#ccreate: 412).</summary>
    public async ValueTask<Answer<string?>> Find(SearchRequest search, CancellationToken ct)
    {
        var type = ResourceTypes.Number(search.Type);
        var ids = draft.View<RecordPart>().Rows.Holding
            .Where(row => row.Indexed.Type == type && (source is null || row.Source == source))
            .Where(row => search.Criteria.All(criterion => criterion.HoldsFor(row.Indexed.Tokens) == true))
            .Select(row => row.Id).ToHashSet();
        await using var command = ConditionalStatement.Of(search, source, keys).ToCommand(draft.Connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetString(0));
        return ids.Count switch
        {
            0 => (string?)null,
            1 => ids.Single(),
            _ => new Refusal(RefusalKind.PreconditionFailed, $"Several {search.Type} resources satisfy the condition.", null, "multiple-matches"),
        };
    }
}
