using System.Runtime.InteropServices;

namespace Phr.Platform;

/// <summary>One process for good: its number, which the kernel gives out again, and when it started (clock ticks since boot).</summary>
public sealed record ProcessMark(int Pid, long StartTicks)
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public static ProcessMark Own => Of(Environment.ProcessId)!;

    public bool IsAlive => Of(Pid) == this;

    /// <returns>Null where no such process lives (a zombie does not).</returns>
    public static ProcessMark? Of(int pid)
    {
        try
        {
            // proc(5): the name in parentheses may hold blanks; field 3 is the state, field 22 the start time.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessMark(pid, long.Parse(fields[19]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Asks the process to end, and ends it when it has not after <paramref name="patience"/>.</summary>
    public async Task End(TimeSpan patience, CancellationToken ct)
    {
        if (await Terminate(patience, ct) || !IsAlive)
            return;
        _ = Kill(Pid, SigKill);
        await Gone(patience, ct);
    }

    /// <summary>Asks the process to end.</summary>
    /// <returns>Whether it is gone within <paramref name="patience"/>.</returns>
    /// <exception cref="ProcessException">It belongs to another user.</exception>
    public async Task<bool> Terminate(TimeSpan patience, CancellationToken ct)
    {
        if (!IsAlive)
            return true;
        if (Kill(Pid, SigTerm) != 0 && IsAlive)
            throw new ProcessException($"Process {Pid} belongs to another user and cannot be stopped by {Environment.UserName}.");
        return await Gone(patience, ct);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it is gone within <paramref name="patience"/>.</returns>
    public async Task<bool> Gone(TimeSpan patience, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; IsAlive; waited += PollInterval)
        {
            if (waited >= patience)
                return false;
            await Task.Delay(PollInterval, ct);
        }
        return true;
    }

    // kill(2); the framework's Process.Kill knows SIGKILL only.
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
