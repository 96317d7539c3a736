using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using Phr.Planets.Operations.Labelling;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>R4 resource-operation-meta.html, -meta-add.html, -meta-delete.html.</summary>
public sealed class MetaTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Untold = $"{Labels.JapaneseSharing}|{Labels.Uninformed}";

    [Fact]
    public async Task A_label_that_is_added_hides_at_once_and_one_that_is_taken_away_shows()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Condition(person.AtA, "C34.9"));
        Assert.Equal([entry], await phone.Ids("Condition"));

        var added = await a.Post($"Condition/{entry}/$meta-add", Meta(security: Untold));
        Assert.Empty(await phone.Ids("Condition"));
        await a.Post($"Condition/{entry}/$meta-delete", Meta(security: Untold));

        Assert.Equal(Labels.Uninformed, Returned(added)["security"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("2", Returned(added)["versionId"]!.GetValue<string>());
        Assert.Equal([entry], await phone.Ids("Condition"));
    }

    [Fact]
    public async Task What_is_there_already_makes_no_version()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        await a.Post($"Patient/{patient}/$meta-add", Meta(tag: "urn:lab|x"));

        var again = await a.Post($"Patient/{patient}/$meta-add", Meta(tag: "urn:lab|x"));
        var absent = await a.Post($"Patient/{patient}/$meta-delete", Meta(tag: "urn:lab|y"));

        Assert.Equal("2", Returned(again)["versionId"]!.GetValue<string>());
        Assert.Equal("2", Returned(absent)["versionId"]!.GetValue<string>());
        Assert.Equal([patient], await a.Ids("Patient?_tag=urn:lab|x"));
    }

    [Fact]
    public async Task A_version_keeps_the_meta_that_it_had()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        await a.Post($"Patient/{patient}/$meta-add", Meta(tag: "urn:lab|x"));

        Assert.Null(Returned(await a.Search($"Patient/{patient}/_history/1/$meta"))["tag"]);
        Assert.NotNull(Returned(await a.Search($"Patient/{patient}/_history/2/$meta"))["tag"]);
        Assert.NotNull(Returned(await a.Search($"Patient/{patient}/$meta"))["tag"]);
    }

    [Fact]
    public async Task Only_the_writer_changes_meta_and_what_is_hidden_is_not_there()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var reader = host.Hospital("hospital-a", "system/*.rs");
        var entry = await a.Create(Condition(person.AtA, "I10"));

        Assert.Equal(
            HttpStatusCode.Forbidden, (await b.Send(HttpMethod.Post, $"Condition/{entry}/$meta-add", Meta(tag: "urn:lab|x"))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound, (await c.Send(HttpMethod.Post, $"Condition/{entry}/$meta-add", Meta(tag: "urn:lab|x"))).Status);
        Assert.Equal(
            HttpStatusCode.NotFound, (await reader.Send(HttpMethod.Post, $"Condition/{entry}/$meta-add", Meta(tag: "urn:lab|x"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await c.Send(HttpMethod.Get, $"Condition/{entry}/$meta")).Status);
        Assert.Equal(HttpStatusCode.OK, (await b.Send(HttpMethod.Get, $"Condition/{entry}/$meta")).Status);
    }

    [Fact]
    public async Task At_type_and_system_level_it_is_what_the_reader_may_see()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        var hidden = Condition(person.AtA, "F32.9");
        hidden["meta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["system"] = "urn:canary", ["code"] = "hidden" }) };
        var shown = Condition(person.AtA, "I10");
        shown["meta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["system"] = "urn:canary", ["code"] = "shown" }) };
        await a.Create(hidden);
        await a.Create(shown);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        foreach (var level in (string[])["$meta", "Condition/$meta"])
        {
            Assert.Equal(["hidden", "shown"], await Canaries(a, level));
            Assert.Equal(["shown"], await Canaries(b, level));
            Assert.Empty(await Canaries(c, level));
        }
        Assert.Empty(await Canaries(a, "Observation/$meta"));
    }

    [Theory]
    [InlineData("""{"resourceType":"Parameters"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"meta","valueString":"x"}]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"resourceType":"Parameters","parameter":[{"name":"metas","valueMeta":{"tag":[{"code":"x"}]}}]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tags":[]}}]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"resourceType":"Patient"}""", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_no_meta_is_refused(string body, HttpStatusCode status)
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));

        Assert.Equal(status, (await a.Send(HttpMethod.Post, $"Patient/{patient}/$meta-add", JsonNode.Parse(body))).Status);
    }

    [Fact]
    public void Only_the_meta_of_the_resource_itself_is_written_anew()
    {
        var stored = """{ "resourceType":"Basic","contained":[{"meta":{"tag":[]}}], "meta": {"versionId":"1"} ,"x":1.00}"""u8.ToArray();

        var added = MetaWords.Of(JsonNode.Parse("""{"profile":["http://a"]}""")).AddedTo(stored);
        var back = MetaWords.Of(JsonNode.Parse("""{"profile":["http://a"]}""")).TakenFrom(added);

        Assert.Equal(
            """{ "resourceType":"Basic","contained":[{"meta":{"tag":[]}}], "meta": {"versionId":"1","profile":["http://a"]} ,"x":1.00}""",
            Encoding.UTF8.GetString(added.Span));
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(back.Span));
    }

    private static JsonObject Meta(string? security = null, string? tag = null)
    {
        var meta = new JsonObject();
        foreach (var (list, word) in new[] { ("security", security), ("tag", tag) })
        {
            if (word is not null)
                meta[list] = new JsonArray(new JsonObject { ["system"] = word.Split('|')[0], ["code"] = word.Split('|')[1] });
        }
        return new JsonObject
        {
            ["resourceType"] = "Parameters", ["parameter"] = new JsonArray(new JsonObject { ["name"] = "meta", ["valueMeta"] = meta }),
        };
    }

    private static JsonObject Returned(JsonObject parameters) => parameters["parameter"]![0]!["valueMeta"]!.AsObject();

    private static async Task<IReadOnlyList<string>> Canaries(HttpClient http, string level) =>
        [.. (Returned(await http.Search(level))["tag"]?.AsArray() ?? [])
            .Where(tag => tag!["system"]!.GetValue<string>() == "urn:canary").Select(tag => tag!["code"]!.GetValue<string>()).Order()];
}
