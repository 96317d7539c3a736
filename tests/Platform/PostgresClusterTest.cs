using Npgsql;
using Phr.Platform.Database;
using Phr.Tests.Support;

namespace Phr.Tests.Platform;

public sealed class PostgresClusterTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-cluster-").FullName;

    [Fact]
    public async Task A_second_start_finds_the_running_cluster_and_a_killed_one_is_started_again()
    {
        // mkdtemp makes 0700; the user postgres has to pass.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        var binaries = await PostgresBinaries.Find(default);
        Assert.NotNull(binaries);
        var first = await PostgresCluster.Start(binaries, Path.Combine(_folder, "c"), 0, default);

        var second = await PostgresCluster.Start(binaries, Path.Combine(_folder, "c"), 0, default);
        Assert.Equal(first.Pid, second.Pid);

        await Phr.Platform.Processes.Output("kill", ["-9", $"{first.Pid}"], default);
        var third = await PostgresCluster.Start(binaries, Path.Combine(_folder, "c"), 0, default);
        Assert.NotEqual(first.Pid, third.Pid);
        await using (var source = NpgsqlDataSource.Create(await third.Database("again", default)))
            Assert.Equal(1, await source.CreateCommand("select 1").ExecuteScalarAsync());
        await third.Stop(default);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
