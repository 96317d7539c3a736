using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Record;

/// <summary>
/// What a tenfold larger store costs: searches at 100,000 and at 1,000,000 resources, memory under many clients, start,
/// bytes on disk, and what five updates of every tenth resource leave behind.
/// </summary>
internal sealed class GrowthBench(SeparatePlatform platform, Action<string> say)
{
    private const int Small = 100_000;
    private const int Large = 1_000_000;
    private const int PerPatient = 200;
    private const int BundleEntries = 500;
    private const int Writers = 2;
    private const int Repeats = 400;
    private const int ManyClients = 64;
    private const int Updates = 5;
    private const int UpdatedEvery = 10;

    /// <summary>Longer than the launcher's pause (PostgresCluster: autovacuum_naptime).</summary>
    private const int QuietLooks = 15;
    private static readonly TimeSpan VacuumMax = TimeSpan.FromMinutes(3);

    private static readonly string VacuumsRunning = Sql.Load(typeof(GrowthBench), "Bench/Record/vacuums-running.sql");
    private static readonly string DatabaseBytes = Sql.Load(typeof(GrowthBench), "Bench/Record/database-bytes.sql");

    private readonly LoadResources _resources = new(seed: 20240603);
    private readonly List<string> _patients = [];
    private readonly List<(string Id, string Patient)> _observations = [];
    private readonly Dictionary<string, double> _figures = [];
    private readonly Dictionary<string, double> _ratios = [];

    public static async Task<BenchReport> Run(Action<string> say, CancellationToken ct)
    {
        say("a platform of its own");
        await using var platform = await SeparatePlatform.Start(null, ct);
        return await new GrowthBench(platform, say).Measure(ct);
    }

    private async Task<BenchReport> Measure(CancellationToken ct)
    {
        using var tokens = new BenchTokens(platform);
        using var hospital = new FhirCaller(platform.Urls.Fhir, tokens.Hospital("hospital-b"));
        await Fill(hospital, Small, ct);
        var small = await Searches(hospital, ct);
        await Fill(hospital, Large, ct);
        _figures["vacuumAfterFillS"] = await VacuumEnd(ct);
        _figures["diskBytesPerResource"] = await DiskBytes(ct) / (double)(_observations.Count + _patients.Count);
        var large = await Searches(hospital, ct);
        Compare("p50At1MTo100k", large, small);
        await UnderManyClients(hospital, ct);
        await Update(hospital, ct);
        _figures["vacuumAfterUpdatesS"] = await VacuumEnd(ct);
        Compare("p50AfterUpdatesToBefore", await Searches(hospital, ct), large);
        foreach (var (name, value) in large)
            _figures[$"{name}P50Ms"] = value;
        await Restart(tokens, ct);
        return new BenchReport("growth", _figures, new Dictionary<string, double> { ["fsyncPerS"] = BenchRoom.FsyncPerSecond(platform.Folder.Path) }, _ratios);
    }

    private async Task Fill(FhirCaller hospital, int upTo, CancellationToken ct)
    {
        say($"{upTo:N0} resources");
        while (_patients.Count < upTo / PerPatient)
            _patients.Add(await hospital.Create(_resources.Patient(_patients.Count), ct));
        while (_observations.Count < upTo)
        {
            var bundles = Enumerable.Range(0, Writers).Select(_ => Enumerable.Range(0, BundleEntries).Select(_ => _resources.Any(_patients)).ToList());
            foreach (var made in await Task.WhenAll(bundles.ToList().Select(patients => Send(hospital, patients, ct))))
                _observations.AddRange(made);
        }
    }

    private async Task<IEnumerable<(string Id, string Patient)>> Send(FhirCaller hospital, List<string> patients, CancellationToken ct)
    {
        var observations = patients.Select((patient, number) => _resources.Observation(patient, number));
        return (await hospital.PostBundle(LoadResources.Utf8(LoadResources.Bundle(observations)), ct)).Zip(patients);
    }

    // Each its own next one; the middle of all, so that one disturbance does not move it.
    private async Task<Dictionary<string, double>> Searches(FhirCaller hospital, CancellationToken ct)
    {
        var all = new Dictionary<string, double>();
        foreach (var (name, path) in Paths())
        {
            say($"{name} at {_observations.Count:N0}");
            await Timings.Times(1, Repeats / 4, stop => hospital.Get(path(), stop), ct);
            all[name] = (await Timings.Times(1, Repeats, stop => hospital.Get(path(), stop), ct)).P50Ms;
        }
        return all;
    }

