namespace Phr.Cli.Bench.Main;

/// <summary>Rounds of writing over HTTP, and of what limits it, in turn: all meet the same disturbances.</summary>
internal sealed class WriteRounds(BenchHospital hospital, BundleRounds bundles, Uri health)
{
    private const int CreateClients = 8;
    private const int Rounds = 5;

    private static readonly TimeSpan RoundDuration = TimeSpan.FromSeconds(2);

    private readonly List<Timings> _creates = [];
    private readonly List<double> _pings = [];

    public async Task Run(Action<string> say, CancellationToken ct)
    {
        await bundles.Prepare(ct);
        for (var round = 0; round <= Rounds; round++)
        {
            say(round == 0 ? "warming up" : $"round {round} of {Rounds}");
            await bundles.Round(RoundDuration, round > 0, ct);
            var creates = await Timings.Repeat(CreateClients, RoundDuration, (_, stop) => hospital.SendObservation(stop), ct);
            var pings = await Timings.Repeat(CreateClients, RoundDuration / 4, (_, stop) => hospital.Ping(health, stop), ct);
            if (round == 0)
                continue;
            _creates.Add(creates);
            _pings.Add(pings.PerSecond);
        }
    }

    public void Report(Dictionary<string, double> figures, Dictionary<string, double> limits, Dictionary<string, double> ratios)
    {
        bundles.Report(figures, limits, ratios);
        figures["createPerS"] = Median.Of(_creates.Select(round => round.PerSecond));
        figures["createP95Ms"] = Median.Of(_creates.Select(round => round.P95Ms));
        limits["emptyRequestsPerS"] = Median.Of(_pings);
        ratios["createRatioToEmpty"] = Median.Of(_creates.Zip(_pings, (own, empty) => own.PerSecond / empty));
    }
}
