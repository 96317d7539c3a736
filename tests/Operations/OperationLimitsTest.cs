using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Operations;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>A server whose operations go through very little.</summary>
public sealed class NarrowHost : IAsyncLifetime
{
    public static readonly OperationOptions Options = new()
    {
        LastNWalkedMax = 4, LastNEntriesMax = 3, StatsWalkedMax = 3, MetaResourcesMax = 3, GraphResourcesMax = 3, GraphBytesMax = 600,
        ViewWalkedMax = 5, ViewRowsMax = 3, ViewBytesMax = 600, ViewWorkMax = 2_000,
    };

    public RecordHost Record { get; } = new()
    {
        Configuration = typeof(OperationOptions).GetProperties().ToDictionary(
            option => $"Operations:{option.Name}", option => option.GetValue(Options)!.ToString()),
    };

    public Task InitializeAsync() => Record.InitializeAsync();

    public Task DisposeAsync() => Record.DisposeAsync();
}

/// <summary>What one request of an operation may go through: at each limit it is answered, one past it is refused with 422.</summary>
public sealed class OperationLimitsTest(NarrowHost narrow) : IClassFixture<NarrowHost>
{
    private readonly RecordHost _host = narrow.Record;

    [Fact]
    public async Task Stats_look_at_so_many_observations_of_a_code()
    {
        using var a = _host.Hospital("hospital-stats");
        var patient = await a.Create(Patient("Stats"));
        for (var i = 0; i < NarrowHost.Options.StatsWalkedMax; i++)
        {
            await a.Create(Observation(patient, "8480-6", 120 + i));
            await a.Create(Observation(patient, "8867-4", 60 + i));
        }
        var query = $"Observation/$stats?subject=Patient/{patient}&statistic=total-count&code=";

        var within = await a.Search(query + "8480-6,8867-4");
        await a.Create(Observation(patient, "8480-6", 150));

        Assert.Equal(2, within["parameter"]!.AsArray().Count(one => one!.ToJsonString().Contains("\"value\":3", StringComparison.Ordinal)));
        await IsTooCostly(a, query + "8480-6");
        await a.Search(query + "8867-4");
        await a.Search(query + "8480-6&duration=1");
    }

    [Fact]
    public async Task LastN_looks_at_so_many_observations_and_has_so_many_entries()
    {
        using var a = _host.Hospital("hospital-lastn");
        var patient = await a.Create(Patient("LastN"));
        for (var i = 0; i < NarrowHost.Options.LastNEntriesMax; i++)
            await a.Create(Observation(patient, $"c{i}", i));

        Assert.Equal(3, (await a.Ids($"Observation/$lastn?patient={patient}")).Count);
        await a.Create(Observation(patient, "c0", 9));
        Assert.Equal(3, (await a.Ids($"Observation/$lastn?patient={patient}")).Count);
        await IsTooCostly(a, $"Observation/$lastn?patient={patient}&max=2");
        await a.Create(Observation(patient, "c0", 10));
        await IsTooCostly(a, $"Observation/$lastn?patient={patient}");
        Assert.Equal(3, (await a.Ids($"Observation/$lastn?patient={patient}&max=3&code=c0")).Count);
    }

