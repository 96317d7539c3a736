using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Uploads;
using Phr.Platform.Database;

namespace Phr.Planets.Series.Storage;

/// <summary>
/// The statements of a group, in the order of its events; readings, of which an upload can bring thousands, as they stand at its end.
/// </summary>
internal sealed class SeriesRows
{
    private static readonly string InsertChunk = Load("insert-chunk.sql");
    private static readonly string RetireChunks = Load("retire-chunks.sql");
    private static readonly string UpsertDay = Load("upsert-day.sql");
    private static readonly string UpsertReadings = Load("upsert-readings.sql");
    private static readonly string ChangeReading = Load("change-reading.sql");
    private static readonly string UpsertPriority = Load("upsert-priority.sql");

    private static readonly string InsertUpload = Load("insert-upload.sql");

    private static readonly string[] ForgetStream =
    [
        Load("forget-chunks.sql"), Load("forget-past-chunks.sql"), Load("forget-days.sql"), Load("forget-readings.sql"),
            Load("forget-priorities.sql"), Load("forget-uploads.sql"),
    ];

    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly Dictionary<string, (StreamId Stream, StoredReading Reading)> _readings = new(StringComparer.Ordinal);

    public void Add(ProjectedEvent accepted, Chunk chunk, ulong[] clients)
    {
        var key = chunk.Key;
        if (chunk.Supersedes.Count > 0)
            Add(RetireChunks, Of(chunk.Supersedes.ToArray()), Of(accepted.Position));
        Add(InsertChunk, Of(accepted.Position), Of(accepted.Stream.Value), Of(key.Connection), Of(key.Metric), Of(key.Day),
            Of(Array.ConvertAll(clients, PresentSeries.Signed)));
        if (chunk.Summary is { } summary)
        {
            Add(UpsertDay, Of(accepted.Stream.Value), Of(key.Metric), Of(key.Day), Of(key.Connection),
                Of(summary.Count), Of(summary.Min),
                Of(summary.Max), Of(summary.Mean), Of(summary.Sum), Of(summary.CoveredMs), Of(summary.ReachesOver),
                    Of(accepted.Position));
        }
    }

    public void Put(StreamId stream, string id, StoredReading reading) => _readings[id] = (stream, reading);

    public void Change(string id, int resourceVersion, bool deleted, long? clientVersion)
    {
        if (_readings.TryGetValue(id, out var put))
        {
            var version = clientVersion ?? put.Reading.Version;
            Put(put.Stream, id, put.Reading with { ResourceVersion = resourceVersion, Deleted = deleted, Version = version });
        }
        else
        {
            Add(ChangeReading, Of(id), Of(resourceVersion), Of(deleted), OrNull(clientVersion));
        }
    }

    public void Put(StreamId stream, SourcePriority priority) =>
        Add(UpsertPriority, Of(stream.Value), Of(priority.Metric), Of(priority.Connections.ToArray()));

    public void Put(StreamId stream, string key, KnownUpload upload) =>
        Add(InsertUpload, Of(stream.Value), Of(key), Of(upload.Digest), Of(upload.Position));

    public void Forget(StreamId stream)
    {
        foreach (var id in _readings.Where(put => put.Value.Stream == stream).Select(put => put.Key).ToList())
            _readings.Remove(id);
        foreach (var statement in ForgetStream)
            Add(statement, Of(stream.Value));
    }

    public void Write(NpgsqlBatch batch)
    {
        foreach (var command in _commands)
            batch.BatchCommands.Add(command);
        if (_readings.Count > 0)
            batch.BatchCommands.Add(Readings());
    }

    private NpgsqlBatchCommand Readings() => new(UpsertReadings)
    {
        Parameters =
        {
            ArrayParameter.Of([.. _readings.Keys], NpgsqlDbType.Text),
            ArrayParameter.Of([.. _readings.Values.Select(put => put.Stream.Value)], NpgsqlDbType.Bigint),
            ArrayParameter.Of([.. _readings.Values.Select(put => put.Reading.Version)], NpgsqlDbType.Bigint),
            ArrayParameter.Of([.. _readings.Values.Select(put => put.Reading.Deleted)], NpgsqlDbType.Boolean),
            ArrayParameter.Of([.. _readings.Values.Select(put => put.Reading.Digest)], NpgsqlDbType.Text),
            ArrayParameter.Of([.. _readings.Values.Select(put => put.Reading.ResourceVersion)], NpgsqlDbType.Integer),
        },
    };

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter OrNull(long? value) =>
        new() { Value = value is { } number ? number : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private void Add(string statement, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        _commands.Add(command);
    }

    private static string Load(string file) => Sql.Load(typeof(SeriesRows), $"Series/Storage/{file}");
}
