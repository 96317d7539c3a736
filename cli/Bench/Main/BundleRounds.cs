using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Main;

/// <summary>
/// Rounds of transactions of 100 over HTTP by two clients, each beside a round of bare inserts of the rows that such a
/// transaction leaves, into tables with the same indexes, over two connections: both meet the same disturbances.
/// </summary>
internal sealed class BundleRounds(BenchHospital hospital, NpgsqlDataSource database, Func<double> cpuSeconds)
{
    private const int Clients = 2;

    private static readonly string HeadPosition = Sql.Load(typeof(BundleRounds), "Bench/Main/head-position.sql");

    private readonly List<double> _own = [];
    private readonly List<double> _raw = [];
    private readonly List<double> _cpuMs = [];
    private readonly List<double> _p50Ms = [];
    private RawTransactions _bare = null!;

    public async Task Prepare(CancellationToken ct)
    {
        var before = await Head(ct);
        await hospital.SendBundle(ct);
        _bare = await RawTransactions.Copy(database, before, await Head(ct), ct);
    }

    /// <param name="counts">Whether it is a round of its own, not one to warm up.</param>
    public async Task Round(TimeSpan duration, bool counts, CancellationToken ct)
    {
        var cpu = cpuSeconds();
        var own = await Timings.Repeat(Clients, duration, (_, stop) => hospital.SendBundle(stop), ct);
        cpu = cpuSeconds() - cpu;
        var raw = await Timings.Repeat(Clients, duration, (_, stop) => _bare.Insert(stop), ct);
        if (!counts)
            return;
        _own.Add(own.PerSecond * BenchHospital.BundleEntries);
        _raw.Add(raw.PerSecond * BenchHospital.BundleEntries);
        _cpuMs.Add(1000 * cpu / (own.Count * BenchHospital.BundleEntries));
        _p50Ms.Add(own.P50Ms);
    }

    public void Report(Dictionary<string, double> figures, Dictionary<string, double> limits, Dictionary<string, double> ratios)
    {
        figures["bundleResourcesPerS"] = Median.Of(_own);
        figures["bundleP50Ms"] = Median.Of(_p50Ms);
        figures["bundleCpuMsPerResource"] = Median.Of(_cpuMs);
        limits["rawResourcesPerS"] = Median.Of(_raw);
        limits["rawRowsPerResource"] = (double)_bare.Rows / BenchHospital.BundleEntries;
        ratios["bundleRatioToRaw"] = Median.Of(_own.Zip(_raw, (own, raw) => own / raw));
        figures["bundleRatioToRaw"] = ratios["bundleRatioToRaw"];
    }

    private async Task<long> Head(CancellationToken ct)
    {
        await using var head = database.CreateCommand(HeadPosition);
        return (long)(await head.ExecuteScalarAsync(ct))!;
    }
}