    [Fact]
    public async Task Meta_of_a_type_is_made_of_so_many_resources()
    {
        using var a = _host.Hospital("hospital-meta");
        async Task Tagged(string code)
        {
            var patient = Patient("Meta");
            patient["meta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["system"] = "urn:lab", ["code"] = code }) };
            await a.Create(patient);
        }
        foreach (var code in (string[])["one", "two", "three"])
            await Tagged(code);

        foreach (var path in (string[])["Patient/$meta", "$meta"])
            Assert.Equal(3, (await a.Search(path))["parameter"]![0]!["valueMeta"]!["tag"]!.AsArray().Count);
        await Tagged("one");
        foreach (var path in (string[])["Patient/$meta", "$meta"])
            await IsTooCostly(a, path);
        await a.Search("Observation/$meta");
    }

    [Fact]
    public async Task A_query_in_graphql_reads_so_many_resources_and_its_answer_has_so_many_bytes()
    {
        using var a = _host.Hospital("hospital-graph");
        var patient = await a.Create(Patient("Graph"));
        var entries = new List<string>();
        for (var i = 0; i < NarrowHost.Options.GraphResourcesMax; i++)
            entries.Add(await a.Create(Observation(patient, "8480-6", i)));
        var list = $"ObservationList(patient: \"{patient}\") {{ id }}";
        var reads = string.Concat(entries.Select((id, i) => $"r{i}: Observation(id: \"{id}\") {{ id }} "));

        Assert.Equal(HttpStatusCode.OK, (await Graph(a, $"{{ {list} }}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Graph(a, $"{{ {reads} }}")).Status);
        // At the field that is one too many.
        var further = $"{{ {list} p: Patient(id: \"{patient}\") {{ id }} }}";
        Assert.Equal(("too-costly", 1, further.IndexOf("p: ", StringComparison.Ordinal) + 1), Refused(await Graph(a, further)));
        Assert.Equal("too-costly", Refused(await Graph(a, $"{{ {reads} p: Patient(id: \"{patient}\") {{ id }} }}")).Code);
        Assert.Equal("too-costly", Refused(await Graph(a, $"{{ a: {list} b: {list} }}")).Code);

        string Padded(int bytes) =>
            $"{{ {new string('k', bytes - """{"":[{"family":"Graph"}]}""".Length)}: name {{ family }} }}";
        Assert.Equal(HttpStatusCode.OK, (await Graph(a, Padded(600), $"Patient/{patient}/$graphql")).Status);
        Assert.Equal("too-costly", Refused(await Graph(a, Padded(601), $"Patient/{patient}/$graphql")).Code);
        Assert.Equal("too-costly", Refused(await Graph(a, "{ __schema { types { name } } }")).Code);
    }

    [Fact]
    public async Task A_view_has_so_many_rows_and_bytes()
    {
        using var a = _host.Hospital("hospital-view");
        const string names = """{"resource":"Patient","select":[{"column":[{"name":"n","path":"name.family"}]}]}""";
        for (var i = 0; i < NarrowHost.Options.ViewRowsMax; i++)
            await a.Create(Patient("Sato"));

        Assert.Equal(3, (await Rows(a, names)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await a.Create(Patient("Sato"));
        await ViewIsTooCostly(a, names);
        Assert.Equal(3, (await Rows(a, names, "?_limit=3")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var (status, answer) = await Run(a, names, "?_limit=4");
        Assert.Equal((HttpStatusCode.BadRequest, "http._limit"), (status, Place(answer)));

        // {"n":"…"} and the end of the line are nine bytes more than the name.
        Assert.Equal(600, (await Rows(a, names, "", [Named(591)])).Length);
        await ViewIsTooCostly(a, names, "", [Named(592)]);
        await ViewIsTooCostly(a, names, "?_format=csv", [Named(300), Named(300)]);
    }

    [Fact]
    public async Task A_view_looks_at_so_many_resources_and_takes_so_much_work()
    {
        using var a = _host.Hospital("hospital-walk");
        const string none = """
            {"resource":"Patient","where":[{"path":"active"}],"select":[{"column":[{"name":"n","path":"name.family"}]}]}
            """;
        for (var i = 0; i < NarrowHost.Options.ViewWalkedMax; i++)
            await a.Create(Patient("Sato"));

        Assert.Equal("", await Rows(a, none));
        await a.Create(Patient("Sato"));
        await ViewIsTooCostly(a, none);
        const string costly = """
            {"resource":"Patient","select":[{"column":[{"name":"n","path":"name.given.where($this.length() > 1).count()"}]}]}
            """;
        JsonObject Many(int names) => new()
        {
            ["resourceType"] = "Patient",
            ["name"] = new JsonArray(
                new JsonObject { ["given"] = new JsonArray([.. Enumerable.Repeat("Hana", names).Select(name => JsonValue.Create(name))]) }),
        };
        await Rows(a, costly, "", [Many(100)]);
        await ViewIsTooCostly(a, costly, "", [Many(500), Many(500)]);
    }

    private static JsonObject Named(int characters) => new()
    {
        ["resourceType"] = "Patient", ["name"] = new JsonArray(new JsonObject { ["family"] = new string('x', characters) }),
    };

    private static async Task IsTooCostly(HttpClient http, string path)
    {
        var (status, answer, _) = await http.Send(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-costly"), (status, Code(answer)));
    }

    private static async Task ViewIsTooCostly(HttpClient http, string view, string query = "", params IEnumerable<JsonObject> resources)
    {
        var (status, answer) = await Run(http, view, query, resources);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-costly"), (status, Code(JsonNode.Parse(answer)!)));
    }

    private static async Task<string> Rows(HttpClient http, string view, string query = "", params IEnumerable<JsonObject> resources)
    {
        var (status, rows) = await Run(http, view, query, resources);
        Assert.True(status == HttpStatusCode.OK, $"{status} {rows}");
        return rows;
    }

    private static Task<(HttpStatusCode Status, string Answer)> Run(
        HttpClient http, string view, string query = "", params IEnumerable<JsonObject> resources)
    {
        var definition = JsonNode.Parse(view)!.AsObject();
        definition["resourceType"] = "ViewDefinition";
        var parameters = new JsonArray(new JsonObject { ["name"] = "viewResource", ["resource"] = definition });
        foreach (var resource in resources)
            parameters.Add(new JsonObject { ["name"] = "resource", ["resource"] = resource });
        var body = new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = parameters };
        return Post(http, $"ViewDefinition/$run{query}", "application/fhir+json", body.ToJsonString(), "application/x-ndjson");
    }

    private static Task<(HttpStatusCode Status, string Answer)> Graph(HttpClient http, string query, string path = "$graphql") =>
        Post(http, path, "application/graphql", query, "application/json");

    private static (string Code, int Line, int Column) Refused((HttpStatusCode Status, string Answer) of)
    {
        Assert.True(of.Status == HttpStatusCode.UnprocessableEntity, $"{of.Status} {of.Answer}");
        var error = JsonNode.Parse(of.Answer)!["errors"]![0]!;
        var place = error["locations"]![0]!;
        return (Code(error["extensions"]!["resource"]!), place["line"]!.GetValue<int>(), place["column"]!.GetValue<int>());
    }

    private static string Code(JsonNode outcome) => outcome["issue"]![0]!["code"]!.GetValue<string>();

    private static string Place(string outcome) => JsonNode.Parse(outcome)!["issue"]![0]!["expression"]![0]!.GetValue<string>();

    private static async Task<(HttpStatusCode Status, string Answer)> Post(
        HttpClient http, string path, string type, string body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)),
        };
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
