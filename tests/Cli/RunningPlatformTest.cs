using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Phr.Cli;
using Phr.Cli.Host;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Tests.Hosting;

namespace Phr.Tests.Cli;

public sealed class RunningPlatformTest : IDisposable
{
    private readonly DataFolder _folder = new(NewFolder());
    private readonly HttpClient _http = new();

    [Fact]
    public async Task A_platform_comes_up_once_on_a_folder_and_again_on_the_same_ports_after_it_stopped()
    {
        RunRecord first;
        await using (var platform = await Start("planets", "mobile"))
        {
            first = platform.Record;
            Assert.Equal(first, RunRecord.Running(_folder));
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(first.Urls.Planets, "/ready"))).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(first.Urls.Mobile, "/ready"))).StatusCode);
            Assert.DoesNotContain(first.Phr.Pid, ProcessesTest.Ancestors(first.Postgres));

            var refused = await Assert.ThrowsAsync<CommandException>(() => Start("planets"));
            Assert.Contains("already up", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"{Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        }
        Assert.Null(ProcessMark.Of(first.Postgres));

        await using var again = await Start("planets");
        Assert.Equal(first.Ports, again.Record.Ports);
    }

    [Fact]
    public async Task A_service_that_does_not_start_takes_everything_down_with_it()
    {
        var failing = ProbeService.Named("mobile") with { Prepare = (_, _) => throw new CommandException("no key") };

        await Assert.ThrowsAsync<CommandException>(() => RunningPlatform.Start(
            new PlatformOptions(_folder, PortBase: 23_000), new PlatformParts([ProbeService.Named("planets"), failing]), _ => { }, default));

        Assert.False(File.Exists(Path.Combine(_folder.Postgres, "data", "postmaster.pid")));
        using var claim = _folder.Claim();
        Assert.NotNull(claim);
    }

    [Fact]
    public async Task Ports_that_somebody_took_at_the_last_moment_are_given_up_for_others()
    {
        TcpListener? other = null;
        var late = ProbeService.Named("planets") with
        {
            Prepare = (services, _) =>
            {
                if (other is null)
                {
                    other = new TcpListener(IPAddress.Loopback, services.GetRequiredService<PlatformSettings>().Urls.Planets.Port);
                    other.Start();
                }
                return Task.CompletedTask;
            },
        };

        await using var platform = await RunningPlatform.Start(
            new PlatformOptions(_folder, PortBase: 22_700), new PlatformParts([late]), _ => { }, default);

        Assert.NotEqual(((IPEndPoint)other!.LocalEndpoint).Port, platform.Record.Ports);
        other.Dispose();
    }

    [Fact]
    public async Task What_a_killed_platform_left_behind_is_stopped_or_used_again()
    {
        var identity = await new DetachedProcess("identity", _folder).Start(new ProcessStartInfo("sleep", ["300"]), default);

        await using var platform = await Start("planets");

        Assert.False(identity.IsAlive);
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }

    private Task<RunningPlatform> Start(params string[] services) => RunningPlatform.Start(
        new PlatformOptions(_folder, PortBase: File.Exists(_folder.RunFile) ? null : 22_000),
        new PlatformParts([.. services.Select(ProbeService.Named)]), _ => { }, default);

    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("phr-up-").FullName;
        // mkdtemp makes 0700; the user postgres has to pass.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return folder;
    }
}
