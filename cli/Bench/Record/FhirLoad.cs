using System.Text.Json.Nodes;

namespace Phr.Cli.Bench.Record;

/// <summary>The load of <c>tests/benchmarks/fhir-load.mjs</c> in one setting: its operations, counts and clients. As there, one client goes
/// before eight.</summary>
internal sealed class FhirLoad(LoadSetting setting, Func<double> serverCpuSeconds)
{
    private const int Clients = 8;
    private const int CreatesByOne = 1800;
    private const int BundleEntries = 100;
    private const int Observations = 20_000;
    private const int HeavyResources = 500;
    private const int PageOfSearch = 50;

    private readonly List<string> _ids = [];
    private int _made;

    /// <summary>Name of an operation, its times, and CPU of the server in milliseconds per operation (per resource of
    /// a transaction).</summary>
    public List<(string Operation, Timings Times, double CpuMs)> Figures { get; } = [];

    public async Task Run(Action<string> say, CancellationToken ct)
    {
        say($"{setting.Name}: creates");
        await Timings.Times(1, CreatesByOne, stop => Create(stop), ct);
        await Measure("create", Clients, 2000, 1, stop => Create(stop), ct);
        say($"{setting.Name}: transactions of {BundleEntries}");
        await Timings.Times(1, 6, stop => Transaction(setting.Asker, setting.Patients, stop), ct);
        await Measure("transaction", 1, 70, BundleEntries, stop => Transaction(setting.Asker, setting.Patients, stop), ct);
        say($"{setting.Name}: the rest of {Observations:N0} Observations");
        while (_made < Observations)
            await Transaction(setting.Author, setting.AuthorPatients, ct);
        await Collect(ct);
        say($"{setting.Name}: reads and searches");
        await Measured("read", 8000, () => $"Observation/{setting.Resources.Any(_ids)}", ct);
        await Measured("search", 1500, () => $"Observation?patient={AnyPatient()}&code={Code()}&_sort=-date&_count={PageOfSearch}", ct);
        await Measured("name", 1500, () => $"Patient?name={AnyFamily()}&_count={PageOfSearch}", ct);
        await Measured("chained", 1500, () => $"Observation?patient.name={AnyFamily()}&_count={PageOfSearch}", ct);
        say($"{setting.Name}: $everything");
        var heavy = await Heavy(ct);
        await Timings.Times(1, 8, stop => Everything(heavy, stop), ct);
        await Measure("everything", 1, 50, 1, stop => Everything(heavy, stop), ct);
    }

    private async Task Measured(string name, int count, Func<string> path, CancellationToken ct)
    {
        await Timings.Times(1, count / 2, stop => setting.Asker.Get(path(), stop), ct);
        await Measure(name, Clients, count, 1, stop => setting.Asker.Get(path(), stop), ct);
    }

    private async Task Measure(string name, int clients, int count, int units, Func<CancellationToken, Task> once, CancellationToken ct)
    {
        var cpu = serverCpuSeconds();
        var times = await Timings.Times(clients, count, once, ct);
        Figures.Add((name, times, 1000 * (serverCpuSeconds() - cpu) / (times.Count * units)));
    }

    private Task Create(CancellationToken ct)
    {
        JsonObject next;
        lock (_ids)
            next = Next(setting.Patients);
        return setting.Asker.Create(next, ct);
    }

    private Task Transaction(FhirCaller by, IReadOnlyList<string> patients, CancellationToken ct) =>
        by.Post("", LoadResources.Utf8(LoadResources.Bundle(Enumerable.Range(0, BundleEntries).Select(_ => Next(patients)).ToList())), ct);

    private JsonObject Next(IReadOnlyList<string> patients)
    {
        var number = _made++;
        return setting.Resources.Observation(patients[number % patients.Count], number / patients.Count);
    }

    // Ids of what the asker finds of everyone, so that every read is of something that may be read.
    private async Task Collect(CancellationToken ct)
    {
        foreach (var patient in setting.Patients)
        {
            var page = await setting.Asker.Json($"Observation?patient={patient}&_count=200", ct);
            foreach (var entry in page["entry"]?.AsArray() ?? [])
                _ids.Add(entry!["resource"]!["id"]!.GetValue<string>());
        }
        if (_ids.Count < Observations / 3)
            throw new CommandException($"the bench wrote {_made} Observations and finds {_ids.Count}.");
    }

    private async Task<string> Heavy(CancellationToken ct)
    {
        var missing = HeavyResources - (_made / LoadSetting.People);
        var more = Enumerable.Range(0, missing).Select(number => setting.Resources.Observation(setting.AuthorPatients[0], number + 1));
        foreach (var some in more.Chunk(BundleEntries))
            await setting.Author.Post("", LoadResources.Utf8(LoadResources.Bundle(some)), ct);
        return setting.Patients[0];
    }

    private async Task Everything(string patient, CancellationToken ct)
    {
        var (path, resources) = ($"Patient/{patient}/$everything", 0);
        while (path is not null)
        {
            var page = await setting.Asker.Json(path, ct);
            resources += page["entry"]!.AsArray().Count;
            path = page["link"]?.AsArray().FirstOrDefault(link => (string?)link!["relation"] == "next")?["url"]!.GetValue<string>();
        }
        if (resources < HeavyResources / 2)
            throw new CommandException($"$everything of the heavy patient has {resources} resources.");
    }

    private string AnyPatient() => setting.Resources.Any(setting.Patients);

    private string AnyFamily() => setting.Resources.Family(Random.Shared.Next(LoadSetting.People));

    private static string Code() => Uri.EscapeDataString($"http://loinc.org|{LoadResources.Signs[Random.Shared.Next(LoadResources.Signs.Length)].Code}");
}
