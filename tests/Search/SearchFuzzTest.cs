using System.Net;
using Phr.Planets.Search;
using Phr.Tests.Record;
using Phr.Tests.Support;

namespace Phr.Tests.Search;

/// <summary>Whatever a query says, the answer is a Bundle or a refusal, never a fault.</summary>
public sealed class SearchFuzzTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly int Queries = Fuzz.Rounds(800);

    private static readonly string[] Pieces =
    [
        "code", "patient", "subject", "date", "_has:Observation:patient:code", "near", "value-quantity", "code-value-quantity", "url",
            ":not", ":in",
        ":above", ":text", ":of-type", ":missing", ":Patient", ".name", ".", ":", "|", "$", ",", "\\", "\\,", "=", "&", "_sort",
            "_include", "_elements",
        "_summary", "_type", "_asOf", "_cursor", "_count", "_total", "2020", "ge", "1e999", "-0", "*", "%", "é", "\u0000", "\ud83d\ude00",
            "true", "Patient/", "urn:", " ",
    ];

    private static readonly string[] Paths = ["Observation", "Patient", "Location", "ValueSet", "", "Patient/1/Observation",
        "Patient/1/*", "Device/x/Observation"];

    [Fact]
    public async Task Random_queries_never_fault()
    {
        using var hospital = host.Hospital("hospital-a");
        var chance = new Random(4);
        for (var i = 0; i < Queries; i++)
        {
            var query = string.Concat(Enumerable.Range(0, 1 + chance.Next(9)).Select(_ => Pieces[chance.Next(Pieces.Length)]));
            var path = $"{Paths[chance.Next(Paths.Length)]}?{(chance.Next(2) == 0 ? Uri.EscapeDataString(query) : query.Replace("\u0000", "%00").Replace("%", "%25"))}";
            var (status, body, _) = await hospital.Send(HttpMethod.Get, path);
            Assert.True((int)status < 500, $"{(int)status} {path} {body}");
        }
    }

    [Theory]
    [InlineData(SearchTerm.LinksMax, HttpStatusCode.OK)]
    [InlineData(SearchTerm.LinksMax + 1, HttpStatusCode.BadRequest)]
    public async Task A_chain_is_limited(int links, HttpStatusCode expected) => await Answers(
        $"Organization?{string.Concat(Enumerable.Repeat("partof:Organization.", links))}name=a", expected);

    [Theory]
    [InlineData(SearchTerm.ValuesMax, HttpStatusCode.OK)]
    [InlineData(SearchTerm.ValuesMax + 1, HttpStatusCode.BadRequest)]
    public async Task Values_are_limited(int values, HttpStatusCode expected) => await Answers(
        $"Observation?code={string.Join(',', Enumerable.Range(0, values))}", expected);

    [Theory]
    [InlineData(SearchRequest.SortKeysMax, HttpStatusCode.OK)]
    [InlineData(SearchRequest.SortKeysMax + 1, HttpStatusCode.BadRequest)]
    public async Task Sort_keys_are_limited(int keys, HttpStatusCode expected) => await Answers(
        $"Observation?_sort={string.Join(',', Enumerable.Repeat("date", keys))}", expected);

    [Theory]
    [InlineData(SearchRequest.CriteriaMax, HttpStatusCode.OK)]
    [InlineData(SearchRequest.CriteriaMax + 1, HttpStatusCode.BadRequest)]
    public async Task Criteria_are_limited(int criteria, HttpStatusCode expected) => await Answers(
        $"Observation?{string.Join('&', Enumerable.Repeat("code=a", criteria))}", expected);

    [Theory]
    [InlineData(SearchType.QueryCharactersMax, HttpStatusCode.OK)]
    [InlineData(SearchType.QueryCharactersMax + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_query_is_limited(int characters, HttpStatusCode expected) =>
        await Answers("Observation" + "?code=".PadRight(characters, 'a'), expected);

    [Theory]
    [InlineData("Observation?status:in=http://hl7.org/fhir/ValueSet/observation-status", HttpStatusCode.OK)]
    [InlineData("Observation?status:not-in=http://hl7.org/fhir/ValueSet/observation-status", HttpStatusCode.OK)]
    [InlineData("Observation?status:in=http://nowhere.example/ValueSet", HttpStatusCode.BadRequest)]
    [InlineData("Observation?code:below=nosystem", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_query=a", HttpStatusCode.BadRequest)]
    [InlineData("Patient?name=%00", HttpStatusCode.BadRequest)]
    [InlineData("Patient?_id=a%00", HttpStatusCode.BadRequest)]
    [InlineData("Patient?_has:Observation:patient:note%00=a", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_type=Patient", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_elements=nothing", HttpStatusCode.BadRequest)]
    [InlineData("Observation?_asOf=2999-01-01", HttpStatusCode.BadRequest)]
    [InlineData("Organization/1/Observation", HttpStatusCode.NotFound)]
    public async Task What_a_query_asks_is_done_or_refused(string query, HttpStatusCode expected) => await Answers(query, expected);

    [Fact]
    public async Task Codes_are_found_by_a_stored_value_set_and_by_their_hierarchy()
    {
        using var hospital = host.Hospital("hospital-a");
        var system = "urn:test:animals";
        await hospital.Create(System.Text.Json.Nodes.JsonNode.Parse($$$"""
            {"resourceType":"CodeSystem","status":"active","url":"{{{system}}}","content":"complete","hierarchyMeaning":"is-a",
            "concept":[{"code":"mammal","concept":[{"code":"cat"},{"code":"dog"}]},{"code":"bird"}]}
            """)!.AsObject());
        var cats = await hospital.Create(System.Text.Json.Nodes.JsonNode.Parse($$$"""
            {"resourceType":"ValueSet","status":"active","url":"urn:test:pets","compose":{"include":[
            {"system":"{{{system}}}","concept":[{"code":"cat"}]}]} }
            """)!.AsObject());
        var pets = await hospital.Create(System.Text.Json.Nodes.JsonNode.Parse($$$"""
            {"resourceType":"ValueSet","status":"active","url":"urn:test:pets","compose":{"include":[
            {"system":"{{{system}}}","concept":[{"code":"cat"},{"code":"dog"}]}]} }
            """)!.AsObject());
        var patient = await hospital.Create(People.Patient("Animals"));
        var ids = new Dictionary<string, string>();
        foreach (var code in (string[])["mammal", "cat", "dog", "bird"])
        {
            var observation = People.Observation(patient, code, 1m);
            observation["code"] = People.Concept(system, code);
            ids[code] = await hospital.Create(observation);
        }

        await Finds("code:in=urn:test:pets", "cat", "dog");
        await Finds("code:not-in=urn:test:pets", "mammal", "bird");
        // Of two with one URL a reference names one.
        await Finds($"code:in=ValueSet/{cats}", "cat");
        await Finds($"code:in={host.Settings.Urls.Fhir.AbsoluteUri}/ValueSet/{pets}", "cat", "dog");
        await Finds($"code:not-in=ValueSet/{cats}", "mammal", "dog", "bird");
        await Finds($"_filter=code in \"ValueSet/{cats}\"", "cat");
        Assert.Single((await hospital.Search($"ValueSet/{cats}/$expand"))["expansion"]!["contains"]!.AsArray());
        Assert.Equal(2, (await hospital.Search($"ValueSet/{pets}/$expand"))["expansion"]!["contains"]!.AsArray().Count);
        var (unknown, outcome, _) = await hospital.Send(HttpMethod.Get, "Observation?code:in=ValueSet/none-such");
        Assert.Equal((HttpStatusCode.BadRequest, "not-found"), (unknown, outcome["issue"]![0]!["code"]!.GetValue<string>()));
        await Finds($"code:below={system}|mammal", "mammal", "cat", "dog");
        await Finds($"code:above={system}|cat", "mammal", "cat");

        async Task Finds(string criterion, params string[] codes) => Assert.Equal(
            codes.Select(code => ids[code]).Order(), (await hospital.Ids($"Observation?patient={patient}&{criterion}")).Order());
    }

    private async Task Answers(string query, HttpStatusCode expected)
    {
        using var hospital = host.Hospital("hospital-a");
        var (status, body, _) = await hospital.Send(HttpMethod.Get, query);
        Assert.True(expected == status, $"{(int)status} {body}");
    }
}
