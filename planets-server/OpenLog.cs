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

    /// <summary>The key store of a platform, in its data folder; made when there is none.</summary>
    /// <exception cref="KeyStoreException">It is not whole, or its master key is missing or another one.</exception>
    public static KeyStore Keys(string dataFolder) =>
        KeyStore.OpenOrNew(KeyFolder(dataFolder), Path.Combine(dataFolder, "keys", "master.key"));

    /// <summary>Where the keys of the log lie; a folder of its own, because its backups are.</summary>
    public static string KeyFolder(string dataFolder) => Path.Combine(dataFolder, "keys", "log");

    /// <summary>What the record's log is opened, verified and rebuilt with, outside of the service too.</summary>
    public static LogSettings Settings(NpgsqlDataSource database, KeyStore keys, TimeProvider clock)
    {
        var tokens = new TokenKeys(keys.IndexKey.Span);
        var projections = Projections(new Indexer(tokens, PlanetsServer.Zone), tokens);
        return new LogSettings(database, keys, projections, new LogOptions { Clock = clock });
    }

    public async Task Open(CancellationToken ct) => _log = await Log.Open(
        new LogSettings(database, keys, Projections(indexer, tokens), new LogOptions { Clock = clock }), progress: null, ct);

    public ValueTask DisposeAsync() => _log?.DisposeAsync() ?? ValueTask.CompletedTask;
}
