using System.Diagnostics;
using System.Text.Json;
using Phr.Cli.Bench;

namespace Phr.Tests.Cli;

public sealed class BenchTest
{
    [Fact]
    public void A_report_has_the_agreed_names_and_no_digits_that_say_nothing() => Assert.Equal(
        """{"bench":"log","figures":{"appendsPerS":12346},"limits":{"fsyncPerS":0.1235},"ratios":{"appendsToFsync":1.5}}""",
        new BenchReport(
            "log", Of("appendsPerS", 12_345.678), Of("fsyncPerS", 0.12345678), Of("appendsToFsync", 1.5)).ToJson());

    [Fact]
    public void Quantiles_are_values_that_were_measured()
    {
        var timings = Timings.Of(Enumerable.Range(1, 100).Select(n => (double)n).Reverse(), TimeSpan.FromSeconds(10));

        Assert.Equal(50, timings.P50Ms);
        Assert.Equal(95, timings.P95Ms);
        Assert.Equal(10, timings.PerSecond);
    }

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 100, 2 }, 3)]
    public void A_disturbed_round_does_not_move_the_median(double[] rounds, double middle) => Assert.Equal(middle, Median.Of(rounds));

    [Fact]
    public async Task Clients_repeat_until_the_time_is_over()
    {
        var busy = new int[3];

        var timings = await Timings.Repeat(3, TimeSpan.FromMilliseconds(200), async (client, ct) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref busy[client]));
            await Task.Delay(5, ct);
            Interlocked.Decrement(ref busy[client]);
        }, default);

        Assert.True(timings.Count >= 3);
        Assert.InRange(timings.P50Ms, 4, 5_000);
    }

    [Fact]
    public async Task Cpu_time_counts_the_descendants_of_a_process()
    {
        using var shell = Process.Start("sh", ["-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; sleep 30'; true"])!;
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (CpuTime.Of([shell.Id]) < 0.05)
        {
            Assert.True(DateTime.UtcNow < deadline, "The work of the inner shell was not seen.");
            await Task.Delay(50);
        }
        shell.Kill(entireProcessTree: true);
    }

    private static Dictionary<string, double> Of(string name, double value) => new() { [name] = value };
}
