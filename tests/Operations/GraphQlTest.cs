using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary><c>$graphql</c> over what is stored.</summary>
public sealed class GraphQlTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Reads_searches_and_references_give_what_rest_gives()
    {
        using var a = host.Hospital("hospital-graph");
        var patient = await a.Create(Patient("Sato"));
        var one = await a.Create(Observation(patient, "8480-6", 120.50m, "2026-05-01"));
        var two = await a.Create(Observation(patient, "8867-4", 60, "2026-05-02"));

        var answer = await Query(a, $$"""
            { Patient(id: "{{patient}}") { name { family } ObservationList(_reference: subject, _sort: "-date") { id } }
              ObservationList(patient: "{{patient}}", code: ["8480-6", "1,2"]) {
                id valueQuantity { value unit } subject { resource(type: Patient) { birthDate } } }
              none: ObservationList(patient: "{{patient}}", fhirpath: "valueQuantity.value > 1000") { id }
              some: ObservationList(_filter: "patient eq {{patient}} and code eq 8867-4") { id } }
            """);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$"""
            {"Patient":{"name":[{"family":"Sato"}],"ObservationList":[{"id":"{{two}}"},{"id":"{{one}}"}]},
             "ObservationList":[{"id":"{{one}}","valueQuantity":{"value":120.50,"unit":"mm[Hg]"},
               "subject":{"resource":{"birthDate":"1964-02-03"} } }],
             "none":[],"some":[{"id":"{{two}}"}]}
            """), answer), answer.ToJsonString());
        Assert.Contains("120.50", answer.ToJsonString(), StringComparison.Ordinal);
        var flat = await Query(a, "{name @first @flatten {family @singleton}}", $"Patient/{patient}/$graphql");
        Assert.Equal("Sato", flat["family"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_connection_has_pages_and_a_list_is_whole_or_refused()
    {
        using var a = host.Hospital("hospital-pages");
        var patient = await a.Create(Patient("Pages"));
        var bundle = Bundle("transaction", Enumerable.Range(0, 1_001).Select(n => Entry(Observation(patient, $"c{n % 7}", n))));
        await a.Post("", bundle);
        var found = new List<string>();
        string? next = null;
        do
        {
            var call = next is null ? $"patient: \"{patient}\", code: c0, _count: 50" : $"cursor: \"{next}\"";
            var query = $"{{ page: ObservationConnection({call}) {{ count offset pagesize edges {{ mode resource {{ id }} }} next }} }}";
            var page = (await Query(a, query))["page"]!;
            Assert.Equal((143, found.Count, 50), (Int(page, "count"), Int(page, "offset"), Int(page, "pagesize")));
            found.AddRange(page["edges"]!.AsArray().Select(edge => edge!["resource"]!["id"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);

        Assert.Equal((143, 143), (found.Count, found.Distinct().Count()));
        Assert.Equal(1_000, await Count(", _count: 1000"));
        Assert.Equal(143, await Count(", code: c0"));
        var (status, refused) = await Send(a, $"{{ ObservationList(patient: \"{patient}\") {{ id }} }}");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "too-costly"), (status, Code(refused)));
        (status, _) = await Send(a, "{ ObservationConnection(cursor: \"50.x\") { next } }");
        Assert.Equal(HttpStatusCode.BadRequest, status);

        async Task<int> Count(string more) =>
            (await Query(a, $"{{ list: ObservationList(patient: \"{patient}\"{more}) {{ id }} }}"))["list"]!.AsArray().Count;
    }

    [Fact]
    public async Task A_canary_that_consent_hides_is_found_by_no_query()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.RefusalOfCodes(person.Own, "hospital-b", ["canary"]));
        var hidden = await a.Create(Observation(person.AtA, "canary", 77));
        var report = await a.Create(new JsonObject
        {
            ["resourceType"] = "DiagnosticReport", ["status"] = "final", ["code"] = Concept(Loinc, "report"),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{person.AtA}" },
            ["result"] = new JsonArray(new JsonObject { ["reference"] = $"Observation/{hidden}" }),
        });
        string[] queries =
        [
            $"{{ ObservationList(patient: \"{person.AtA}\") {{ code {{ coding {{ code }} }} }} }}",
            "{ ObservationList(code: canary) { id } }",
            $"{{ ObservationConnection(_id: \"{hidden}\") {{ count edges {{ resource {{ id }} }} next }} }}",
            "{ ObservationList(_filter: \"code eq canary\") { id } }",
            $"{{ Patient(id: \"{person.AtA}\") {{ ObservationList(_reference: subject) {{ valueQuantity {{ value }} }} }} }}",
            $"{{ Patient(id: \"{person.AtA}\") {{ ObservationConnection(_reference: patient) {{ count edges {{ mode }} next }} }} }}",
            $"{{ DiagnosticReport(id: \"{report}\") {{ result {{ resource(optional: true) {{ ...on Observation {{ id status }} }} }} }} }}",
            $"{{ DiagnosticReportList(_filter: \"result.code eq canary\") {{ id }} }}",
            $"{{ DiagnosticReportList(_id: \"{report}\", fhirpath: \"result.resolve().exists()\") {{ id }} }}",
        ];

        foreach (var query in queries)
        {
            var (own, seen) = (await Query(a, query), await Query(b, query));
            // By resolve() nobody finds what is not in the resource itself.
            Assert.True(query.Contains("resolve()", StringComparison.Ordinal) || !JsonNode.DeepEquals(own, seen), query);
            Assert.DoesNotContain("canary", seen.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("77", seen.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(hidden, seen.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(
                query.Contains("count", StringComparison.Ordinal), seen.ToJsonString().Contains("\"count\":0", StringComparison.Ordinal));
        }
        Assert.Equal(HttpStatusCode.OK, (await Send(a, "{ id }", $"Observation/{hidden}/$graphql")).Status);
        Assert.Equal(
            await Send(b, "{ id }", $"Observation/{Guid.NewGuid()}/$graphql"), await Send(b, "{ id }", $"Observation/{hidden}/$graphql"));
        Assert.Equal(
            await Send(b, $"{{ Observation(id: \"{Guid.NewGuid()}\") {{ id }} }}"),
            await Send(b, $"{{ Observation(id: \"{hidden}\") {{ id }} }}"));
        var (status, refused) = await Send(b, $"{{ DiagnosticReport(id: \"{report}\") {{ result {{ resource {{ id }} }} }} }}");
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (status, Code(refused)));
        Assert.DoesNotContain(hidden, refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_seen_is_told_in_the_access_log_and_a_person_queries_their_own()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Condition(person.AtA, "I10"));
        await Query(b, $"{{ ConditionList(patient: \"{person.AtB}\") {{ id subject {{ resource {{ id }} }} }} }}");

        var events = (await phone.Search("AuditEvent?subtype=graphql&_count=50")).ToJsonString();

        Assert.Contains("hospital-b", events, StringComparison.Ordinal);
        Assert.Contains(entry, (await Query(phone, "{ ConditionList { id } }")).ToJsonString(), StringComparison.Ordinal);
        using var narrow = host.Hospital("hospital-a", "system/Patient.rs");
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(narrow, "{ ConditionList { id } }")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(narrow, $"{{ Condition(id: \"{entry}\") {{ id }} }}")).Status);
    }

    [Fact]
    public async Task A_query_comes_in_each_form_and_what_is_wrong_with_it_is_told_in_graphql()
    {
        using var a = host.Hospital("hospital-forms");
        var patient = await a.Create(Patient("Forms"));
        const string text = "query Q($id: ID!) { Patient(id: $id) { id } } query R { __typename }";
        var variables = new JsonObject { ["id"] = patient };
        var inAddress =
            $"$graphql?operationName=Q&query={Uri.EscapeDataString(text)}&variables={Uri.EscapeDataString(variables.ToJsonString())}";
        var inParameters = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "query", ["valueString"] = $"{{ Patient(id: \"{patient}\") {{ id }} }}" }),
        };
        var json = new JsonObject { ["query"] = text, ["operationName"] = "Q", ["variables"] = variables };

        foreach (var (method, path, type, body) in ((HttpMethod, string, string?, string?)[])
        [
            (HttpMethod.Get, inAddress, null, null), (HttpMethod.Post, "$graphql", "application/json", json.ToJsonString()),
            (HttpMethod.Post, "$graphql", "application/graphql", $"{{ Patient(id: \"{patient}\") {{ id }} }}"),
            (HttpMethod.Post, "$graphql", "application/fhir+json", inParameters.ToJsonString()),
        ])
        {
            var (status, answer) = await Raw(a, method, path, type, body);
            Assert.Equal((HttpStatusCode.OK, "{\"data\":{\"Patient\":{\"id\":\"" + patient + "\"}}}"), (status, answer));
        }
        foreach (var (path, type, body, expected) in ((string, string?, string?, HttpStatusCode)[])
        [
            ("$graphql", null, null, HttpStatusCode.BadRequest), ("$graphql?query={Patient}", null, null, HttpStatusCode.BadRequest),
            ("$graphql?query={id}&variables=x", null, null, HttpStatusCode.BadRequest),
            ("$graphql", "text/plain", "{ id }", HttpStatusCode.UnsupportedMediaType),
            ("$graphql", "application/json", "{", HttpStatusCode.BadRequest),
            ("$graphql", "application/json", """{"query":"{ __typename }","variables":[1]}""", HttpStatusCode.BadRequest),
            ("$graphql", "application/graphql", "{ PatientList(nothing: 1) { id } }", HttpStatusCode.BadRequest),
            ("$graphql", "application/graphql", "{ PatientList(birthdate: x) { id } }", HttpStatusCode.BadRequest),
            ("$graphql", "application/graphql", "{ AuditEventList(patient: x) { id } }", HttpStatusCode.BadRequest),
            ("$graphql", "application/graphql", "{ SubscriptionConnection { next } }", HttpStatusCode.BadRequest),
            ("$graphql", "application/graphql", new string(' ', (64 << 10) + 1), HttpStatusCode.RequestEntityTooLarge),
        ])
        {
            var (status, answer) = await Raw(a, body is null ? HttpMethod.Get : HttpMethod.Post, path, type, body);
            Assert.Equal(expected, status);
            var error = JsonNode.Parse(answer)!["errors"]![0]!;
            Assert.Equal("OperationOutcome", error["extensions"]!["resource"]!["resourceType"]!.GetValue<string>());
            Assert.NotEmpty(error["message"]!.GetValue<string>());
        }
    }

    private static int Int(JsonNode page, string name) => page[name]!.GetValue<int>();

    private static string Code(string refused) =>
        JsonNode.Parse(refused)!["errors"]![0]!["extensions"]!["resource"]!["issue"]![0]!["code"]!.GetValue<string>();

    private static async Task<JsonNode> Query(HttpClient http, string query, string path = "$graphql")
    {
        var (status, answer) = await Send(http, query, path);
        Assert.True(status == HttpStatusCode.OK, $"{status} {answer} {query}");
        return JsonNode.Parse(answer)!["data"]!;
    }

    private static Task<(HttpStatusCode Status, string Answer)> Send(HttpClient http, string query, string path = "$graphql") =>
        Raw(http, HttpMethod.Post, path, "application/graphql", query);

    private static async Task<(HttpStatusCode Status, string Answer)> Raw(
        HttpClient http, HttpMethod method, string path, string? type, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type!));
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
