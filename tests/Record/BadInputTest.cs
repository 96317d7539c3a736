using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Platform.Hosting;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What cannot be taken is answered with an OperationOutcome that says what is wrong and where, and changes nothing.</summary>
public sealed class BadInputTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("{\"resourceType\":\"Patient\",", 400, "")]
    [InlineData("", 400, "")]
    [InlineData("[]", 400, "")]
    [InlineData("{\"resourceType\":\"Patient\",\"active\":\"yes\"}", 422, "Patient.active")]
    [InlineData("{\"resourceType\":\"Patient\",\"birthDate\":\"1964-13-01\"}", 422, "Patient.birthDate")]
    [InlineData("{\"resourceType\":\"Patient\",\"gender\":\"unsaid\"}", 422, "Patient.gender")]
    [InlineData("{\"resourceType\":\"Patient\",\"name\":{\"family\":\"A\"}}", 422, "Patient.name")]
    [InlineData("{\"resourceType\":\"Patient\",\"colour\":\"red\"}", 422, "Patient.colour")]
    [InlineData("{\"resourceType\":\"Patient\",\"multipleBirthBoolean\":true,\"multipleBirthInteger\":2}", 422, "Patient.multipleBirth")]
    [InlineData("{\"resourceType\":\"Observation\",\"status\":\"final\"}", 422, "Observation.code")]
    public async Task A_body_that_is_wrong_is_placed(string body, int status, string place)
    {
        var answer = await Post("Patient", body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("OperationOutcome", answer.Outcome["resourceType"]!.GetValue<string>());
        if (place.Length > 0)
            Assert.Contains(answer.Places, one => one.StartsWith(place, StringComparison.Ordinal));
        Assert.DoesNotContain("1964-13-01", answer.Outcome.ToJsonString());
    }

    // Reads share statements, and so do entries of the access journal.
    [Theory]
    [InlineData("Patient/a\u0000b")]
    [InlineData("Patient/a\ud800b")]
    [InlineData("Patient/a\u0000b/$everything")]
    [InlineData("Observation?patient=a\u0000b")]
    [InlineData("Patient/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task An_id_that_nothing_can_have_harms_no_reader_beside(string url)
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Beside"));
        var wrong = new JsonObject { ["request"] = new JsonObject { ["method"] = "GET", ["url"] = url } };
        var batch = Bundle("batch", [.. Enumerable.Range(0, 20).Select(_ => (JsonObject)wrong.DeepClone())]);
        var batches = Enumerable.Range(0, 4).Select(_ => a.Send(HttpMethod.Post, "", batch)).ToList();
        while (batches.Exists(one => !one.IsCompleted))
            Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Patient/{id}")).Status);
        foreach (var (_, body, _) in await Task.WhenAll(batches))
        {
            var entries = body["entry"]!.AsArray();
            Assert.Equal(20, entries.Count);
            Assert.All(entries, entry => Assert.DoesNotContain("500", entry!["response"]!["status"]!.GetValue<string>(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_type_that_R4_does_not_have_is_not_found()
    {
        var answer = await Post("Patience", "{\"resourceType\":\"Patience\"}");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task A_format_that_is_not_spoken_is_named()
    {
        var answer = await Post("Patient", "@prefix fhir: <http://hl7.org/fhir/> .", "text/turtle");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
    }

    [Theory]
    [InlineData("system/Patient.rs", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("system/Observation.cruds", HttpStatusCode.Forbidden)]
    [InlineData("system/Patient.c", HttpStatusCode.Created)]
    public async Task A_token_writes_what_its_scopes_say(string scope, HttpStatusCode expected)
    {
        using var a = host.Hospital("hospital-a", scope);

        var (status, _, _) = await a.Send(HttpMethod.Post, "Patient", Patient("Scope"));

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task No_token_a_wrong_audience_and_an_expired_token_are_answered_alike()
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = "hospital-a", ["client_id"] = "hospital-a", ["phr_role"] = "hospital", ["phr_org"] = "hospital-a", ["scope"] = "system/*.cruds",
        };
        using var none = host.Anonymous();
        using var elsewhere = host.Client(claims, audience: "https://elsewhere.example/fhir");
        using var expired = host.Client(claims, seconds: -3600);
        foreach (var http in (HttpClient[])[none, elsewhere, expired])
        {
            var (status, outcome, response) = await http.Send(HttpMethod.Get, "Patient");

            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
            Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        }
    }

    [Fact]
    public async Task A_token_of_another_person_opens_nothing()
    {
        var one = await host.NewPerson(Sharing.NewInsuredNumber());
        var other = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(other);

        Assert.Empty(await phone.Ids($"Patient?_id={one}"));
        var (read, _, _) = await phone.Send(HttpMethod.Get, $"Patient/{one}");
        var (everything, _, _) = await phone.Send(HttpMethod.Get, $"Patient/{one}/$everything");
        var (write, _, _) = await phone.Send(HttpMethod.Post, "Observation", Observation(one, "8480-6", 120m));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity), (read, everything, write));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        using var a = host.Hospital("hospital-a");
        a.DefaultRequestHeaders.ExpectContinue = true;
        using var body = new ByteArrayContent(new byte[new ServiceLimits().BodyBytesMax + 1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");

        using var answer = await a.PostAsync("Patient", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("OperationOutcome", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Observation?code:unknown=1", "modifier")]
    [InlineData("Observation?date=yesterday", "date")]
    [InlineData("Observation?_count=-1", "_count")]
    [InlineData("Observation?_sort=colour", "sort")]
    public async Task A_search_that_is_wrong_says_so(string query, string named)
    {
        using var a = host.Hospital("hospital-a");

        var (status, outcome, _) = await a.Send(HttpMethod.Get, query);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, outcome.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<(HttpStatusCode Status, JsonObject Outcome, IReadOnlyList<string> Places)> Post(
        string path, string body, string type = "application/fhir+json")
    {
        using var a = host.Hospital("hospital-a");
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using var response = await a.PostAsync(path, content);
        var outcome = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        var places = (outcome["issue"]?.AsArray() ?? []).SelectMany(issue => issue!["expression"]?.AsArray() ?? []).Select(one => one!.GetValue<string>());
        return (response.StatusCode, outcome, [.. places]);
    }
}
