using System.Diagnostics;

namespace Phr.Tests.Cli;

/// <summary>The command as a process, as scripts see it.</summary>
public sealed class CommandLineTest
{
    [Fact]
    public async Task A_command_line_that_makes_no_sense_gets_one_line_and_status_2()
    {
        var (status, output, error) = await Phr("no-such-verb");

        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.StartsWith("phr: ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var (status, output, error) = await Phr("test", "--help");

        Assert.Equal(0, status);
        Assert.Contains("FILTER", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    private static async Task<(int Status, string Output, string Error)> Phr(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "phr.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var phr = Process.Start(start)!;
        var (output, error) = (phr.StandardOutput.ReadToEndAsync(), phr.StandardError.ReadToEndAsync());
        await phr.WaitForExitAsync();
        return (phr.ExitCode, await output, await error);
    }
}
