namespace Phr.Cli.Bench.Record;

/// <summary>
/// The record store under the load of <c>fhir-load.mjs</c>: first with the writing hospital's token, then with a
/// clinician's who reads what another hospital wrote, with consents in force. The server is a whole platform in
/// processes of its own; its CPU is that of all of them.
/// </summary>
internal static class FhirBench
{
    private const int Pings = 2000;

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        var (figures, limits, ratios) = (new Dictionary<string, double>(), new Dictionary<string, double>(), new Dictionary<string, double>());
        say("a platform of its own");
        await using var platform = await SeparatePlatform.Start(null, ct);
        using var tokens = new BenchTokens(platform);
        var empty = await EmptyRequestCpuMs(platform, tokens, ct);
        limits["emptyRequestCpuMs"] = empty;
        limits["fsyncPerS"] = BenchRoom.FsyncPerSecond(platform.Folder.Path);
        say("hospital: patients");
        using (var hospital = await LoadSetting.WritingHospital(platform.Urls, tokens, seed: 20240601, ct))
            await Measure(platform, hospital, say, figures, ct);
        say("clinician: people, links, refusals");
        using (var clinician = await LoadSetting.Clinician(platform.Urls, tokens, seed: 20240602, ct))
            await Measure(platform, clinician, say, figures, ct);
        figures["serverMiB"] = platform.ResidentBytes() / (double)(1 << 20);
        foreach (var (name, value) in figures.Where(figure => figure.Key.EndsWith("CpuMs", StringComparison.Ordinal)))
            ratios[$"{name}ToEmpty"] = value / empty;
        return new BenchReport("fhir", figures, limits, ratios);
    }

    private static async Task Measure(
        SeparatePlatform platform, LoadSetting setting, Action<string> say, Dictionary<string, double> figures, CancellationToken ct)
    {
        var load = new FhirLoad(setting, platform.CpuSeconds);
        await load.Run(say, ct);
        foreach (var (operation, times, cpuMs) in load.Figures)
        {
            var name = $"{setting.Name}.{operation}";
            figures[$"{name}PerS"] = times.PerSecond;
            figures[$"{name}P50Ms"] = times.P50Ms;
            figures[$"{name}P99Ms"] = times.P99Ms;
            figures[$"{name}CpuMs"] = cpuMs;
        }
    }

    // What HTTP, token and routing cost by themselves: the floor of every operation.
    private static async Task<double> EmptyRequestCpuMs(SeparatePlatform platform, BenchTokens tokens, CancellationToken ct)
    {
        using var caller = new FhirCaller(platform.Urls.Fhir, tokens.Hospital("hospital-b"));
        var health = new Uri(platform.Urls.Planets, "/health").AbsoluteUri;
        await Timings.Times(8, Pings, stop => caller.Get(health, stop), ct);
        var cpu = platform.CpuSeconds();
        await Timings.Times(8, Pings, stop => caller.Get(health, stop), ct);
        return 1000 * (platform.CpuSeconds() - cpu) / Pings;
    }
}
