using System.Diagnostics;
using Phr.Cli.Setup;
using Phr.Platform.Database;

namespace Phr.Cli.Bench;

/// <summary>A place of its own for one bench: an empty private cluster in a folder that goes away afterwards.</summary>
internal sealed class BenchRoom : IAsyncDisposable
{
    private const int FsyncBlockBytes = 8192;
    /// <summary>Of a folder through which the user postgres passes to its cluster.</summary>
    public const UnixFileMode OthersMayPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private static readonly TimeSpan FsyncDuration = TimeSpan.FromSeconds(1);

    private BenchRoom(string folder, PostgresCluster cluster) => (Folder, Cluster) = (folder, cluster);

    public string Folder { get; }

    public PostgresCluster Cluster { get; }

    public static async Task<BenchRoom> Open(CancellationToken ct)
    {
        var binaries = await Needs.Postgres(ct);
        var folder = Directory.CreateTempSubdirectory("phr-bench-").FullName;
        // mkdtemp makes 0700; the user postgres, who owns the cluster when root runs this, has to pass.
        File.SetUnixFileMode(folder, OthersMayPass);
        return new BenchRoom(folder, await PostgresCluster.Start(binaries, Path.Combine(folder, "postgres"), 0, ct));
    }

    /// <summary>Seconds of CPU that this process and the database have used so far.</summary>
    public double CpuSeconds() => CpuTime.Of([Environment.ProcessId, Cluster.Pid]);

    /// <summary>Pages that the disk under a folder takes for good in a second, one after another: the limit of serial commits.</summary>
    public static double FsyncPerSecond(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[FsyncBlockBytes];
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < FsyncDuration; count++)
        {
            file.Position = 0;
            file.Write(page);
            file.Flush(flushToDisk: true);
        }
        return count / clock.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.Stop(CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }
}
