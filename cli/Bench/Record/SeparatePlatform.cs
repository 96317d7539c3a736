using System.Diagnostics;
using Phr.Cli.Host;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Cli.Bench.Record;

/// <summary>
/// A whole platform in processes of its own, as <c>phr up</c> starts it, on a folder that goes away afterwards: what
/// its processes use is not mixed with what the bench itself uses.
/// </summary>
internal sealed class SeparatePlatform : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private SeparatePlatform(Process process, DataFolder folder, TimeSpan startTook) =>
        (_process, Folder, StartTook) = (process, folder, startTook);

    public DataFolder Folder { get; }

    /// <summary>From the start of the process to the moment when all services answer.</summary>
    public TimeSpan StartTook { get; }

    public RunRecord Record => RunRecord.Running(Folder);

    public ServiceUrls Urls => Record.Urls;

    /// <param name="folder">Of an earlier platform, or null for a new one.</param>
    public static async Task<SeparatePlatform> Start(DataFolder? folder, CancellationToken ct)
    {
        folder ??= NewFolder();
        var program = new ProcessStartInfo("dotnet", [typeof(SeparatePlatform).Assembly.Location, "up", "--json", "--data", folder.Path])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(program) ?? throw new ProcessException("the platform could not be started.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        // The announcement is the one line that it prints.
        if (await process.StandardOutput.ReadLineAsync(ct) is null)
            throw new CommandException("the platform of the bench did not come up; try ./phr up.");
        return new SeparatePlatform(process, folder, clock.Elapsed);
    }

    /// <summary>Seconds of CPU that all its processes have used so far: services, identity provider, database.</summary>
    public double CpuSeconds()
    {
        var record = Record;
        return CpuTime.Of([_process.Id, record.Identity, record.Postgres]);
    }

    /// <summary>Memory of the services' process that is in RAM, in bytes.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>Ends the processes; the folder stays, for another start.</summary>
    public async Task Stop(CancellationToken ct)
    {
        if (!_process.HasExited && ProcessMark.Of(_process.Id) is { } mark)
            await mark.End(StopPatience, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(Folder.Path, recursive: true);
    }

    private static DataFolder NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("phr-bench-").FullName;
        // mkdtemp makes 0700; the user postgres, who owns the cluster when root runs this, has to pass.
        File.SetUnixFileMode(folder, BenchRoom.OthersMayPass);
        return new DataFolder(folder);
    }
}
