using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Tests.EventLog.Support;

/// <summary>A PostgreSQL of its own, for tests that kill it or fill its disk.</summary>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-cluster-").FullName;
    private PostgresBinaries _binaries = null!;
    private PostgresCluster _running = null!;

    public static async Task<PrivateCluster> Start()
    {
        var cluster = new PrivateCluster();
        // mkdtemp makes 0700; the user postgres has to pass.
        File.SetUnixFileMode(cluster._folder, (UnixFileMode)0b111_101_101);
        cluster._binaries = (await PostgresBinaries.Find(default))!;
        cluster._running = await PostgresCluster.Start(cluster._binaries, Path.Combine(cluster._folder, "pg"), port: 0, default);
        return cluster;
    }

    public Task<string> Database(string name) => _running.Database(name, default);

    /// <summary>kill -9 of the postmaster, then a start on the same port.</summary>
    public async Task KillAndStart()
    {
        var port = _running.Port;
        await Processes.Output("kill", ["-9", $"{_running.Pid}"], default);
        _running = await PostgresCluster.Start(_binaries, Path.Combine(_folder, "pg"), port, default);
        Assert.Equal(port, _running.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _running.Stop(default);
        Directory.Delete(_folder, recursive: true);
    }
}
