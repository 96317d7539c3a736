using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Main;

/// <summary>Rounds of writing over HTTP, and of what limits it, in turn: all meet the same disturbances.</summary>
internal sealed class WriteRounds(BenchHospital hospital, NpgsqlDataSource database, Uri health, Func<double> cpuSeconds)
{
    private const int BundleClients = 2;
    private const int CreateClients = 8;
    private const int Rounds = 5;

    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);
    private static readonly string HeadPosition = Sql.Load(typeof(WriteRounds), "Bench/Main/head-position.sql");

    private readonly List<double> _bundles = [];
    private readonly List<double> _raw = [];
    private readonly List<Timings> _creates = [];
    private readonly List<double> _pings = [];
    private readonly List<double> _cpuMs = [];

    public async Task Run(Action<string> say, CancellationToken ct)
    {
        var before = await Head(ct);
        await hospital.SendBundle(ct);
        var raw = await RawTransactions.Copy(database, before, await Head(ct), ct);
        for (var round = 0; round <= Rounds; round++)
        {
            say(round == 0 ? "warming up" : $"round {round} of {Rounds}");
            var cpu = cpuSeconds();
            var bundles = await Timings.Repeat(BundleClients, RoundDuration, (_, stop) => hospital.SendBundle(stop), ct);
            cpu = cpuSeconds() - cpu;
            var bare = await Timings.Repeat(BundleClients, RoundDuration, (_, stop) => raw.Insert(stop), ct);
            var creates = await Timings.Repeat(CreateClients, RoundDuration, (_, stop) => hospital.SendObservation(stop), ct);
            var pings = await Timings.Repeat(CreateClients, RoundDuration / 4, (_, stop) => hospital.Ping(health, stop), ct);
            if (round == 0)
                continue;
            _bundles.Add(bundles.PerSecond * BenchHospital.BundleEntries);
            _cpuMs.Add(1000 * cpu / (bundles.Count * BenchHospital.BundleEntries));
            _raw.Add(bare.PerSecond * BenchHospital.BundleEntries);
            _creates.Add(creates);
            _pings.Add(pings.PerSecond);
        }
    }

    public void Report(Dictionary<string, double> figures, Dictionary<string, double> limits, Dictionary<string, double> ratios)
    {
        figures["bundleResourcesPerS"] = Median.Of(_bundles);
        figures["bundleCpuMsPerResource"] = Median.Of(_cpuMs);
        figures["createPerS"] = Median.Of(_creates.Select(round => round.PerSecond));
        figures["createP95Ms"] = Median.Of(_creates.Select(round => round.P95Ms));
        limits["rawResourcesPerS"] = Median.Of(_raw);
        limits["emptyRequestsPerS"] = Median.Of(_pings);
        ratios["bundleRatioToRaw"] = Median.Of(_bundles.Zip(_raw, (own, raw) => own / raw));
        figures["bundleRatioToRaw"] = ratios["bundleRatioToRaw"];
        ratios["createRatioToEmpty"] = Median.Of(_creates.Zip(_pings, (own, empty) => own.PerSecond / empty));
    }

    private async Task<long> Head(CancellationToken ct)
    {
        await using var head = database.CreateCommand(HeadPosition);
        return (long)(await head.ExecuteScalarAsync(ct))!;
    }
}
