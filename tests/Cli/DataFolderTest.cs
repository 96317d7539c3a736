using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Phr.Cli;
using Phr.Cli.Host;
using Phr.Platform;

namespace Phr.Tests.Cli;

public sealed class DataFolderTest : IDisposable
{
    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("phr-data-").FullName);

    [Fact]
    public void A_folder_is_held_by_one_at_a_time()
    {
        var first = _folder.Claim();
        Assert.NotNull(first);
        Assert.Null(_folder.Claim());

        first.Dispose();

        using var second = _folder.Claim();
        Assert.NotNull(second);
    }

    [Fact]
    public void The_record_of_a_run_is_for_its_owner_only_and_reads_back()
    {
        var record = new RunRecord(ProcessMark.Own, 9000, 7, 8, "Host=127.0.0.1;Password=x", Demo: true);

        record.Write(_folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.RunFile));
        Assert.Equal(record, RunRecord.Read(_folder));
        Assert.Equal(record, RunRecord.Running(_folder));
    }

    [Fact]
    public void A_run_that_ended_is_not_running()
    {
        var own = ProcessMark.Own;
        new RunRecord(own with { StartTicks = own.StartTicks - 1 }, 9000, 7, 8, "", Demo: true).Write(_folder);

        var refused = Assert.Throws<CommandException>(() => RunRecord.Running(_folder));

        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_of_the_demonstration_acts_on_a_sites_own_platform()
    {
        var site = new RunRecord(ProcessMark.Own, 9000, 7, 8, "", Demo: false);
        site.Write(_folder);
        Assert.Throws<CommandException>(() => RunRecord.RunningDemonstration(_folder));

        (site with { Demo = true }).Write(_folder);
        Assert.True(RunRecord.RunningDemonstration(_folder).Demo);
    }

    [Fact]
    public void A_record_that_was_cut_off_counts_as_none()
    {
        File.WriteAllText(_folder.RunFile, "{\"phr\":");
        Assert.Null(RunRecord.Read(_folder));
    }

    // Scripts rely on these names: the contract of phr up --json.
    [Fact]
    public void What_up_announces_has_the_agreed_names() => Assert.Equal(
        """
        {"fhir":"http://127.0.0.1:9000/fhir","mobile":"http://127.0.0.1:9003","consent":"http://127.0.0.1:9001",
        "identity":"http://127.0.0.1:9001/oidc","model":"http://127.0.0.1:9004","pids":{"phr":5,"identity":7,"postgres":8}}
        """.ReplaceLineEndings(""),
        JsonSerializer.Serialize(new RunRecord(new ProcessMark(5, 1), 9000, 7, 8, "", Demo: true).Announcement));

    [Fact]
    public void A_block_of_ports_with_one_taken_is_passed_over()
    {
        var free = PortBlock.FindFree(21_000);
        using var taken = new TcpListener(IPAddress.Loopback, free + PortBlock.Database - 1);
        taken.Start();

        Assert.True(PortBlock.FindFree(free) > free);
    }

    [Theory]
    [InlineData(PortBlock.BaseMin - 1)]
    [InlineData(PortBlock.BaseMax + 1)]
    public void A_base_out_of_bounds_is_refused(int portBase) => Assert.Throws<CommandException>(() => PortBlock.FindFree(portBase));

    [Fact]
    public void The_highest_base_is_in_bounds() => Assert.Equal(PortBlock.BaseMax, PortBlock.FindFree(PortBlock.BaseMax));

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);
}
