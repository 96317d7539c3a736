using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Looks for what a condition names: in what is committed, in what earlier members of the group made of it, and in what its own unit has
/// decided so far. Later ones count instead of earlier ones, so a resource that is deleted in the same group is found no more.
/// </summary>
/// <param name="source">Whose writing it looks at; null where the writer makes streams for others and so looks at all.</param>
internal sealed class ConditionalMatch(Draft draft, string? source, TokenKeys keys)
{
    private readonly StateRows _group = draft.View<RecordPart>().Rows;
    private readonly List<(string Id, IndexedResource Indexed, bool IsNew)> _stored = [];
    private readonly List<(short Type, string Id)> _deleted = [];

    /// <summary>The unit stores this.</summary>
    /// <param name="isNew">Whether nothing can be there under its id.</param>
    public void Store(string id, IndexedResource indexed, bool isNew) => _stored.Add((id, indexed, isNew));

    /// <summary>The unit deletes this.</summary>
    public void Delete(string type, string id) => _deleted.Add((ResourceTypes.Number(type), id));

    /// <summary>Id of the only one that satisfies it; null where none does; refused where several do (R4 http.html#ccreate: 412).</summary>
    public async ValueTask<Answer<string?>> FindOne(WriteCondition condition, CancellationToken ct)
    {
        var ids = await Find(condition, limit: 2, ct);
        return ids.Count switch
        {
            0 => (string?)null,
            1 => ids.Single(),
            _ => Several(condition),
        };
    }

    /// <summary>Ids of those that satisfy it; of more than <paramref name="limit"/> at least that many.</summary>
    public async ValueTask<IReadOnlyCollection<string>> Find(WriteCondition condition, int limit, CancellationToken ct)
    {
        var type = ResourceTypes.Number(condition.Type);
        var ids = new HashSet<string>();
        var replaced = _group.Touched(type).ToHashSet();
        foreach (var row in _group.Holding)
        {
            if ((source is null || row.Source == source) && condition.HoldsFor(row.Indexed, keys) == true)
                ids.Add(row.Id);
        }
        foreach (var id in _deleted.Where(own => own.Type == type).Select(own => own.Id))
        {
            replaced.Add(id);
            ids.Remove(id);
        }
        foreach (var (id, indexed, isNew) in _stored)
        {
            // Where its keys do not tell, what is stored under the same id decides.
            if (indexed.Type != type || condition.HoldsFor(indexed, keys) is not { } holds)
                continue;
            if (!isNew)
                replaced.Add(id);
            _ = holds ? ids.Add(id) : ids.Remove(id);
        }
        await using var command = new ConditionalStatement(condition, source, [.. replaced]).ToSql(keys, limit).ToCommand(draft.Connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetString(0));
        return ids;
    }

    public static Refusal Several(WriteCondition condition) => new(
        RefusalKind.PreconditionFailed, $"Several {condition.Type} resources satisfy the condition.", null, "multiple-matches");
}
