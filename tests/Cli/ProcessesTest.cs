using System.Diagnostics;
using Phr.Cli.Host;
using Phr.Platform;

namespace Phr.Tests.Cli;

public sealed class ProcessesTest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const string Secret = "secret-of-the-test";

    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("phr-process-").FullName);

    [Fact]
    public async Task A_detached_process_is_nobodys_child_and_is_found_again_until_it_is_stopped()
    {
        var process = new DetachedProcess("sleeper", _folder);
        var started = await process.Start(new ProcessStartInfo("sleep", ["300"]), default);

        Assert.DoesNotContain(Environment.ProcessId, Ancestors(started.Pid));
        Assert.Equal(started, await new DetachedProcess("sleeper", _folder).Find(default));
        Assert.True(await new DetachedProcess("sleeper", _folder).Stop(default));

        Assert.False(started.IsAlive);
        Assert.Null(await process.Find(default));
        Assert.False(await process.Stop(default));
    }

    [Fact]
    public async Task What_a_detached_process_says_is_in_its_log_and_its_variables_are_not_among_its_arguments()
    {
        var process = new DetachedProcess("talker", _folder);
        var started = await process.Start(
            new ProcessStartInfo("sh", ["-c", "echo \"$PHR_PROBE\"; sleep 300"]) { Environment = { ["PHR_PROBE"] = Secret } }, default);

        while (!(await File.ReadAllTextAsync(process.LogFile)).Contains(Secret, StringComparison.Ordinal))
            await Task.Delay(20);
        var arguments = await File.ReadAllTextAsync($"/proc/{started.Pid}/cmdline");
        await process.Stop(default);

        Assert.DoesNotContain(Secret, arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_will_not_end_is_ended()
    {
        using var stubborn = Process.Start("sh", ["-c", "trap '' TERM; while :; do sleep 0.05; done"])!;
        var mark = ProcessMark.Of(stubborn.Id)!;
        await Task.Delay(200);

        Assert.False(await mark.Terminate(TimeSpan.FromMilliseconds(300), default));
        await mark.End(TimeSpan.FromMilliseconds(300), default);

        Assert.False(mark.IsAlive);
        await stubborn.WaitForExitAsync().WaitAsync(Patience);
    }

    [Fact]
    public void A_number_that_the_kernel_gave_out_again_is_another_process()
    {
        var own = ProcessMark.Own;

        Assert.True(own.IsAlive);
        Assert.False((own with { StartTicks = own.StartTicks - 1 }).IsAlive);
    }

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);

    internal static IEnumerable<int> Ancestors(int pid)
    {
        while (pid > 1)
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            pid = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
            yield return pid;
        }
    }
}
