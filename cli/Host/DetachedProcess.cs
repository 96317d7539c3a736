using System.Diagnostics;
using System.Text.Json;
using Phr.Platform;

namespace Phr.Cli.Host;

/// <summary>
/// A program that runs in a session of its own, child of nobody, so that neither a closed terminal nor the end of this process
/// takes it along. Its mark is kept in a file, by which a later start finds it.
/// </summary>
internal sealed record DetachedProcess(string Name, DataFolder Folder)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private string PidFile => Folder.Inside($"{Name}.pid");

    private string MarkFile => Folder.Inside($"{Name}.process");

    public string LogFile => Path.Combine(Folder.Logs, $"{Name}.log");

    /// <exception cref="ProcessException">It could not be started.</exception>
    public async Task<ProcessMark> Start(ProcessStartInfo program, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder.Logs);
        File.Delete(PidFile);
        // The shell writes its own number and then becomes the program. Variables go by the environment: arguments are public.
        const string script = """echo $$ >"$1"; log=$2; shift 2; exec "$@" >>"$log" 2>&1 </dev/null""";
        var start = new ProcessStartInfo("setsid", ["--fork", "sh", "-c", script, "sh", PidFile, LogFile, program.FileName, .. program.ArgumentList])
        {
            WorkingDirectory = program.WorkingDirectory,
        };
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        using (var fork = Process.Start(start) ?? throw new ProcessException("setsid could not be started."))
            await fork.WaitForExitAsync(ct);
        var mark = await Mark(ct) ?? throw new ProcessException($"{Name} ended at once; its log is {LogFile}.");
        await File.WriteAllTextAsync(MarkFile, JsonSerializer.Serialize(mark), ct);
        File.Delete(PidFile);
        return mark;
    }

    /// <summary>The process that an earlier run left behind; null where there is none or it is gone.</summary>
    public async Task<ProcessMark?> Find(CancellationToken ct)
    {
        if (!File.Exists(MarkFile))
            return null;
        var mark = JsonSerializer.Deserialize<ProcessMark>(await File.ReadAllTextAsync(MarkFile, ct));
        return mark is { IsAlive: true } ? mark : null;
    }

    /// <summary>Ends it, where it runs.</summary>
    /// <returns>Whether it ran.</returns>
    public async Task<bool> Stop(CancellationToken ct)
    {
        var found = await Find(ct);
        if (found is not null)
            await found.End(StopPatience, ct);
        File.Delete(MarkFile);
        return found is not null;
    }

    private async Task<ProcessMark?> Mark(CancellationToken ct)
    {
        // setsid returns before the shell has written its number.
        while (!File.Exists(PidFile) || !(await File.ReadAllTextAsync(PidFile, ct)).EndsWith('\n'))
            await Task.Delay(TimeSpan.FromMilliseconds(5), ct);
        return ProcessMark.Of(int.Parse(await File.ReadAllTextAsync(PidFile, ct)));
    }
}
