using Npgsql;
using Phr.Cli.Demo;
using Phr.Cli.Host;
using Spectre.Console;

namespace Phr.Cli.Bench.Main;

/// <summary>
/// The main job on a platform of its own, as <c>phr up</c> starts it, sign-in and consent on: how fast hospitals write, and how soon a
/// new reading is in the risk. The senders share the machine with the platform.
/// </summary>
internal static class MainBench
{
    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("phr-bench-").FullName);
        // mkdtemp makes 0700; the user postgres, who owns the cluster when root runs this, has to pass.
        File.SetUnixFileMode(folder.Path, BenchRoom.OthersMayPass);
        var (figures, limits, ratios) = (new Dictionary<string, double>(), new Dictionary<string, double>(), new Dictionary<string, double>());
        try
        {
            say("a platform of its own");
            await using var platform = await RunningPlatform.Start(new PlatformOptions(folder), PlatformParts.All, _ => { }, ct);
            var settings = platform.Record.Settings(folder);
            var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
            using var stage = await DemoStage.Of(settings, new Narrator(silent), ct);
            await Write(platform.Record, await stage.Token("hospital:a", ct), say, (figures, limits, ratios), ct);
            var updates = new UpdateRounds(stage);
            await updates.Run(say, ct);
            updates.Report(figures);
            limits["fsyncPerS"] = BenchRoom.FsyncPerSecond(folder.Path);
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
        return new BenchReport("main", figures, limits, ratios);
    }

    private static async Task Write(
        RunRecord platform, string token, Action<string> say,
        (Dictionary<string, double> Figures, Dictionary<string, double> Limits, Dictionary<string, double> Ratios) report, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(platform.Database);
        using var hospital = new BenchHospital(platform.Urls.Fhir, token);
        await hospital.Prepare(ct);
        var bundles = new BundleRounds(hospital, database, () => CpuTime.Of([Environment.ProcessId, platform.Postgres]));
        var rounds = new WriteRounds(hospital, bundles, new Uri(platform.Urls.Planets, "/health"));
        await rounds.Run(say, ct);
        rounds.Report(report.Figures, report.Limits, report.Ratios);
    }
}
