using System.Runtime.InteropServices;
using Phr.Cli.Testing;
using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary>What <c>phr test</c> says of a test host that crashed in native code, where .NET itself says nothing.</summary>
public sealed class CrashReportTest
{
    [Fact]
    public async Task A_process_that_a_signal_ends_says_where_it_stood()
    {
        var folder = Directory.CreateTempSubdirectory("phr-crash-").FullName;
        await using var crashing = ChildProcess.Start("crash", CrashReport.Variables(folder));

        var (status, _) = await crashing.End();
        var frames = CrashReport.Read(folder).ToList();

        Directory.Delete(folder, recursive: true);
        Assert.NotEqual(0, status);
        Assert.StartsWith("crashed: thread 0x", frames[0], StringComparison.Ordinal);
        Assert.Contains(frames, frame => frame.Contains("libc.so", StringComparison.Ordinal));
    }

    internal static Task Crash(string[] _)
    {
        Fill(1, 0, 1);
        return Task.CompletedTask;
    }

    [DllImport("libc", EntryPoint = "memset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Fill(nint nowhere, int value, nint bytes);
}