    // Answers of the same size, however large the store: 20 share each family name where it is small.
    private (string Name, Func<string> Path)[] Paths() =>
    [
        ("read", () => $"Observation/{_resources.Any(_observations).Id}"),
        ("search", () => $"Observation?patient={_resources.Any(_patients)}&code=http%3A%2F%2Floinc.org%7C{_resources.Any(LoadResources.Signs).Code}&_sort=-date&_count=50"),
        ("identifier", () => $"Patient?identifier=http%3A%2F%2Fbench.example%2Fmrn%7C20240603-{Random.Shared.Next(_patients.Count)}"),
        ("name", () => $"Patient?name={_resources.Family(Random.Shared.Next(25))}&_count=20"),
        ("chained", () => $"Observation?patient.identifier=http%3A%2F%2Fbench.example%2Fmrn%7C20240603-{Random.Shared.Next(_patients.Count)}&_count=50"),
        ("everything", () => $"Patient/{_resources.Any(_patients)}/$everything"),
    ];

    private void Compare(string name, Dictionary<string, double> now, Dictionary<string, double> before)
    {
        foreach (var (search, p50) in now)
            _ratios[$"{search}.{name}"] = p50 / before[search];
    }

    private async Task UnderManyClients(FhirCaller hospital, CancellationToken ct)
    {
        say($"{ManyClients} clients");
        var paths = Paths();
        await Timings.Times(ManyClients, ManyClients * 50, stop => hospital.Get(_resources.Any(paths).Path(), stop), ct);
        _figures["serverMiBUnder64Clients"] = platform.ResidentBytes() / (double)(1 << 20);
    }

    private async Task Update(FhirCaller hospital, CancellationToken ct)
    {
        var tenth = _observations.Where((_, number) => number % UpdatedEvery == 0).ToList();
        for (var round = 1; round <= Updates; round++)
        {
            say($"update {round} of {Updates} of every tenth resource");
            foreach (var some in tenth.Chunk(BundleEntries * Writers))
            {
                var bundles = some.Chunk(BundleEntries).Select(stored => LoadResources.Utf8(Replacements(stored)));
                await Task.WhenAll(bundles.Select(bundle => hospital.PostBundle(bundle, ct)));
            }
        }
    }

    private JsonObject Replacements(IReadOnlyList<(string Id, string Patient)> stored)
    {
        var bundle = LoadResources.Bundle(stored.Select((one, number) =>
        {
            var next = _resources.Observation(one.Patient, number);
            next["id"] = one.Id;
            return next;
        }).ToList());
        foreach (var entry in bundle["entry"]!.AsArray())
        {
            entry!.AsObject().Remove("fullUrl");
            entry["request"] = new JsonObject { ["method"] = "PUT", ["url"] = $"Observation/{(string)entry["resource"]!["id"]!}" };
        }
        return bundle;
    }

    // What updates leave behind is cleared away beside them, and for some time after; how long is a figure of its own.
    private async Task<double> VacuumEnd(CancellationToken ct)
    {
        say("until nothing is vacuumed");
        var clock = Stopwatch.StartNew();
        await using var database = NpgsqlDataSource.Create(platform.Record.Database);
        for (var quiet = 0; quiet < QuietLooks && clock.Elapsed < VacuumMax;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            await using var running = database.CreateCommand(VacuumsRunning);
            quiet = (long)(await running.ExecuteScalarAsync(ct))! == 0 ? quiet + 1 : 0;
        }
        return clock.Elapsed.TotalSeconds;
    }

    private async Task<long> DiskBytes(CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(platform.Record.Database);
        await using var size = database.CreateCommand(DatabaseBytes);
        return (long)(await size.ExecuteScalarAsync(ct))!;
    }

    // On the same folder and ports, asked without pause from the start of the process on. The rest of the services (and the demonstration's
    // people) come up beside.
    private async Task Restart(BenchTokens tokens, CancellationToken ct)
    {
        say("a restart");
        var urls = platform.Urls;
        await platform.Stop(ct);
        using var hospital = new FhirCaller(urls.Fhir, tokens.Hospital("hospital-b"));
        var clock = Stopwatch.StartNew();
        var start = SeparatePlatform.Start(platform.Folder, ct);
        // Until everything is up a refusal is no fault; from then on it is.
        while (!start.IsCompleted && !await Answers(hospital, ct))
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        if (start.IsCompletedSuccessfully)
            await hospital.Get(Stored, ct);
        _figures["restartToFirstAnswerS"] = clock.Elapsed.TotalSeconds;
        var again = await start;
        _figures["restartToReadyS"] = again.StartTook.TotalSeconds;
        await again.Stop(ct);
    }

    private string Stored => $"Observation/{_observations[0].Id}";

    private async Task<bool> Answers(FhirCaller hospital, CancellationToken ct)
    {
        try
        {
            await hospital.Get(Stored, ct);
            return true;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or CommandException)
        {
            return false;
        }
    }
}
