using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Search;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>What the CapabilityStatement tells of modifiers and of <c>_asOf</c> is so.</summary>
public sealed class ToldModifiersTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Patient")]
    [InlineData("Observation")]
    [InlineData("ValueSet")]
    [InlineData("Location")]
    public async Task Modifiers_that_are_told_are_taken_and_others_refused(string type)
    {
        using var hospital = host.Hospital("hospital-a");
        var told = (await Rest(hospital))["resource"]!.AsArray().Single(resource => resource!["type"]!.GetValue<string>() == type)!;
        var wrong = new List<string>();
        foreach (var parameter in told["searchParam"]!.AsArray())
        {
            var name = parameter!["name"]!.GetValue<string>();
            var modifiers = Listed(parameter);
            foreach (var modifier in modifiers)
                await Answers(HttpStatusCode.OK, name, modifier == Modifiers.AnyType ? Target(type, name) : modifier, Value(parameter, modifier));
            foreach (var modifier in new[] { "missing", "exact", "contains", "identifier", "nonsense" }.Except(modifiers))
                await Answers(HttpStatusCode.BadRequest, name, modifier, modifier == "missing" ? "true" : "a");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task Answers(HttpStatusCode expected, string name, string modifier, string value)
        {
            var (status, body, _) = await hospital.Send(HttpMethod.Get, $"{type}?{name}:{modifier}={Uri.EscapeDataString(value)}&_count=1");
            if (status != expected)
                wrong.Add($"{(int)status} {type}?{name}:{modifier}={value} {body["issue"]?[0]?["diagnostics"]}");
        }
    }

    [Fact]
    public async Task As_of_is_told_and_shows_a_resource_as_it_was()
    {
        using var hospital = host.Hospital("hospital-a");
        var told = (await Rest(hospital))["searchParam"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>());
        var (id, before) = await Changed(hospital);

        var read = await hospital.Search($"Observation/{id}?_asOf={before}");
        var found = await hospital.Search($"Observation?_id={id}&_asOf={before}");

        Assert.Contains(AsOf.Parameter, told);
        Assert.Equal("1", read["meta"]!["versionId"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(read, found["entry"]![0]!["resource"]), found.ToJsonString());
    }

    [Theory]
    [InlineData("Observation/{id}/_history")]
    [InlineData("Observation/_history")]
    [InlineData("_history")]
    [InlineData("Observation/{id}/_history/2")]
    public async Task A_history_refuses_as_of_also_where_it_is_asked_to_be_lenient(string path)
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, before) = await Changed(hospital);
        path = path.Replace("{id}", id, StringComparison.Ordinal);

        var plain = await hospital.Send(HttpMethod.Get, $"{path}?_asOf={before}");
        var lenient = await hospital.Send(HttpMethod.Get, $"{path}?_asOf={before}", null, ("Prefer", "handling=lenient"));
        var without = await hospital.Send(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK), (plain.Status, lenient.Status, without.Status));
        Assert.Equal("not-supported", plain.Body["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("http._asOf", plain.Body["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    private static async Task<JsonNode> Rest(HttpClient http) => (await http.Search("metadata"))["rest"]![0]!;

    private static string[] Listed(JsonNode parameter) =>
        [.. (parameter["documentation"]?.GetValue<string>()["Modifiers: ".Length..].Split(", ") ?? []).Select(modifier => modifier[1..])];

    private static string Target(string type, string code) =>
        SearchParameters.Find(type, code)!.Targets is [var target, ..] ? target.Name : "Patient";

    private static string Value(JsonNode parameter, string modifier) => (parameter["type"]!.GetValue<string>(), modifier) switch
    {
        (_, "missing") => "true",
        (_, "in" or "not-in") => "http://hl7.org/fhir/ValueSet/observation-status",
        ("token", "above" or "below") => "http://hl7.org/fhir/observation-status|final",
        ("uri", _) => "urn:a",
        (_, "of-type") => "urn:a|b|c",
        _ => "a",
    };

    private static async Task<(string Id, string Before)> Changed(HttpClient hospital)
    {
        var patient = await hospital.Create(Patient("Told"));
        var id = await hospital.Create(Observation(patient, "8480-6", 1m));
        await Task.Delay(20);
        var before = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        await Task.Delay(20);
        var changed = Observation(patient, "8480-6", 2m);
        changed["id"] = id;
        Assert.Equal(HttpStatusCode.OK, (await hospital.Send(HttpMethod.Put, $"Observation/{id}", changed)).Status);
        return (id, before);
    }
}
