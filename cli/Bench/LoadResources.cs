using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Cli.Bench;

/// <summary>
/// The resources of <c>tests/benchmarks/fhir-load.mjs</c>: patients of 25 families, and vital signs of four years,
/// each with a number of its own.
/// </summary>
internal sealed class LoadResources(int seed)
{
    private const string UnitsOfMeasure = "http://unitsofmeasure.org";

    /// <summary>LOINC codes, with what is usual (source: fhir-load.mjs).</summary>
    public static readonly (string Code, string Display, string Unit, double Low, double High, int Decimals)[] Signs =
    [
        ("8867-4", "Heart rate", "/min", 50, 120, 0), ("8310-5", "Body temperature", "Cel", 35.5, 40, 1),
        ("9279-1", "Respiratory rate", "/min", 10, 30, 0), ("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "%", 85, 100, 0),
    ];

    private static readonly string[] Givens =
        ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Klara", "Leo", "Mia", "Noah", "Olga", "Paul"];

    private readonly Random _chance = new(seed);
    private readonly List<string> _families = [];

    public string Family(int patient)
    {
        const int count = 25;
        while (_families.Count < count)
            _families.Add(Word(4));
        return _families[patient % count];
    }

    public JsonObject Patient(int number, string? insured = null) => new()
    {
        ["resourceType"] = "Patient",
        ["identifier"] = new JsonArray(
        [
            Identifier("http://bench.example/mrn", $"{seed}-{number}"),
            .. insured is null ? (JsonNode[])[] : [Identifier(Platform.Identity.InsuredPersonNumber.System, insured)],
        ]),
        ["active"] = true,
        ["name"] = new JsonArray(new JsonObject
        {
            ["use"] = "official", ["family"] = Family(number), ["given"] = new JsonArray(Any(Givens), Any(Givens)),
        }),
        ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["value"] = $"555-{_chance.Next(1000, 9999)}", ["use"] = "home" }),
        ["gender"] = _chance.Next(2) == 0 ? "male" : "female",
        ["birthDate"] = BirthDate(number),
        ["address"] = new JsonArray(new JsonObject
        {
            ["line"] = new JsonArray($"{_chance.Next(1, 999)} {Word(3)} St"), ["city"] = Word(3), ["postalCode"] = $"{_chance.Next(10_000, 99_999)}",
            ["country"] = "US",
        }),
    };

    public JsonObject Observation(string patient, int number)
    {
        var (code, display, unit, low, high, decimals) = Signs[number % Signs.Length];
        var at = Time();
        return new JsonObject
        {
            ["resourceType"] = "Observation",
            ["identifier"] = new JsonArray(Identifier("http://bench.example/obs", $"{seed}-{_chance.Next(1_000_000_000)}")),
            ["status"] = "final",
            ["category"] = new JsonArray(Concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs")),
            ["code"] = Concept("http://loinc.org", code, display),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["effectiveDateTime"] = at,
            ["issued"] = at,
            ["valueQuantity"] = Quantity(Math.Round((decimal)(low + (_chance.NextDouble() * (high - low))), decimals), unit),
            ["referenceRange"] = new JsonArray(new JsonObject { ["low"] = Quantity((decimal)low, unit), ["high"] = Quantity((decimal)high, unit) }),
        };
    }

    public static JsonObject Bundle(IEnumerable<JsonObject> resources) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray([.. resources.Select((resource, index) => (JsonNode)new JsonObject
        {
            ["fullUrl"] = $"urn:uuid:00000000-0000-4000-8000-{index:d12}", ["resource"] = resource,
            ["request"] = new JsonObject { ["method"] = "POST", ["url"] = resource["resourceType"]!.GetValue<string>() },
        })]),
    };

    public static string BirthDate(int patient) => new DateOnly(1930, 1, 1).AddDays(patient * 211).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static JsonObject Concept(string system, string code, string? display = null)
    {
        var coding = new JsonObject { ["system"] = system, ["code"] = code };
        if (display is not null)
            coding["display"] = display;
        return new JsonObject { ["coding"] = new JsonArray(coding), ["text"] = display ?? code };
    }

    public static byte[] Utf8(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    public T Any<T>(IReadOnlyList<T> of) => of[_chance.Next(of.Count)];

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = system, ["value"] = value };

    private static JsonObject Quantity(decimal value, string unit) =>
        new() { ["value"] = value, ["unit"] = unit, ["system"] = UnitsOfMeasure, ["code"] = unit };

    private string Time() =>
        new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_chance.Next(4 * 365 * 86_400)).ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Word(int syllables)
    {
        var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{Any("bcdfghklmnprstvz".ToCharArray())}{Any("aeiou".ToCharArray())}"));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }
}
