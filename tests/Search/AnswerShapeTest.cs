using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>Parts of resources: <c>_summary</c> and <c>_elements</c> of a search and of a read. R4 search.html#summary, #elements.</summary>
public sealed class AnswerShapeTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string All = "resourceType,id,meta,text,status,category,code,subject,effectiveDateTime,valueQuantity,note,component";

    [Theory]
    [InlineData("_summary=true", "resourceType,id,meta,status,code,subject,effectiveDateTime,valueQuantity,component")]
    [InlineData("_summary=text", "resourceType,id,meta,text,status,code")]
    [InlineData("_summary=data", "resourceType,id,meta,status,category,code,subject,effectiveDateTime,valueQuantity,note,component")]
    [InlineData("_elements=value,note", "resourceType,id,meta,status,code,valueQuantity,note")]
    [InlineData("_elements=Observation.subject", "resourceType,id,meta,status,code,subject")]
    public async Task A_part_has_what_was_asked_for_and_says_that_it_is_one(string how, string elements)
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, whole) = await Stored(hospital);

        var read = await hospital.Search($"Observation/{id}?{how}");
        var found = await hospital.Search($"Observation?_id={id}&{how}");

        var match = Assert.Single(found["entry"]!.AsArray())!["resource"]!.AsObject();
        Assert.True(JsonNode.DeepEquals(read, match), $"{read}\n{match}");
        Assert.Equal(elements.Split(',').Order(), read.Select(element => element.Key).Order());
        Assert.Equal(["mine", "SUBSETTED"], Tags(read));
        foreach (var (name, value) in read.Where(element => element.Key is not ("meta" or "component")))
            Assert.True(JsonNode.DeepEquals(whole[name], value), name);
    }

    [Fact]
    public async Task A_summary_leaves_out_inside_groups_too_and_the_other_parts_do_not()
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, whole) = await Stored(hospital);

        var summary = await hospital.Search($"Observation/{id}?_summary=true");
        var named = await hospital.Search($"Observation/{id}?_elements=component");

        Assert.Equal(["code", "valueQuantity"], summary["component"]![0]!.AsObject().Select(element => element.Key).Order());
        Assert.True(JsonNode.DeepEquals(whole["component"], named["component"]), named.ToJsonString());
    }

    [Fact]
    public async Task What_is_whole_says_nothing_of_parts()
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, whole) = await Stored(hospital);

        var read = await hospital.Search($"Observation/{id}?_summary=false");
        var found = await hospital.Search($"Observation?_id={id}&_summary=false");

        Assert.Equal(All.Split(',').Order(), read.Select(element => element.Key).Order());
        Assert.True(JsonNode.DeepEquals(whole, read), read.ToJsonString());
        Assert.True(JsonNode.DeepEquals(whole, found["entry"]![0]!["resource"]), found.ToJsonString());
        Assert.Equal(["mine"], Tags(read));
    }

    [Fact]
    public async Task What_is_included_is_a_part_too()
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, _) = await Stored(hospital);

        var found = await hospital.Search($"Observation?_id={id}&_include=Observation:patient&_summary=true");

        var patient = found["entry"]!.AsArray().Single(entry => entry!["search"]!["mode"]!.GetValue<string>() == "include")!["resource"]!;
        Assert.Null(patient["maritalStatus"]);
        Assert.NotNull(patient["birthDate"]);
        Assert.Equal(["SUBSETTED"], Tags(patient.AsObject()));
    }

    [Fact]
    public async Task A_further_page_has_the_shape_of_the_first()
    {
        using var hospital = host.Hospital("hospital-a");
        var (one, _) = await Stored(hospital);
        var (other, _) = await Stored(hospital);

        var first = await hospital.Search($"Observation?_id={one},{other}&_count=1&_elements=note");
        var second = await hospital.Search(SearchPages.Next(first)!);

        var match = Assert.Single(second["entry"]!.AsArray())!["resource"]!.AsObject();
        Assert.Equal(["code", "id", "meta", "note", "resourceType", "status"], match.Select(element => element.Key).Order());
    }

    [Theory]
    [InlineData("?_summary=count")]
    [InlineData("?_summary=most")]
    [InlineData("?_elements=")]
    [InlineData("?_elements=value,colour")]
    public async Task A_read_refuses_a_part_that_there_is_not(string how)
    {
        using var hospital = host.Hospital("hospital-a");
        var (id, _) = await Stored(hospital);

        var (status, outcome, _) = await hospital.Send(HttpMethod.Get, $"Observation/{id}{how}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid", outcome["issue"]![0]!["code"]!.GetValue<string>());
    }

    private static IEnumerable<string> Tags(JsonObject resource) =>
        resource["meta"]!["tag"]!.AsArray().Select(tag => tag!["code"]!.GetValue<string>());

    private static async Task<(string Id, JsonObject Whole)> Stored(HttpClient hospital)
    {
        var person = Patient("Shape");
        person["maritalStatus"] = new JsonObject { ["text"] = "single" };
        var observation = Observation(await hospital.Create(person), "8480-6", 120m);
        observation["meta"] = new JsonObject
        {
            ["tag"] = new JsonArray(new JsonObject { ["system"] = "urn:test:tags", ["code"] = "mine" }),
        };
        observation["text"] = new JsonObject
        {
            ["status"] = "generated", ["div"] = """<div xmlns="http://www.w3.org/1999/xhtml">120</div>""",
        };
        observation["category"] = new JsonArray(Concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs"));
        observation["note"] = new JsonArray(new JsonObject { ["text"] = "at rest" });
        var component = new JsonObject
        {
            ["code"] = Concept(Loinc, "8462-4"), ["valueQuantity"] = observation["valueQuantity"]!.DeepClone(),
            ["referenceRange"] = new JsonArray(new JsonObject { ["text"] = "below 90" }),
        };
        observation["component"] = new JsonArray(component);
        var id = await hospital.Create(observation);
        return (id, await hospital.Search($"Observation/{id}"));
    }
}
