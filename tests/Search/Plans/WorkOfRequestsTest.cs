using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Xunit.Abstractions;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search.Plans;

/// <summary>
/// No request's work grows with the record of others: what the statements of each visit is bounded by what its answer needs,
/// both with plans that were made of a small record's statistics and with those made of its own (ADR 009).
/// </summary>
public sealed class WorkOfRequestsTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Patients = 100;
    private const int PerPatient = 150;
    private const int Names = 20;

    /// <summary>Rows of tables and indexes that one statement may visit: a tenth of what it would if it went through the log, state and
    /// an index of them.</summary>
    private const int RowsMax = Patients * PerPatient * 3 / 10;

    private static readonly string[] Codes = ["8480-6", "8462-4", "8867-4", "8310-5"];

    private readonly RecordHost _host = new();
    private readonly VisitedRows _visited = new();
    private readonly List<string> _patients = [];
    private (string Id, string Subject) _stored;

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [SkippableFact]
    public async Task No_request_visits_the_record_of_all()
    {
        Skip.IfNot(await VisitedRows.Watch(_host.Database), "PostgreSQL is here without auto_explain");
        await _host.Restart();
        using var hospital = _host.Hospital("hospital-a");
        using var reader = _host.Hospital("hospital-b");
        await Fill(hospital, Patients / 2, each: 8);
        await AddGroup(hospital);
        await Analyze();
        for (var i = 0; i < 3; i++)
            await AskAll(hospital, reader);
        await Fill(hospital, Patients, PerPatient);
        _visited.Skip();
        var grown = await AskAll(hospital, reader);
        await Analyze();
        await _host.Restart();
        _visited.Skip();
        var analyzed = await AskAll(hospital, reader);
        Assert.All([.. grown, .. analyzed], asked => Assert.True(asked.Rows <= RowsMax, $"{asked.Path}: {asked.Rows} rows"));
        Assert.True(analyzed.Sum(asked => asked.Rows) > PerPatient, "nothing was seen");
    }

    private async Task Fill(HttpClient hospital, int patients, int each)
    {
        while (_patients.Count < patients)
        {
            var patient = Patient($"Family{_patients.Count % Names}");
            patient["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = $"{_patients.Count}" });
            _patients.Add(await hospital.Create(patient));
        }
        foreach (var some in _patients.Chunk(4))
        {
            var entries = some.SelectMany(patient => Enumerable.Range(0, each).Select(number => Entry(Observation(
                patient, Codes[number % Codes.Length], 100 + number, $"20{10 + (number % 15)}-0{1 + (number % 9)}-01T09:00:00+09:00"))));
            var answer = await hospital.Post("", Bundle("transaction", entries));
            _stored = (answer["entry"]![0]!["response"]!["location"]!.GetValue<string>().Split('/')[^3], some[0]);
        }
    }

    // What a chain may mean beside a person.
    private static async Task AddGroup(HttpClient hospital) => await hospital.Create(new JsonObject
    {
        ["resourceType"] = "Group", ["type"] = "person", ["actual"] = true,
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:mrn", ["value"] = "1" }),
    });

    private async Task Analyze()
    {
        await using var analyze = _host.Database.CreateCommand("analyze");
        await analyze.ExecuteNonQueryAsync();
    }

    private async Task<List<(string Path, long Rows)>> AskAll(HttpClient hospital, HttpClient reader)
    {
        var asked = new List<(string, long)>();
        foreach (var path in (string[])[.. OfEverybody(), .. Narrow()])
            await Ask(hospital, path, asked);
        foreach (var path in Narrow())
            await Ask(reader, path, asked);
        var update = Observation(_stored.Subject, Codes[0], 50);
        update["id"] = _stored.Id;
        Note("update", asked, await hospital.Send(HttpMethod.Put, $"Observation/{_stored.Id}", update));
        Note("create", asked, await hospital.Send(HttpMethod.Post, "Observation", Observation(_patients[1], Codes[1], 51)));
        Note("conditional", asked, await hospital.Send(HttpMethod.Post, "Patient", Patient("Family1"), ("If-None-Exist", "identifier=urn:mrn|1")));
        return asked;
    }

    private async Task Ask(HttpClient who, string path, List<(string, long)> asked)
    {
        string? next = path;
        for (var page = 1; page <= 2 && next is not null; page++)
        {
            var answer = await who.Send(HttpMethod.Get, next);
            Note($"{path} page {page}", asked, answer);
            next = answer.Body["link"]?.AsArray().FirstOrDefault(link => (string?)link!["relation"] == "next")?["url"]!.GetValue<string>();
        }
    }

    private void Note(string what, List<(string, long)> asked, (HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response) answer)
    {
        Assert.True((int)answer.Status is 200 or 201 or 404, $"{what}: {(int)answer.Status} {answer.Body.ToJsonString()}");
        foreach (var ran in _visited.Take())
        {
            asked.Add((what, ran.Rows));
            if (ran.Rows > RowsMax)
                output.WriteLine($"{what}: {ran.Rows} rows\n{ran.Text}\n{string.Join('\n', ran.Scans.OrderByDescending(scan => scan.Rows).Take(3))}\n");
        }
    }

    // For the one who wrote it: for who may see little of it, row after row is tried until a page is full. A code by itself is not among
    // them: all that have it are found before they are sorted.
    private static string[] OfEverybody() =>
    [
        "_history?_count=20", "Observation/_history?_count=20", "Observation?_count=20", "Patient?_sort=-_lastUpdated&_count=20",
        "Observation?_sort=-_lastUpdated&_count=20",
    ];

    private IEnumerable<string> Narrow()
    {
        var (patient, past) = (_patients[0], Uri.EscapeDataString(DateTimeOffset.UtcNow.AddSeconds(-1).ToString("O")));
        return
        [
            $"Observation/{_stored.Id}", $"Observation/{_stored.Id}/_history", $"Patient/{patient}/_history?_count=20",
            $"Observation?patient={patient}&code={Loinc}|{Codes[0]}&_sort=-date&_count=20", $"Observation?patient={patient}&_count=20",
            $"Observation?patient={patient}&_sort=date&_count=20", $"Observation?patient={patient}&date=ge2015&_count=20",
            $"Observation?patient={patient}&_total=accurate&_count=5", $"Observation?_id={_stored.Id}",
            $"Observation?patient={patient}&_sort=-date&_count=20&_asOf={past}",
            $"Observation?patient={patient}&_include=Observation:patient&_count=20",
            "Patient?name=Family1&_count=20", "Patient?identifier=urn:mrn|1", "Patient?birthdate=1964-02-03&_count=20", "Patient?_count=20",
            "Patient?name=Family1&_revinclude=Observation:patient&_count=2", $"Patient?_has:Observation:patient:_id={_stored.Id}",
            "Observation?patient.identifier=urn:mrn|1&_count=20", "Observation?patient.name=Family1&_count=20",
            "Observation?subject:Patient.name=Family1&_count=20", "Observation?subject.identifier=urn:mrn|1&_count=20",
            "Observation?subject:Group.identifier=urn:mrn|1&_count=20",
            $"Patient/{patient}/$everything", $"Patient/{patient}/$everything?_count=20", $"Patient/{patient}/$everything?_asOf={past}&_count=20",
            $"Patient/{patient}/Observation?_count=20", $"Patient/{patient}/*?_count=20", $"Observation/$lastn?patient={patient}",
            $"Observation/$stats?subject=Patient/{patient}&code={Codes[0]}&system={Loinc}&duration=200000&statistic=average",
        ];
    }
}
