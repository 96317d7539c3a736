using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Characters of two UTF-16 units are parted nowhere, and half of one is refused where it comes in.</summary>
public sealed class BrokenTextTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("ValueSet?url:above=%F0%9F%98%80")]
    [InlineData("ValueSet?url:below=%F0%9F%98%80")]
    [InlineData("Patient?_profile:above=http://x/%F0%9F%98%80/%F0%A0%AE%B7")]
    [InlineData("Patient?_source:above=%F0%9F%98%80")]
    public async Task A_uri_with_characters_beyond_the_basic_plane_is_searched_for(string query)
    {
        using var a = host.Hospital("hospital-uris");
        Assert.Empty(await a.Ids(query));
    }

    [Fact]
    public async Task A_uri_is_above_another_that_goes_on_in_a_character_beyond_the_basic_plane()
    {
        using var a = host.Hospital("hospital-uris");
        var set = await a.Create(new JsonObject
        {
            ["resourceType"] = "ValueSet", ["status"] = "draft", ["url"] = "http://a.example/😀",
        });

        Assert.Equal([set], await a.Ids("ValueSet?url:above=http://a.example/😀/𠮷"));
        Assert.Empty(await a.Ids("ValueSet?url:above=http://a.example/😁"));
    }

    [Fact]
    public async Task A_uri_longer_than_the_index_holds_is_stored_though_the_cut_falls_in_a_character()
    {
        using var a = host.Hospital("hospital-uris");
        var url = $"http://{new string('a', 592)}😀😀";
        var set = await a.Create(new JsonObject { ["resourceType"] = "ValueSet", ["status"] = "draft", ["url"] = url });

        Assert.Equal([set], await a.Ids($"ValueSet?url:below={url}"));
    }

    [Theory]
    [InlineData("$graphql", "application/json", """{"query":"{PatientList(name:\"\ud83d\"){id}}"}""", "http.query")]
    [InlineData(
        "$graphql", "application/json", """{"query":"{__typename}","variables":{"a":["x","\ud83d"]}}""", "http.variables.a.1")]
    [InlineData("$graphql", "application/json", """{"query":"{__typename}","variables":{"\udc00":1}}""", "http.variables")]
    [InlineData("$graphql", "application/graphql", """{ PatientList(name:"\ud83d") { id } }""", "")]
    [InlineData("$graphql", "application/graphql", """{ PatientList(name:"\udc00\ud83d") { id } }""", "")]
    [InlineData("ViewDefinition/$run", "application/fhir+json",
        """
        {"resourceType":"Parameters","parameter":[{"name":"_limit","valueInteger":1},
          {"name":"viewResource","resource":{"select":[{"path":"\ud83d"}]}}]}
        """,
        "Parameters.parameter[1].resource.select[0].path")]
    [InlineData("ViewDefinition/$run", "application/fhir+json",
        """{"resourceType":"Parameters","parameter":[{"name":"viewResource","resource":{"\ud83d":"Patient"}}]}""",
        "Parameters.parameter[0].resource")]
    [InlineData("ViewDefinition/$export", "application/fhir+json",
        """{"resourceType":"Parameters","parameter":[{"name":"view","part":[{"name":"name","valueString":"\ud83d"}]}]}""",
        "Parameters.parameter[0].part[0].valueString")]
    public async Task Half_of_a_surrogate_pair_is_refused_with_its_place(string path, string type, string body, string place)
    {
        using var a = host.Hospital("hospital-halves");
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Prefer", "respond-async");

        using var answer = await a.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        Assert.Contains("\"OperationOutcome\"", text, StringComparison.Ordinal);
        Assert.Contains(place.Length == 0 ? "" : $"\"{place}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_half_of_a_surrogate_pair_is_refused_with_its_place()
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);
        using var content = new StringContent(
            """{"patients":["p","\ud83d"]}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

        using var answer = await phone.PostAsync(new Uri(phone.BaseAddress!, "/people/me/links"), content);

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("/patients/1", problem.ToJsonString(), StringComparison.Ordinal);
    }
}
