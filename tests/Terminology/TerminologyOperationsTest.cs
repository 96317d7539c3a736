using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Phr.Tests.Support;
using static Phr.Tests.Terminology.Definitions;

namespace Phr.Tests.Terminology;

public sealed class TerminologyOperationsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task What_a_hospital_stores_is_expanded_looked_up_and_compared()
    {
        using var a = host.Hospital("hospital-a");
        await a.Post("CodeSystem", JsonNode.Parse(AnimalsJson)!);
        await a.Post("ValueSet", JsonNode.Parse(ValueSet("http://test.example/ValueSet/all", $$"""{"system":"{{Animals}}"}"""))!);

        var page = await a.Search("ValueSet/$expand?url=http://test.example/ValueSet/all&count=2&offset=1&displayLanguage=ja");
        var filtered = await a.Search("ValueSet/$expand?url=http://test.example/ValueSet/all&filter=メンドリ&activeOnly=true");
        var hen = await a.Search($"CodeSystem/$lookup?system={Animals}&code=hen&displayLanguage=ja");
        var subsumed = await a.Search($"CodeSystem/$subsumes?system={Animals}&codeA=bird&codeB=owl");

        Assert.Equal(5, (int)page["expansion"]!["total"]!);
        Assert.Equal(["bird", "owl"], Codes(page));
        Assert.Equal(["hen"], Codes(filtered));
        Assert.Equal("めんどり", Value(hen, "display"));
        Assert.Equal("subsumes", Value(subsumed, "outcome"));
    }

    [Fact]
    public async Task Who_has_stored_changed_or_deleted_a_definition_is_answered_by_it_at_once()
    {
        using var a = host.Hospital("hospital-at-once");
        const string url = "http://test.example/ValueSet/at-once";
        var system = JsonNode.Parse(AnimalsJson.Replace(Animals, Animals + "/at-once", StringComparison.Ordinal))!;
        var set = JsonNode.Parse(ValueSet(url, $$"""{"system":"{{Animals}}/at-once","concept":[{"code":"owl"}]}"""))!;
        // Someone has just asked: the rulebook of this second is there.
        await a.Search("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/name-use");
        var patient = await a.Create(Record.People.Patient("At once"));
        var seen = new JsonObject
        {
            ["resourceType"] = "Observation", ["status"] = "final", ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["code"] = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = Animals + "/at-once", ["code"] = "hen" }),
            },
        };
        var hen = await a.Create(seen);
        await a.Post("CodeSystem", system);

        var id = await a.Create(set.AsObject());
        var first = Codes(await a.Search($"ValueSet/$expand?url={url}"));
        set["id"] = id;
        set["compose"]!["include"]![0]!["concept"]![0]!["code"] = "hen";
        await a.Send(HttpMethod.Put, $"ValueSet/{id}", set);
        var found = await a.Ids($"Observation?code:in={url}");
        var valid = await a.Search($"ValueSet/$validate-code?url={url}&code=hen&system={Animals}/at-once");
        var conditional = await a.Send(HttpMethod.Post, "Observation", seen, ("If-None-Exist", $"code:in={url}"));
        await a.Send(HttpMethod.Delete, $"ValueSet/{id}");
        var (gone, _, _) = await a.Send(HttpMethod.Get, $"ValueSet/$expand?url={url}");

        Assert.Equal(["owl"], first);
        Assert.Equal([hen], found);
        Assert.True((bool)Parameter(valid, "result")!["valueBoolean"]!);
        Assert.Equal(HttpStatusCode.OK, conditional.Status);
        Assert.Equal(HttpStatusCode.NotFound, gone);
    }

    [Theory]
    [InlineData("ValueSet/$expand?url={0}")]
    [InlineData("ValueSet/$validate-code?url={0}&code=hen&system={1}")]
    [InlineData("Observation?code:in={0}")]
    public async Task A_filter_that_is_not_understood_is_an_error(string request)
    {
        using var a = host.Hospital("hospital-filter");
        var url = $"http://test.example/ValueSet/wings-{request.Length}";
        await a.Post("CodeSystem", JsonNode.Parse(AnimalsJson)!);
        await a.Post("ValueSet", JsonNode.Parse(
            ValueSet(url, $$"""{"system":"{{Animals}}","filter":[{"property":"wings","op":"=","value":"2"}]}"""))!);

        var (status, outcome, _) = await a.Send(HttpMethod.Get, string.Format(CultureInfo.InvariantCulture, request, url, Animals));

        Assert.InRange((int)status, 400, 422);
        Assert.Equal("not-supported", outcome["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Contains("wings", outcome.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/name-use&code=usual&system=http://hl7.org/fhir/name-use", true)]
    [InlineData("ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/name-use&code=u&system=http://hl7.org/fhir/name-use", false)]
    [InlineData("CodeSystem/$validate-code?url=http://hl7.org/fhir/administrative-gender&code=female&display=FEMALE", true)]
    [InlineData("CodeSystem/$validate-code?url=http://hl7.org/fhir/administrative-gender&code=female&display=Male", false)]
    [InlineData("CodeSystem/$validate-code?url=http://unitsofmeasure.org&code=mm[Hg]", true)]
    [InlineData("CodeSystem/observation-status/$validate-code?code=final", true)]
    public async Task A_code_and_its_display_are_checked(string request, bool isValid)
    {
        using var phone = host.Phone(await host.NewPerson("0031" + request.Length));

        var answer = await phone.Search(request);

        Assert.Equal(isValid, (bool)Parameter(answer, "result")!["valueBoolean"]!);
        Assert.Equal(isValid, Parameter(answer, "message") is null);
    }

    [Theory]
    [InlineData("count=0")]
    [InlineData("offset=1000")]
    [InlineData("filter=nothing-is-called-so")]
    public async Task An_expansion_that_shows_no_code_has_no_empty_list(string page)
    {
        using var a = host.Hospital("hospital-a");

        var expanded = await a.Search($"ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/observation-status&{page}");

        Assert.NotNull(expanded["expansion"]!["total"]);
        Assert.False(expanded["expansion"]!.AsObject().ContainsKey("contains"));
    }

    [Theory]
    [InlineData("ValueSet/$expand", HttpStatusCode.BadRequest, "required")]
    [InlineData("ValueSet/$expand?url=http://nowhere.example/ValueSet/x", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/languages&count=-1", HttpStatusCode.BadRequest, "invalid")]
    [InlineData("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/all-languages", HttpStatusCode.UnprocessableEntity, "too-costly")]
    [InlineData("ValueSet/$expand?url=x&contextDirection=incoming", HttpStatusCode.BadRequest, "not-supported")]
    [InlineData("CodeSystem/$lookup?code=x", HttpStatusCode.BadRequest, "required")]
    [InlineData("CodeSystem/$lookup?code=x&system=http://hl7.org/fhir/administrative-gender", HttpStatusCode.NotFound, "not-found")]
    [InlineData("CodeSystem/$subsumes?codeA=x&system=http://hl7.org/fhir/administrative-gender", HttpStatusCode.BadRequest, "required")]
    [InlineData("ConceptMap/$translate?url=http://nowhere.example/map&code=x", HttpStatusCode.NotFound, "not-found")]
    public async Task A_question_without_an_answer_says_why(string request, HttpStatusCode status, string code)
    {
        using var a = host.Hospital("hospital-a");

        var (answered, outcome, _) = await a.Send(HttpMethod.Get, request);

        Assert.Equal((status, code), (answered, outcome["issue"]![0]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_token_that_may_not_read_the_type_asks_in_vain()
    {
        using var a = host.Hospital("hospital-a", "system/Observation.rs");

        var (status, _, _) = await a.Send(HttpMethod.Get, "ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/observation-status");

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [SkippableFact]
    public async Task A_map_of_SS_MIX2_translates_there_and_back()
    {
        var file = SharedFolder.Find("ss-mix2/ssmix2-to-fhir-maps/ConceptMap-table-v2-0001-to-administrativegender.json");
        Skip.If(file is null, "../shared/data/ss-mix2 is not here.");
        var map = WithoutEmptyTexts(JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject());
        using var a = host.Hospital("hospital-a");

        var forward = await a.Post("ConceptMap/$translate", Parameters(("conceptMap", map), ("code", "F")));
        var backward = await a.Post("ConceptMap/$translate", Parameters(("conceptMap", map), ("code", "female"), ("reverse", true)));

        Assert.Equal("female", Concept(forward));
        Assert.Equal("F", Concept(backward));
    }

    [Fact]
    public async Task A_map_of_R4_is_found_by_its_scopes()
    {
        using var a = host.Hospital("hospital-a");

        var answer = await a.Search("ConceptMap/$translate?code=home&system=http://hl7.org/fhir/address-use"
            + "&source=http://hl7.org/fhir/ValueSet/address-use&target=http://terminology.hl7.org/ValueSet/v3-AddressUse");

        Assert.Equal("H", Concept(answer));
    }

    private static string? Concept(JsonObject answer) => Parameter(answer, "match")?["part"]!.AsArray()
        .Single(part => part!["name"]!.GetValue<string>() == "concept")!["valueCoding"]!["code"]!.GetValue<string>();

    private static JsonNode? Parameter(JsonObject answer, string name) =>
        answer["parameter"]!.AsArray().FirstOrDefault(parameter => parameter!["name"]!.GetValue<string>() == name);

    private static string? Value(JsonObject answer, string name) =>
        Parameter(answer, name)?.AsObject().Single(property => property.Key != "name").Value!.GetValue<string>();

    private static IEnumerable<string> Codes(JsonObject expanded) =>
        expanded["expansion"]!["contains"]!.AsArray().Select(code => code!["code"]!.GetValue<string>());

    private static JsonObject Parameters(params (string Name, object Value)[] parameters) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray([.. parameters.Select(parameter => parameter.Value switch
        {
            JsonObject resource => new JsonObject { ["name"] = parameter.Name, ["resource"] = resource.DeepClone() },
            bool flag => new JsonObject { ["name"] = parameter.Name, ["valueBoolean"] = flag },
            var text => new JsonObject { ["name"] = parameter.Name, ["valueCode"] = (string)text },
        })]),
    };

    // The published maps have comments without a letter, which R4 does not allow.
    private static JsonObject WithoutEmptyTexts(JsonObject map)
    {
        foreach (var target in map["group"]!.AsArray().SelectMany(group => group!["element"]!.AsArray())
            .SelectMany(element => element!["target"]!.AsArray()))
            if (target!["comment"]?.GetValue<string>() == "")
                target.AsObject().Remove("comment");
        return map;
    }
}
