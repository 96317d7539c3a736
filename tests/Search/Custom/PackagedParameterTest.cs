using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phr.Tests.Conformance;
using Phr.Tests.Record;
using Phr.Tests.Support;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Search.Custom;

/// <summary>SearchParameters that come in a package are followed like the site's own, or the package's answer says why not.</summary>
public sealed class PackagedParameterTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task A_package_says_which_of_its_parameters_are_followed_and_they_go_with_it()
    {
        using var site = Operator();
        await site.Create(Definition("taken", "token", "Observation.bodySite"));
        var composite = Definition("put-together", "composite", "Observation");
        var retired = Definition("retired", "token", "Observation.bodySite");
        retired["status"] = "retired";
        var archive = Packages.Archive(
            ("package/package.json", Packages.Manifest("searching", "1.0.0")),
            File(Named(Definition("packed", "token", "Observation.bodySite"), "packed")), File(Named(composite, "put-together")),
            File(Named(retired, "retired")), File(Named(Definition("taken", "token", "Observation.method"), "taken-too")));
        using var a = host.Hospital("hospital-a");
        var observation = People.Observation(await a.Create(People.Patient("Packed")), "packed", 1m);
        observation["bodySite"] = People.Concept(People.Loinc, "left");
        var id = await a.Create(observation);

        var installed = Told(await Install(site, archive), "searching");
        var listed = Told(await site.Search("ImplementationGuide/$installed"), "searching");
        var found = await a.Found("Observation?packed=left");
        await host.Restart();
        var again = await a.Found("Observation?packed=left");
        var state = (await a.Search("SearchParameter/packed/$reindex"))["parameter"]![0]!["valueCode"]!.GetValue<string>();
        var told = (await a.Search("metadata")).ToJsonString().Contains("\"packed\"", StringComparison.Ordinal);
        await site.Send(HttpMethod.Post, "ImplementationGuide/$uninstall?name=searching&version=1.0.0");
        await Task.Delay(1_100);
        var (gone, _, _) = await a.Send(HttpMethod.Get, "Observation?packed=left");

        Assert.Equal(["packed: followed", "put-together: not-supported", "retired: inactive", "taken: duplicate"], installed);
        Assert.Equal(installed, listed);
        Assert.Equal([id], found);
        Assert.Equal([id], again);
        Assert.Equal(("complete", true, HttpStatusCode.BadRequest), (state, told, gone));
        await host.Becomes(0, "select count(*) from search.parameter where name like 'searching#%'");
    }

    [SkippableFact]
    public async Task JP_Core_brings_parameters_that_find_insured_persons_and_sort_by_kana()
    {
        var file = SharedFolder.Find("jp/packages/jp-core.r4-1.1.2.tgz");
        Skip.If(file is null, "../shared/data/jp is not here.");
        using var site = Operator();
        using var a = host.Hospital("hospital-a");
        var patients = new List<string>();
        foreach (var (kanji, kana) in ((string, string)[])[("山田", "ヤマダ"), ("青木", "アオキ"), ("木村", "キムラ")])
            patients.Add(await a.Create(Named(kanji, kana)));
        var coverage = await a.Create(JsonNode.Parse($$"""
            {"resourceType":"Coverage","status":"active","beneficiary":{"reference":"Patient/{{patients[0]}}"},"payor":[{"display":"x"}],
             "extension":[{"url":"http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPersonNumber","valueString":"１２３４"}]}
            """)!.AsObject());

        var told = Told(await Install(site, await System.IO.File.ReadAllBytesAsync(file)), "jp-core.r4");

        Assert.True(told.Count >= 8 && told.All(one => one.EndsWith(": followed", StringComparison.Ordinal)), string.Join('\n', told));
        Assert.Equal([coverage], await a.Found("Coverage?jp-insured-personnumber=1234"));
        Assert.Equal([patients[1], patients[2], patients[0]], await a.Found("Patient?jp-kana-sort:missing=false&_sort=jp-kana-sort"));
        Assert.Equal([patients[2]], await a.Found("Patient?jp-kana-sort=きむら"));
    }

    private static JsonObject Named(string kanji, string kana) => new()
    {
        ["resourceType"] = "Patient",
        ["name"] = new JsonArray(
            new JsonObject { ["use"] = "usual", ["text"] = kanji, ["extension"] = new JsonArray(Representation("IDE")) },
            new JsonObject { ["use"] = "usual", ["text"] = kana, ["extension"] = new JsonArray(Representation("SYL")) }),
    };

    private static JsonObject Representation(string code) => new()
    {
        ["url"] = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation", ["valueCode"] = code,
    };

    private static JsonObject Named(JsonObject definition, string id)
    {
        definition["id"] = id;
        if (id == "taken-too")
            definition["url"] = "https://packed.example/SearchParameter/taken";
        return definition;
    }

    private static (string, string) File(JsonObject definition) =>
        ($"package/SearchParameter-{definition["id"]}.json", definition.ToJsonString());

    private static IReadOnlyList<string> Told(JsonObject answer, string name) =>
    [
        .. answer["parameter"]!.AsArray().Select(package => package!["part"]!.AsArray())
            .Single(parts => parts[0]!["valueString"]!.GetValue<string>() == name)
            .Where(part => part!["name"]!.GetValue<string>() == "searchParameter").Select(part => Told(part!["part"]!.AsArray())).Order(StringComparer.Ordinal),
    ];

    private static string Told(JsonArray parts)
    {
        var code = parts[0]!["valueUri"]!.GetValue<string>().Split('/')[^1];
        return parts[1]!["valueBoolean"]!.GetValue<bool>() ? $"{code}: followed" : $"{code}: {parts[2]!["valueCode"]!.GetValue<string>()}";
    }

    private HttpClient Operator() => host.Client(new()
    {
        ["sub"] = "operator", ["client_id"] = "operator", ["phr_role"] = "system", ["scope"] = "system/*.cruds",
    });

    private static async Task<JsonObject> Install(HttpClient http, byte[] archive)
    {
        using var content = new ByteArrayContent(archive);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        using var response = await http.PostAsync("ImplementationGuide/$install", content);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }
}
