using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Series.Storage;
using Phr.Planets.Search;

namespace Phr.Planets;

/// <summary>The event log of this service, opened before the first request.</summary>
public sealed class OpenLog(NpgsqlDataSource database, KeyStore keys, Indexer indexer, TokenKeys tokens, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Schema of everything that is derived in the transaction of an append.</summary>
    public const string RecordSchema = "record";

    private Log? _log;

    /// <exception cref="InvalidOperationException">It was not opened: a bug of the host.</exception>
    public Log Log => _log ?? throw new InvalidOperationException("The log is not open.");

    public static InlineProjections Projections(Indexer indexer, TokenKeys tokens) => new(
        RecordSchema, typeof(OpenLog), "Migrations",
        [new RecordProjection(indexer), new ConsentProjection(tokens), new SeriesProjection()]);

    public async Task Open(CancellationToken ct) => _log = await Log.Open(
        new LogSettings(database, keys, Projections(indexer, tokens), new LogOptions { Clock = clock }), progress: null, ct);

    public ValueTask DisposeAsync() => _log?.DisposeAsync() ?? ValueTask.CompletedTask;
}
