using Npgsql;
using Phr.Cli.Bench.Main;

namespace Phr.Cli.Bench.Record;

/// <summary>
/// The whole write path (parse, validate, index, seal, chain, commit) against bare <c>unnest</c> inserts of the same
/// rows into tables with the same indexes.
/// </summary>
internal static class StoreBench
{
    private const int Rounds = 7;

    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(3);

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var (figures, limits, ratios) = (new Dictionary<string, double>(), new Dictionary<string, double>(), new Dictionary<string, double>());
        say("a platform of its own");
        await using var platform = await SeparatePlatform.Start(null, ct);
        using var tokens = new BenchTokens(platform);
        await using var database = NpgsqlDataSource.Create(platform.Record.Database);
        using var hospital = new BenchHospital(platform.Urls.Fhir, tokens.Hospital("hospital-b"));
        await hospital.Prepare(ct);
        var bundles = new BundleRounds(hospital, database, platform.CpuSeconds);
        await bundles.Prepare(ct);
        for (var round = 0; round <= Rounds; round++)
        {
            say(round == 0 ? "warming up" : $"round {round} of {Rounds}");
            await bundles.Round(RoundDuration, round > 0, ct);
        }
        bundles.Report(figures, limits, ratios);
        limits["fsyncPerS"] = BenchRoom.FsyncPerSecond(platform.Folder.Path);
        return new BenchReport("store", figures, limits, ratios);
    }
}
