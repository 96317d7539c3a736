using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Research;

/// <summary><c>GET /research/release</c>: what a study gets, and nothing that names anybody.</summary>
public sealed class ReleaseTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Study = "study-1";

    [Fact]
    public async Task It_holds_who_joined_under_one_pseudonym_and_nobody_else()
    {
        var joined = await host.LinkedPerson();
        var other = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(joined.Own);
        await a.Create(Observation(joined.AtA, "8480-6", 128.50m));
        await a.Create(Observation(other.AtA, "8480-6", 199m));
        await phone.Create(Sharing.Study(joined.Own, Study));

        var lines = await Release();

        var patient = Assert.Single(lines, line => Type(line) == "Patient");
        var observation = Assert.Single(lines, line => Type(line) == "Observation");
        Assert.Equal("Patient/" + Id(patient), observation["subject"]!["reference"]!.GetValue<string>());
        Assert.Equal("128.50", observation["valueQuantity"]!["value"]!.ToJsonString());
        Assert.NotEqual("2026-05-01T09:00:00+09:00", observation["effectiveDateTime"]!.GetValue<string>());
        Assert.EndsWith("T09:00:00+09:00", observation["effectiveDateTime"]!.GetValue<string>());
        await phone.Create(Sharing.Study(joined.Own, Study, "deny"));
    }

    [Fact]
    public async Task It_holds_no_name_number_address_text_or_id_of_the_record()
    {
        var joined = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(joined.Own);
        var telling = Observation(joined.AtA, "8480-6", 130m);
        telling["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:secret", ["value"] = "secret-number" });
        telling["note"] = new JsonArray(new JsonObject { ["text"] = "secret note" });
        telling["code"]!["text"] = "secret text";
        telling["code"]!["coding"]![0]!["display"] = "secret display";
        telling["performer"] = new JsonArray(new JsonObject { ["display"] = "Dr Secret" });
        telling["extension"] = new JsonArray(new JsonObject { ["url"] = "urn:secret", ["valueString"] = "secret extension" });
        telling["valueQuantity"]!["unit"] = "secret unit";
        var id = await a.Create(telling);
        await phone.Create(Sharing.Study(joined.Own, Study));

        using var researcher = Researcher();
        var text = await researcher.GetStringAsync("../research/release");

        Assert.Contains("8480-6", text);
        Assert.All(["secret", "Secret", "Hana", "Own", id, joined.Own, joined.AtA, joined.AtB, "1964-02"], piece => Assert.DoesNotContain(piece, text));
        await phone.Create(Sharing.Study(joined.Own, Study, "deny"));
    }

    [Fact]
    public async Task It_leaves_out_what_is_untold_and_what_was_refused_to_everyone()
    {
        var joined = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(joined.Own);
        await a.Create(Condition(joined.AtA, "I10"));
        await a.Create(Condition(joined.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        await a.Create(Condition(joined.AtA, "F32.9"));
        await phone.Create(Sharing.Study(joined.Own, Study));
        await phone.Create(Sharing.Refusal(joined.Own, Study, "hospital-a", "PSY"));

        var codes = (await Release()).Where(line => Type(line) == "Condition")
            .Select(line => line["code"]!["coding"]![0]!["code"]!.GetValue<string>());

        Assert.Equal(["I10"], codes);
        await phone.Create(Sharing.Study(joined.Own, Study, "deny"));
    }

    [Fact]
    public async Task Leaving_the_study_empties_the_next_release_and_the_person_sees_who_had_the_last()
    {
        var joined = await host.LinkedPerson();
        using var phone = host.Phone(joined.Own);
        var consent = await phone.Create(Sharing.Study(joined.Own, Study));
        Assert.NotEmpty(await Release());

        await phone.Send(HttpMethod.Delete, $"Consent/{consent}");

        Assert.Empty(await Release());
        using var service = host.Service("consent");
        var accesses = (await service.Search("../internal/accesses?after=0"))["entries"]!.AsArray();
        Assert.Contains(accesses, one => one!["interaction"]!.GetValue<string>() == "release" && one["patient"]!.GetValue<string>() == joined.Own);
    }

    [Fact]
    public async Task Only_researchers_get_one()
    {
        using var a = host.Hospital("hospital-a");

        Assert.Equal(HttpStatusCode.Forbidden, (await a.GetAsync("../research/release")).StatusCode);
    }

    private HttpClient Researcher() => host.Client(new()
    {
        ["sub"] = "researcher", ["client_id"] = "console", ["phr_role"] = "researcher", ["phr_org"] = Study, ["scope"] = "user/*.rs",
    });

    private async Task<List<JsonObject>> Release()
    {
        using var researcher = Researcher();
        var text = await researcher.GetStringAsync("../research/release");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private static string Type(JsonObject line) => line["resourceType"]!.GetValue<string>();

    private static string Id(JsonObject line) => line["id"]!.GetValue<string>();
}
