using Npgsql;
using Phr.EventLog;
using Phr.Tests.Support;

namespace Phr.Tests.EventLog.Support;

/// <summary>A log of its own, with its own database and key store, that a test opens, closes and opens again.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<IAsyncDisposable> _opened = [];

    private readonly bool _ownsFolder;

    private TestLog(string? folder) =>
        (Folder, _ownsFolder) = (folder ?? Directory.CreateTempSubdirectory("phr-log-").FullName, folder is null);

    public string Folder { get; }

    public string KeyFolder => Path.Combine(Folder, "keys");

    public string MasterKeyFile => Path.Combine(Folder, "master.key");

    public NpgsqlDataSource Database => _database.Source;

    public string ConnectionString => _database.ConnectionString;

    public Entities Entities { get; init; } = new();

    public static Task<TestLog> Create() => Create(folder: null);

    /// <summary>Another, empty database over the same key store.</summary>
    public static Task<TestLog> CreateBeside(TestLog other) => Create(other.Folder);

    public KeyStore OpenKeys() => KeyStore.Open(KeyFolder, MasterKey.FromFileOrNew(MasterKeyFile));

    /// <summary>Opens a node; it is closed with the test unless the test does.</summary>
    public Task<Log> Open(LogOptions? options = null) => Open(Settings(options));

    public async Task<Log> Open(LogSettings settings)
    {
        var log = await Log.Open(settings, null, default);
        _opened.Add(log);
        return log;
    }

    public LogSettings Settings(LogOptions? options = null) =>
        new(Database, OpenKeys(), Projections(Entities), options ?? new LogOptions());

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
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private static async Task<TestLog> Create(string? folder)
    {
        var log = new TestLog(folder);
        await log._database.InitializeAsync();
        return log;
    }
}
