using Npgsql;
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
    private readonly UnitChanges _unit = new();
    private readonly Dictionary<short, HashSet<string>> _touched = [];
    private readonly Dictionary<WriteCondition, LookedUp> _asked = new(ReferenceEqualityComparer.Instance);

    /// <summary>Conditions that are looked up in one round trip.</summary>
    private const int TogetherMax = 1_000;

    // Looked up beyond what is asked for, because the group or the unit may have replaced some.
    private const int Spare = 8;

    // Ids of what is committed; as long as the group decides, nothing is committed beside it.
    private sealed record LookedUp(IReadOnlyList<string> Ids, bool AreAll);

    /// <summary>Looks up at once what is committed of what the unit is going to ask for: with many conditions the round trips are the cost.</summary>
    /// <param name="conditions">Each with how many ids will be asked for.</param>
    public async ValueTask Expect(IReadOnlyCollection<(WriteCondition Condition, int Limit)> conditions, CancellationToken ct)
    {
        if (conditions.Count < 2)
            return;
        foreach (var some in conditions.Chunk(TogetherMax))
        {
            await using var batch = new NpgsqlBatch(draft.Connection);
            foreach (var (condition, limit) in some)
                batch.BatchCommands.Add(new ConditionalStatement(condition, source, []).ToSql(keys, limit + Spare).ToBatchCommand());
            await using var rows = await batch.ExecuteReaderAsync(ct);
            foreach (var (condition, limit) in some)
            {
                var ids = new List<string>();
                while (await rows.ReadAsync(ct))
                    ids.Add(rows.GetString(0));
                _asked[condition] = new LookedUp(ids, ids.Count < limit + Spare);
                await rows.NextResultAsync(ct);
            }
        }
    }

    /// <summary>The unit stores this.</summary>
    /// <param name="isNew">Whether nothing can be there under its id.</param>
    public void Store(string id, IndexedResource indexed, bool isNew) => _unit.Store(id, indexed, isNew);

    /// <summary>The unit deletes this.</summary>
    public void Delete(string type, string id) => _unit.Delete(type, id);

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
        var (ids, undecided) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (id, indexed) in _unit.Candidates(condition))
        {
            // Where its keys do not tell, what is stored under the same id decides.
            var holds = condition.HoldsFor(indexed, keys);
            _ = holds is null ? undecided.Add(id) : holds == true && ids.Add(id);
        }
        foreach (var row in _group.Holding)
        {
            if ((source is null || row.Source == source) && (undecided.Contains(row.Id) || !_unit.Replaces(type, row.Id))
                && condition.HoldsFor(row.Indexed, keys) == true)
            {
                ids.Add(row.Id);
            }
        }
        ids.UnionWith(await Committed(condition, undecided, limit, ct));
        return ids;
    }

    // Ids of what is committed, less what the group and the unit replace.
    private async ValueTask<IReadOnlyCollection<string>> Committed(
        WriteCondition condition, HashSet<string> undecided, int limit, CancellationToken ct)
    {
        var type = ResourceTypes.Number(condition.Type);
        if (!_touched.TryGetValue(type, out var touched))
            _touched.Add(type, touched = [.. _group.Touched(type)]);
        if (_asked.TryGetValue(condition, out var asked))
        {
            var kept = asked.Ids.Where(id => !touched.Contains(id) && (undecided.Contains(id) || !_unit.Replaces(type, id))).ToArray();
            if (asked.AreAll || kept.Length >= limit)
                return kept;
        }
        var ids = new List<string>();
        string[] replaced = [.. touched.Concat(_unit.Replaced(type).Where(id => !undecided.Contains(id)))];
        await using var command = new ConditionalStatement(condition, source, replaced).ToSql(keys, limit).ToCommand(draft.Connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            ids.Add(rows.GetString(0));
        return ids;
    }

    public static Refusal Several(WriteCondition condition) => new(
        RefusalKind.PreconditionFailed, $"Several {condition.Type} resources satisfy the condition.", null, "multiple-matches");
}
