using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Operations.Views;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>SQL on FHIR: <c>ViewDefinition/$run</c>.</summary>
public sealed class RunViewTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Codes = """
        {"resource":"Condition","select":[{"column":[{"name":"id","path":"id"},{"name":"code","path":"code.coding.code"}]}]}
        """;

    [Fact]
    public async Task What_consent_hides_is_in_no_row()
    {
        var (person, shown, hidden) = await host.PersonWithCanary();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);

        foreach (var query in (string[])["", $"?patient=Patient/{person.AtA}", "?_since=2020-01-01T00:00:00Z"])
        {
            var atA = await Rows(a, Codes, query);
            Assert.Contains(shown, atA, StringComparison.Ordinal);
            Assert.Contains(hidden, atA, StringComparison.Ordinal);
            var atB = await Rows(b, Codes, query);
            Assert.Contains(shown, atB, StringComparison.Ordinal);
            Assert.DoesNotContain(hidden, atB, StringComparison.Ordinal);
            Assert.DoesNotContain("F32", atB, StringComparison.Ordinal);
            Assert.DoesNotContain(shown, await Rows(c, Codes, query), StringComparison.Ordinal);
        }
        var told = (await phone.Search("AuditEvent?subtype=viewdefinition-run&_count=200")).ToJsonString();
        Assert.Contains("hospital-b", told, StringComparison.Ordinal);
        // By a condition, too: what is not seen decides no row.
        var where = """
            {"resource":"Condition","where":[{"path":"code.coding.code='F32.9'"}],"select":[{"column":[{"name":"id","path":"id"}]}]}
            """;
        Assert.Equal("", await Rows(b, where, ""));
    }

    [Fact]
    public async Task Rows_come_in_each_format_and_no_more_than_asked_for()
    {
        using var a = host.Hospital("hospital-formats");
        var patient = await a.Create(Patient("山田, \"花\""));
        var other = await a.Create(Patient("Sato"));
        var view = """
            {"resource":"Patient","select":[{"column":[{"name":"family","path":"name.family"},{"name":"born","path":"birthDate"}]}]}
            """;

        Assert.Equal("family,born\r\n\"山田, \"\"花\"\"\",1964-02-03\r\n", await Rows(a, view, $"?_format=csv&patient={patient}"));
        Assert.Equal("Sato,1964-02-03\r\n", await Rows(a, view, $"?_format=text/csv&header=false&patient={other}"));
        Assert.Equal("""{"family":"山田, \"花\"","born":"1964-02-03"}""" + "\n", await Rows(a, view, $"?patient=Patient/{patient}"));
        Assert.Equal(2, JsonNode.Parse(await Rows(a, view, "?_format=json"))!.AsArray().Count);
        Assert.Single(JsonNode.Parse(await Rows(a, view, "?_format=json&_limit=1"))!.AsArray());
        var later = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Empty(JsonNode.Parse(await Rows(a, view, $"?_format=json&_since={later}"))!.AsArray());
    }

    /// <summary>Whichever way they are listed, the one that the view cannot take comes second.</summary>
    [Fact]
    public async Task What_lies_beyond_the_rows_that_were_asked_for_is_not_looked_at()
    {
        using var a = host.Hospital("hospital-enough");
        var second = Patient("Ikeda");
        second["name"]![0]!["given"] = new JsonArray("Hana", "Ume");
        foreach (var patient in (JsonObject[])[Patient("Ito"), second, Patient("Ito")])
            await a.Create(patient);
        var view = """
            {"resource":"Patient","select":[{"column":[{"name":"family","path":"name.family"},{"name":"given","path":"name.given"}]}]}
            """;

        Assert.Single(JsonNode.Parse(await Rows(a, view, "?_format=json&_limit=1"))!.AsArray());
        // Nor is it told to anybody that it was.
        Assert.Single((await a.Search("AuditEvent?subtype=viewdefinition-run&_count=200"))["entry"]!.AsArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(a, "?_limit=2", Call(view))).Status);
    }

    [Fact]
    public async Task Resources_of_the_request_are_transformed_and_nothing_stored_is_read()
    {
        using var a = host.Hospital("hospital-inline");
        await a.Create(Patient("Stored"));
        var body = Call("""{"resource":"Patient","select":[{"column":[{"name":"id","path":"getResourceKey()"}]}]}""");
        foreach (var id in (string[])["one", "two"])
            body["parameter"]!.AsArray().Add(Resource(id));

        var (status, rows) = await Post(a, "", body);

        Assert.Equal((HttpStatusCode.OK, """{"id":"Patient/one"}""" + "\n" + """{"id":"Patient/two"}""" + "\n"), (status, rows));
    }

    [Theory]
    [InlineData("""{"resource":"Patient","select":[]}""", "", HttpStatusCode.UnprocessableEntity, "ViewDefinition.select")]
    [InlineData(
        """{"resource":"Patient","select":[{"column":[{"name":"a","path":"name."}]}]}""", "", HttpStatusCode.UnprocessableEntity,
        "ViewDefinition.select[0].column[0].path")]
    [InlineData(Codes, "?_format=parquet", HttpStatusCode.BadRequest, "http._format")]
    [InlineData(Codes, "?_limit=0", HttpStatusCode.BadRequest, "http._limit")]
    [InlineData(Codes, "?_limit=100001", HttpStatusCode.BadRequest, "http._limit")]
    [InlineData(Codes, "?_since=then", HttpStatusCode.BadRequest, "http._since")]
    [InlineData(Codes, "?group=Group/1", HttpStatusCode.BadRequest, "http.group")]
    [InlineData(Codes, "?other=1", HttpStatusCode.BadRequest, "http.other")]
    public async Task What_is_wrong_is_refused_at_its_place(string view, string query, HttpStatusCode expected, string place)
    {
        using var a = host.Hospital("hospital-wrong");

        var (status, answer) = await Post(a, query, Call(view));

        Assert.Equal((expected, place), (status, JsonNode.Parse(answer)!["issue"]![0]!["expression"]![0]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_a_stored_resource_does_to_a_view_is_told_without_its_content_and_limits_hold()
    {
        using var a = host.Hospital("hospital-limits");
        using var narrow = host.Hospital("hospital-limits", "system/Patient.cruds");
        var patient = Patient("Ikeda");
        patient["name"]![0]!["given"] = new JsonArray("Hana", "Ume");
        await a.Create(patient);
        var several = """{"resource":"Patient","select":[{"column":[{"name":"g","path":"name.given"}]}]}""";

        var (status, answer) = await Post(a, "", Call(several));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.DoesNotContain("Ume", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(narrow, "", Call(Codes))).Status);
        var none = new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray() };
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(a, "", none)).Status);
        var many = Call("""{"resource":"Patient","select":[{"column":[{"name":"id","path":"id"}]}]}""");
        for (var i = 0; i <= ViewCall.ResourcesMax; i++)
            many["parameter"]!.AsArray().Add(Resource($"p{i}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(a, "", many)).Status);
        many["parameter"]!.AsArray().RemoveAt(1);
        Assert.Equal(HttpStatusCode.OK, (await Post(a, "", many)).Status);
    }

    private static JsonObject Resource(string id) =>
        new() { ["name"] = "resource", ["resource"] = new JsonObject { ["resourceType"] = "Patient", ["id"] = id } };

    private static JsonObject Call(string view)
    {
        var definition = JsonNode.Parse(view)!.AsObject();
        definition["resourceType"] = "ViewDefinition";
        return new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "viewResource", ["resource"] = definition }),
        };
    }

    private static async Task<string> Rows(HttpClient http, string view, string query)
    {
        var (status, rows) = await Post(http, query, Call(view));
        Assert.True(status == HttpStatusCode.OK, $"{status} {rows}");
        return rows;
    }

    private static async Task<(HttpStatusCode Status, string Body)> Post(HttpClient http, string query, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"ViewDefinition/$run{query}")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json")),
        };
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
