using Npgsql;
using Phr.Platform.Database;

namespace Phr.Tests.Support;

/// <summary>
/// An empty database of its own for a test class (<c>IClassFixture&lt;TestDatabase&gt;</c>), in one private cluster
/// that all test classes of the process share. <c>PHR_TEST_POSTGRES</c> names another server instead.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(StartCluster);
    private static int s_number;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var cluster = await Cluster.Value;
        ConnectionString = await cluster.Database($"t{Environment.ProcessId}_{Interlocked.Increment(ref s_number)}", default);
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public async Task DisposeAsync() => await Source.DisposeAsync();

    private static async Task<PostgresCluster> StartCluster()
    {
        var binaries = await PostgresBinaries.Find(default)
            ?? throw new InvalidOperationException("The tests need PostgreSQL 15 or newer; ./phr test installs it.");
        var folder = Path.Combine(Path.GetTempPath(), $"phr-test-{Environment.ProcessId}");
        var cluster = await PostgresCluster.Start(binaries, folder, port: 0, default);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.Stop(default).GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return cluster;
    }
}
