using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Bulk.Export;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>SQL on FHIR: <c>ViewDefinition/$export</c>.</summary>
public sealed class ViewExportTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Conditions = """
        {"resource":"Condition","name":"conditions",
         "select":[{"column":[{"name":"id","path":"id"},{"name":"code","path":"code.coding.code"}]}]}
        """;

    private const string Names = """
        {"resource":"Patient","select":[{"column":[{"name":"id","path":"id"},{"name":"family","path":"name.family"}]}]}
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
            var atA = (await Files(a, query, (null, Conditions)))["conditions"];
            Assert.Contains(hidden, atA, StringComparison.Ordinal);
            var atB = (await Files(b, query, (null, Conditions)))["conditions"];
            Assert.Contains(shown, atB, StringComparison.Ordinal);
            Assert.DoesNotContain(hidden, atB, StringComparison.Ordinal);
            Assert.DoesNotContain(shown, string.Concat((await Files(c, query, (null, Conditions))).Values), StringComparison.Ordinal);
        }
        Assert.Contains("export", (await phone.Search("AuditEvent?subtype=export&_count=200")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_view_has_its_file_and_csv_begins_with_the_names()
    {
        using var a = host.Hospital("hospital-view-csv");
        var patient = await a.Create(Patient("Sato"));
        var entry = await a.Create(Condition(patient, "I10"));

        var files = await Files(a, "?_format=csv", ("people", Names), (null, Conditions));

        Assert.Equal($"id,family\r\n{patient},Sato\r\n", files["people"]);
        Assert.Equal($"id,code\r\n{entry},I10\r\n", files["conditions"]);
    }

    [Fact]
    public async Task A_resource_that_a_view_cannot_take_is_told_and_the_others_are_there()
    {
        using var a = host.Hospital("hospital-view-error");
        var two = Patient("Ikeda");
        two["name"]!.AsArray().Add(new JsonObject { ["family"] = "Ueda" });
        var wrong = await a.Create(two);
        var sound = await a.Create(Patient("Sato"));

        var files = await Files(a, "", ("people", Names));

        Assert.Equal($$"""{"id":"{{sound}}","family":"Sato"}""" + "\n", files["people"]);
        Assert.Contains($"Patient/{wrong}", files["OperationOutcome"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ueda", files["OperationOutcome"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?_format=json", Conditions, "http._format")]
    [InlineData("?group=Group/1", Conditions, "http.group")]
    [InlineData("?patient=1", Conditions, "http.patient")]
    [InlineData("", """{"resource":"Patient"}""", "ViewDefinition.select")]
    public async Task What_is_not_known_is_refused_at_its_place(string query, string view, string place)
    {
        using var a = host.Hospital("hospital-view-wrong");

        var (status, answer, _) = await a.Send(
            HttpMethod.Post, $"ViewDefinition/$export{query}", Call((null, view)), ("Prefer", "respond-async"));

        Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
        Assert.Equal(place, answer["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_view_the_scope_or_respond_async_there_is_none()
    {
        using var a = host.Hospital("hospital-view-none");
        using var narrow = host.Hospital("hospital-view-none", "system/Patient.rs");
        const string path = "ViewDefinition/$viewdefinition-export";

        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Post, path, Call((null, Conditions)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Post, path, Call(), ("Prefer", "respond-async"))).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await narrow.Send(HttpMethod.Post, path, Call((null, Conditions)), ("Prefer", "respond-async"))).Status);
        foreach (var (views, expected) in ((int, HttpStatusCode)[])
            [(ExportViews.ViewsMax, HttpStatusCode.Accepted), (ExportViews.ViewsMax + 1, HttpStatusCode.BadRequest)])
        {
            var many = Call([.. Enumerable.Range(0, views).Select(number => ((string?)$"v{number}", Names))]);
            Assert.Equal(expected, (await a.Send(HttpMethod.Post, path, many, ("Prefer", "respond-async"))).Status);
        }
    }

    private static async Task<Dictionary<string, string>> Files(HttpClient http, string query, params (string? Name, string View)[] views)
    {
        var manifest = await http.Manifest(await http.KickOff($"ViewDefinition/$export{query}", Call(views)));
        var files = new Dictionary<string, string> { ["conditions"] = "" };
        foreach (var file in manifest["output"]!.AsArray().Concat(manifest["error"]!.AsArray()))
            files[file!["type"]!.GetValue<string>()] = await http.GetStringAsync(file["url"]!.GetValue<string>());
        return files;
    }

    private static JsonObject Call(params (string? Name, string View)[] views) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray([.. views.Select(view => new JsonObject
        {
            ["name"] = "view",
            ["part"] = new JsonArray(
            [
                .. view.Name is null ? (JsonNode[])[] : [new JsonObject { ["name"] = "name", ["valueString"] = view.Name }],
                new JsonObject { ["name"] = "viewResource", ["resource"] = JsonNode.Parse(view.View) },
            ]),
        })]),
    };
}
