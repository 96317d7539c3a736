using System.Net;
using System.Text.Json;
using Phr.Cli.Host;
using Phr.Platform;
using Phr.Tests.Support;

namespace Phr.Tests.Cli;

/// <summary><c>phr up</c> and <c>phr down</c> as processes, killed and stopped as people and machines do.</summary>
public sealed class UpTest : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-up-").FullName;
    private readonly HttpClient _http = new();

    public Task InitializeAsync()
    {
        // mkdtemp makes 0700; the user postgres has to pass.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_platform_survives_a_second_start_and_its_own_violent_death_and_leaves_nothing_when_it_is_stopped()
    {
        using var first = PhrCommand.Start("up", "--json", "--data", _folder, "--ports", "24000");
        var up = await Announced(first);
        NoneIsAnAncestorOfAnother(up.Pids);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(up.Identity + "/.well-known/openid-configuration"))).StatusCode);

        var second = await PhrCommand.Run("up", "--data", _folder);
        Assert.Equal(1, second.Status);
        Assert.Contains($"process {up.Pids["phr"]}", second.Error, StringComparison.Ordinal);

        first.Kill();
        // The kernel frees its memory before its locks.
        await first.End();
        using var third = PhrCommand.Start("up", "--json", "--data", _folder);
        var again = await Announced(third);
        Assert.Equal(up.Identity, again.Identity);
        Assert.Equal(up.Pids["postgres"], again.Pids["postgres"]);
        Assert.Null(ProcessMark.Of(up.Pids["identity"]));

        await third.Terminate();
        var (status, _, _) = await third.End().WaitAsync(Patience);
        Assert.Equal(0, status);
        Assert.All(again.Pids.Values, pid => Assert.Null(ProcessMark.Of(pid)));
    }

    [Fact]
    public async Task Down_stops_a_platform_or_what_a_killed_one_left_and_is_content_when_there_is_nothing()
    {
        using var first = PhrCommand.Start("up", "--json", "--data", _folder, "--ports", "24100");
        var up = await Announced(first);
        first.Kill();
        await first.End();
        Assert.NotNull(ProcessMark.Of(up.Pids["postgres"]));

        Assert.Equal(0, (await PhrCommand.Run("down", "--data", _folder)).Status);
        Assert.All(up.Pids.Values, pid => Assert.Null(ProcessMark.Of(pid)));

        var nothing = await PhrCommand.Run("down", "--data", _folder);
        Assert.Equal(0, nothing.Status);
        Assert.Contains("nothing is up", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_no_address_is_named_before_anything_starts()
    {
        using var up = PhrCommand.Start(new Dictionary<string, string> { ["Phr__Otlp"] = "nowhere" }, "up", "--data", _folder);

        var (status, _, error) = await up.End().WaitAsync(Patience);

        Assert.Equal(1, status);
        Assert.Contains("Phr__Otlp", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await PhrCommand.Run("down", "--data", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<Announcement> Announced(PhrCommand up)
    {
        var line = JsonDocument.Parse(await up.NextLine().WaitAsync(Patience)).RootElement;
        var pids = line.GetProperty("pids").EnumerateObject().ToDictionary(pid => pid.Name, pid => pid.Value.GetInt32());
        Assert.Equal(up.Pid, pids["phr"]);
        return new Announcement(line.GetProperty("identity").GetString()!, pids);
    }

    private static void NoneIsAnAncestorOfAnother(Dictionary<string, int> pids) =>
        Assert.All(pids.Values, pid => Assert.Empty(ProcessesTest.Ancestors(pid).Intersect(pids.Values)));

    private sealed record Announcement(string Identity, Dictionary<string, int> Pids);
}
