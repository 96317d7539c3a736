using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Platform.Database;

namespace Phr.Tests.EventLog.Support;

/// <summary>
/// An inline projection as a record would have one: the current version of each entity, and the events of each
/// stream.
/// </summary>
internal sealed class Entities : IInlineProjection
{
    private static readonly string ReadEntities = Sql.Load(typeof(Entities), "EventLog/Support/read-entities.sql");

    public string Name => "entities";

    public int Version { get; init; } = 1;

    public IReadOnlyList<string> Tables => ["entity", "tally"];

    /// <summary>How often a group or a page was begun.</summary>
    public int Begun { get; private set; }

    public async ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct)
    {
        Begun++;
        var ids = start.Proposals.OfType<StoreEntities>().SelectMany(proposal => proposal.Entities).Select(entity => entity.Id)
            .Concat(start.Replayed.Select(e => e.Id)).Distinct().ToArray();
        await using var command = new NpgsqlCommand(ReadEntities, start.Connection) { Parameters = { new() { Value = ids } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var present = new Dictionary<string, Entity>();
        while (await rows.ReadAsync(ct))
            present.Add(rows.GetString(0), new Entity(new StreamId(rows.GetInt64(1)), rows.GetInt32(2)));
        return new EntitiesPart(present);
    }
}

internal readonly record struct Entity(StreamId Stream, int Version);

internal sealed class EntitiesPart(Dictionary<string, Entity> present) : ProjectionPart
{
    private static readonly string Upsert = Sql.Load(typeof(Entities), "EventLog/Support/upsert-entity.sql");
    private static readonly string Delete = Sql.Load(typeof(Entities), "EventLog/Support/delete-entity.sql");
    private static readonly string Count = Sql.Load(typeof(Entities), "EventLog/Support/count-event.sql");
    private static readonly string Erase = Sql.Load(typeof(Entities), "EventLog/Support/erase-stream.sql");

    private readonly List<NpgsqlBatchCommand> _changes = [];

    public Entity? Current(string id) => present.TryGetValue(id, out var entity) ? entity : null;

    public override void Apply(ProjectedEvent accepted)
    {
        if (accepted.Id == "apply-fails")
            throw new InvalidOperationException("This projection cannot take that event.");
        if (accepted.Kind == EventKind.Erased)
        {
            foreach (var (id, _) in present.Where(entry => entry.Value.Stream == accepted.Stream).ToList())
                present.Remove(id);
            Add(Erase, accepted.Stream.Value);
        }
        else if (accepted.Body.State is not (BodyState.Erased or BodyState.Unreadable))
        {
            Add(Count, accepted.Stream.Value);
            if (accepted.Kind == EventKind.Deleted)
                Remove(accepted);
            else
                Store(accepted);
        }
    }

    public override void Write(NpgsqlBatch batch)
    {
        foreach (var change in _changes)
            batch.BatchCommands.Add(change);
    }

    private void Store(ProjectedEvent e)
    {
        present[e.Id] = new Entity(e.Stream, e.Version);
        Add(Upsert, e.Type, e.Id, e.Stream.Value, e.Version, e.Position, e.RecordedTime, SHA256.HashData(e.Body.Bytes.Span));
    }

    private void Remove(ProjectedEvent e)
    {
        present.Remove(e.Id);
        Add(Delete, e.Type, e.Id);
    }

    private void Add(string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        _changes.Add(command);
    }
}
