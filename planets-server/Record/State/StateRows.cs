using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>
/// Rows of state, past and index that one group adds, moves and deletes. A version that the same group replaces again goes to the
/// past at once.
/// </summary>
internal sealed class StateRows
{
    private static readonly string DeleteStreams = Sql.Load(typeof(StateRows), "Record/State/delete-streams.sql");
    private static readonly string DeletePositions = Sql.Load(typeof(StateRows), "Record/State/delete-index-of-streams.sql");

    private readonly List<StateRow> _added = [];
    private readonly Dictionary<long, long> _untilOfAdded = [];
    private readonly RetiredRows _retired = new();
    private readonly DeletionRows _deletions = new();
    private readonly List<long> _erased = [];

    /// <summary>Versions that hold after the group, as far as it made them.</summary>
    public IEnumerable<StateRow> Holding => _added.Where(row => !_untilOfAdded.ContainsKey(row.Position));

    /// <summary>Ids of a type that the group stores or deletes.</summary>
    public IEnumerable<string> Touched(short type) =>
        _added.Where(row => row.Indexed.Type == type).Select(row => row.Id).Concat(_deletions.Of(type));

    public void Add(ProjectedEvent e, IndexedResource indexed) => _added.Add(new StateRow(
        e.Position, e.Stream.Value, e.Id, e.Version, e.Origin.Source, e.RecordedTime, indexed));

    public void AddDeletion(ProjectedEvent e, short type) => _deletions.Add(e, type);

    /// <summary>The version made at <paramref name="position"/> holds no longer.</summary>
    public void Retire(long position, long until)
    {
        if (_added.Exists(row => row.Position == position))
            _untilOfAdded.Add(position, until);
        else
            _retired.Add(position, until);
    }

    public void Erase(long stream) => _erased.Add(stream);

    public void Write(NpgsqlBatch batch)
    {
        _retired.Write(batch);
        if (_added.Count > 0)
        {
            StateColumns.Of(Holding, _untilOfAdded).Write(batch, past: false);
            if (_untilOfAdded.Count > 0)
                StateColumns.Of(_added.Where(row => _untilOfAdded.ContainsKey(row.Position)), _untilOfAdded).Write(batch, past: true);
        }
        _deletions.Write(batch);
        if (_erased.Count == 0)
            return;
        batch.BatchCommands.Add(new(DeletePositions) { Parameters = { ArrayParameter.Of(_erased, NpgsqlDbType.Bigint) } });
        batch.BatchCommands.Add(new(DeleteStreams) { Parameters = { ArrayParameter.Of(_erased, NpgsqlDbType.Bigint) } });
    }
}

/// <summary>One version, before it is written.</summary>
internal sealed record StateRow(
    long Position, long Stream, string Id, int Version, string Source, DateTimeOffset Recorded, IndexedResource Indexed)
{
    /// <summary>Clinical time; when it was recorded where the resource has none.</summary>
    public DateTime DateLo => Indexed.Time?.Low ?? Recorded.UtcDateTime;

    public DateTime DateHi => Indexed.Time?.High ?? Recorded.UtcDateTime;
}
