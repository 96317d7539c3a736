using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Cli.Bench.Main;

/// <summary>A hospital's system that writes as fast as it is answered: vital signs of its own patients, made before
/// the clock starts.</summary>
internal sealed class BenchHospital : IDisposable
{
    public const int BundleEntries = 100;

    private const int Patients = 50;
    private const int Different = 200;
    private static readonly (string Code, string Unit, double Low, double High)[] Signs =
        [("8867-4", "/min", 50, 120), ("8310-5", "Cel", 35.5, 40), ("9279-1", "/min", 10, 30), ("59408-5", "%", 85, 100)];

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private readonly Uri _fhir;
    private readonly Random _chance = new(20240601);
    private readonly List<string> _patients = [];
    private readonly List<byte[]> _bundles = [];
    private readonly List<byte[]> _observations = [];

    public BenchHospital(Uri fhir, string token)
    {
        _fhir = fhir;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Registers the patients and makes what will be sent.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        for (var number = 0; number < Patients; number++)
        {
            var patient = new JsonObject
            {
                ["resourceType"] = "Patient",
                ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:bench", ["value"] = $"{number}" }),
                ["birthDate"] = $"{1930 + number}-05-04",
            };
            using var answer = await Post($"{_fhir}/Patient", Utf8(patient), ct);
            _patients.Add(answer.Headers.Location!.Segments.SkipWhile(segment => segment != "Patient/").ElementAt(1).TrimEnd('/'));
        }
        for (var number = 0; number < Different; number++)
        {
            _bundles.Add(Utf8(Bundle()));
            _observations.Add(Utf8(Observation()));
        }
    }

    public async Task SendBundle(CancellationToken ct) => (await Post(_fhir.AbsoluteUri, Any(_bundles), ct)).Dispose();

    public async Task SendObservation(CancellationToken ct) => (await Post($"{_fhir}/Observation", Any(_observations), ct)).Dispose();

    /// <summary>A request that asks nothing of the record: what HTTP alone costs.</summary>
    public async Task Ping(Uri health, CancellationToken ct) => (await _http.GetAsync(health, ct)).Dispose();

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Post(string address, byte[] body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+json") } };
        var answer = await _http.PostAsync(address, content, ct);
        if (!answer.IsSuccessStatusCode)
            throw new CommandException($"the bench was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        await answer.Content.LoadIntoBufferAsync(ct);
        return answer;
    }

    private JsonObject Bundle() => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray([.. Enumerable.Range(0, BundleEntries).Select(_ => (JsonNode)new JsonObject
        {
            ["fullUrl"] = $"urn:uuid:{new Guid(RandomBytes())}", ["resource"] = Observation(),
            ["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Observation" },
        })]),
    };

    private JsonObject Observation()
    {
        var (code, unit, low, high) = Signs[_chance.Next(Signs.Length)];
        var at = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_chance.Next(120_000_000)).ToString("yyyy-MM-ddTHH:mm:ss'Z'");
        return new JsonObject
        {
            ["resourceType"] = "Observation",
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:bench", ["value"] = $"{_chance.Next()}" }),
            ["status"] = "final",
            ["category"] = new JsonArray(Concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs")),
            ["code"] = Concept("http://loinc.org", code),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{_patients[_chance.Next(_patients.Count)]}" },
            ["effectiveDateTime"] = at,
            ["issued"] = at,
            ["valueQuantity"] = new JsonObject
            {
                ["value"] = Math.Round(low + (_chance.NextDouble() * (high - low)), 1), ["unit"] = unit,
                ["system"] = "http://unitsofmeasure.org", ["code"] = unit,
            },
        };
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[16];
        _chance.NextBytes(bytes);
        return bytes;
    }

    private static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    private static byte[] Any(List<byte[]> of) => of[Random.Shared.Next(of.Count)];

    private static byte[] Utf8(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
