using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Platform.Database;

namespace Phr.Planets.Record.State;

/// <summary>Deletions of one group.</summary>
internal sealed class DeletionRows
{
    private static readonly string InsertDeleted = Sql.Load(typeof(DeletionRows), "Record/State/insert-deleted.sql");

    private readonly List<short> _types = [];
    private readonly List<string> _ids = [];
    private readonly List<int> _versions = [];
    private readonly List<long> _positions = [];
    private readonly List<long> _streams = [];
    private readonly List<string> _sources = [];
    private readonly List<DateTimeOffset> _times = [];

    public void Add(ProjectedEvent e, short type)
    {
        _types.Add(type);
        _ids.Add(e.Id);
        _versions.Add(e.Version);
        _positions.Add(e.Position);
        _streams.Add(e.Stream.Value);
        _sources.Add(e.Origin.Source);
        _times.Add(e.RecordedTime);
    }

    /// <summary>Ids of a type.</summary>
    public IEnumerable<string> Of(short type) => _ids.Where((_, i) => _types[i] == type);

    public void Write(NpgsqlBatch batch)
    {
        if (_positions.Count == 0)
            return;
        batch.BatchCommands.Add(new(InsertDeleted)
        {
            Parameters =
            {
                ArrayParameter.Of(_types, NpgsqlDbType.Smallint), ArrayParameter.Of(_ids, NpgsqlDbType.Text),
                ArrayParameter.Of(_versions, NpgsqlDbType.Integer), ArrayParameter.Of(_positions, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_streams, NpgsqlDbType.Bigint), ArrayParameter.Of(_sources, NpgsqlDbType.Text),
                ArrayParameter.Of(_times, NpgsqlDbType.TimestampTz),
            },
        });
    }
}
