using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.OwnRecord;

public sealed class LinksTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Records_with_the_persons_number_are_offered_and_linked_and_parted_again()
    {
        var insured = Sharing.NewInsuredNumber();
        var own = await host.NewPerson(insured);
        using var phone = host.Phone(own);
        using var a = host.Hospital("hospital-a");
        var atA = await a.Create(Patient("Own", insured));
        await a.Create(Observation(atA, "8480-6", 120m));

        var match = Assert.Single((await phone.Get("matches"))["matches"]!.AsArray())!;
        Assert.Equal(atA, match["patient"]!.GetValue<string>());
        Assert.Equal("""{"ja":"みなと病院","en":"Minato Hospital"}""", Plain(match["name"]!));
        Assert.Equal("1964-02-03", match["birthDate"]!.GetValue<string>());
        Assert.Equal("…" + insured.Split(':')[2], match["insured"]!.GetValue<string>());

        var consent = await phone.Link(atA);
        Assert.Empty((await phone.Get("matches"))["matches"]!.AsArray());
        var sources = (await phone.Get("sources"))["sources"]!.AsArray();
        Assert.Equal([$"phone/{own}", "hospital-a"], sources.Select(source => source!["source"]!.GetValue<string>()));
        Assert.Equal([true, false], sources.Select(source => source!["own"]!.GetValue<bool>()));
        Assert.Equal([null, $"Consent/{consent}"], sources.Select(source => source!["consent"]?.GetValue<string>()));
        // Patient and Consent of their own; Patient and Observation at the hospital.
        Assert.Equal([2, 2], sources.Select(source => source!["resources"]!.GetValue<int>()));

        Assert.Equal(HttpStatusCode.NoContent, (await phone.Ask(HttpMethod.Delete, $"links/{consent}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Ask(HttpMethod.Delete, $"links/{consent}")).Status);
        Assert.Single((await phone.Get("sources"))["sources"]!.AsArray());
        Assert.Single((await phone.Get("matches"))["matches"]!.AsArray());
        Assert.Equal("2", (await phone.Search($"Consent/{consent}"))["meta"]!["versionId"]!.GetValue<string>());
        Assert.Empty(await phone.Ids($"Observation?patient={own}"));
    }

    [Fact]
    public async Task Nobody_is_offered_or_given_the_record_of_another()
    {
        var (insured, others) = (Sharing.NewInsuredNumber(), Sharing.NewInsuredNumber());
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(await host.NewPerson(insured));
        var other = await a.Create(Patient("Other", others));
        await a.Create(Patient("Twin", insured, "1999-12-31"));

        Assert.Empty((await phone.Get("matches"))["matches"]!.AsArray());
        var (status, problem, response) = await phone.Ask(HttpMethod.Post, "links", Me.Patients(other));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/patients"), (status, problem["place"]!.GetValue<string>()));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_link_of_several_stands_or_falls_as_one()
    {
        var insured = Sharing.NewInsuredNumber();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(await host.NewPerson(insured));
        var mine = await a.Create(Patient("Own", insured));
        var other = await a.Create(Patient("Other", Sharing.NewInsuredNumber()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Ask(HttpMethod.Post, "links", Me.Patients(mine, other))).Status);

        Assert.Single((await phone.Get("sources"))["sources"]!.AsArray());
    }

    [Theory]
    [InlineData("{}", "/patients")]
    [InlineData("""{"patients":[]}""", "/patients")]
    [InlineData("""{"patients":["a b"]}""", "/patients/0")]
    [InlineData("""{"patients":["a",7]}""", "/patients/1")]
    public async Task A_link_that_names_no_Patients_is_refused_with_its_place(string body, string place)
    {
        using var phone = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));

        var (status, problem, _) = await phone.Ask(HttpMethod.Post, "links", JsonNode.Parse(body));

        Assert.Equal((HttpStatusCode.BadRequest, place), (status, problem["place"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Links_are_up_to_50_Patients()
    {
        using var phone = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));
        var ids = Enumerable.Range(0, 51).Select(i => $"p{i}").ToArray();

        Assert.Equal(HttpStatusCode.BadRequest, (await phone.Ask(HttpMethod.Post, "links", Me.Patients(ids))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.Ask(HttpMethod.Post, "links", Me.Patients(ids[..50]))).Status);
    }

    [Fact]
    public async Task Only_ones_own_link_is_taken_back()
    {
        var linked = await host.LinkedPerson();
        using var other = host.Phone(await host.NewPerson(Sharing.NewInsuredNumber()));
        using var phone = host.Phone(linked.Own);
        var refusal = await phone.Create(Sharing.Refusal(linked.Own, "hospital-b", "hospital-a", "PSY"));

        Assert.Equal(HttpStatusCode.NotFound, (await other.Ask(HttpMethod.Delete, $"links/{linked.Link}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Ask(HttpMethod.Delete, $"links/{refusal}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Ask(HttpMethod.Delete, "links/none")).Status);
    }

    [Fact]
    public async Task Without_consent_service_nothing_is_linked_and_names_are_codes()
    {
        var insured = Sharing.NewInsuredNumber();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(await host.NewPerson(insured));
        var atA = await a.Create(Patient("Own", insured));
        host.ConsentServiceAway = true;
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await phone.Ask(HttpMethod.Post, "links", Me.Patients(atA))).Status);
        }
        finally
        {
            host.ConsentServiceAway = false;
        }
        Assert.Single((await phone.Get("sources"))["sources"]!.AsArray());
    }

    [Theory]
    [InlineData("GET", "sources")]
    [InlineData("GET", "matches")]
    [InlineData("POST", "links")]
    [InlineData("DELETE", "links/x")]
    [InlineData("GET", "timeline")]
    [InlineData("GET", "timeline/changes?after=0")]
    [InlineData("POST", "streams/x/erase")]
    public async Task What_is_the_persons_own_is_for_nobody_else(string method, string path)
    {
        using var hospital = host.Hospital("hospital-a");
        using var anonymous = host.Anonymous();

        Assert.Equal(HttpStatusCode.Forbidden, (await hospital.Ask(new HttpMethod(method), path, method == "POST" ? new JsonObject() : null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.Ask(new HttpMethod(method), path)).Status);
    }

    private static string Plain(JsonNode node) =>
        node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
