using Npgsql;
using Phr.EventLog;
using Phr.Tests.Support;

namespace Phr.Tests.EventLog.Support;

/// <summary>A log of its own, with its own database and key store, that a test opens, closes and opens again.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<IAsyncDisposable> _opened = [];

    private TestLog() { }

    public string Folder { get; } = Directory.CreateTempSubdirectory("phr-log-").FullName;

    public string KeyFolder => Path.Combine(Folder, "keys");

    public string MasterKeyFile => Path.Combine(Folder, "master.key");

    public NpgsqlDataSource Database => _database.Source;

    public string ConnectionString => _database.ConnectionString;

    public Entities Entities { get; init; } = new();

    public static async Task<TestLog> Create()
    {
        var log = new TestLog();
        await log._database.InitializeAsync();
        return log;
    }

    public KeyStore OpenKeys() => KeyStore.Open(KeyFolder, MasterKey.FromFileOrNew(MasterKeyFile));

    /// <summary>Opens a node; it is closed with the test unless the test does.</summary>
    public Task<Log> Open(LogOptions? options = null) => Open(Database, OpenKeys(), options);

    public async Task<Log> Open(NpgsqlDataSource database, KeyStore keys, LogOptions? options = null)
    {
        var log = await Log.Open(new LogSettings(database, keys, Projections(Entities), options ?? new LogOptions()), null, default);
        _opened.Add(log);
        return log;
    }

    public static InlineProjections Projections(params IInlineProjection[] all) =>
        new("record", typeof(Entities), "EventLog/Migrations", all);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _opened)
            await log.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
