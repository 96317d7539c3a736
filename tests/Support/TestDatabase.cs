using Npgsql;
using Phr.Platform.Database;

namespace Phr.Tests.Support;

/// <summary>
/// An empty database of its own for a test class (<c>IClassFixture&lt;TestDatabase&gt;</c>), in one private cluster
/// that all test classes of the process share. Its connections are a service's.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(StartCluster);
    private static int s_number;

    private const string FolderPrefix = "phr-test-";

    /// <summary>Databases by the hundred go through the cache of the one cluster, and stay in it as far as it reaches.</summary>
    private const long CacheMiB = 512;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var cluster = await Cluster.Value;
        ConnectionString = await cluster.Database($"t{Environment.ProcessId}_{Interlocked.Increment(ref s_number)}", default);
        Source = ServiceDatabase.Open(ConnectionString, "tests");
    }

    public async Task DisposeAsync() => await Source.DisposeAsync();

    private static async Task<PostgresCluster> StartCluster()
    {
        var binaries = await PostgresBinaries.Find(default)
            ?? throw new InvalidOperationException("The tests need PostgreSQL 15 or newer; ./phr test installs it.");
        await RemoveLeft(binaries);
        var folder = Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Environment.ProcessId}");
        var cluster = await PostgresCluster.Start(binaries, folder, port: 0, default, CacheMiB);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            cluster.Stop(default).GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        };
        return cluster;
    }

    // A run that was killed leaves its cluster behind, gigabytes of it.
    private static async Task RemoveLeft(PostgresBinaries binaries)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            if (!int.TryParse(Path.GetFileName(folder)[FolderPrefix.Length..], out var process) || Directory.Exists($"/proc/{process}"))
                continue;
            if (await PostgresCluster.Find(binaries, folder, default) is { } left)
                await left.Stop(default);
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another run, which began at the same time, was faster.
            }
        }
    }
}
