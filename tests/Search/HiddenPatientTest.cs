using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Bulk;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Search;

/// <summary>
/// A canary: a Patient of another source that consent hides names nobody. If it named the person, one's own entries would come back and tell
/// that the two are linked.
/// </summary>
public sealed class HiddenPatientTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Observation?patient={p}")]
    [InlineData("Observation?patient=Patient/{p}&_summary=count")]
    [InlineData("Observation?patient={p}&_total=accurate&_count=1")]
    [InlineData("Observation?subject={p}")]
    [InlineData("Observation?subject=Patient/{p}&code=canary&_sort=-date")]
    [InlineData("Observation?subject:Patient={p}")]
    [InlineData("Observation?patient={p}&_asOf={now}")]
    [InlineData("Observation?performer=Patient/{p}")]
    [InlineData("Observation?patient={p},no-such-patient")]
    [InlineData("Observation?encounter.patient={p}")]
    [InlineData("Observation?encounter:Encounter.subject=Patient/{p}")]
    [InlineData("Observation?_filter=patient eq {p}")]
    [InlineData("Observation?_filter=subject re Patient/{p} and code eq canary")]
    [InlineData("Encounter?_has:Observation:encounter:patient={p}")]
    [InlineData("Encounter?_has:Observation:encounter:performer=Patient/{p}")]
    [InlineData("Patient/{p}/Observation")]
    [InlineData("Patient/{p}/*")]
    [InlineData("?_type=Observation,Encounter&patient={p}")]
    [InlineData("Observation/$lastn?patient={p}")]
    [InlineData("Observation/$stats?subject=Patient/{p}&code=canary&statistic=maximum&include=true")]
    [InlineData("Patient/{p}/$everything")]
    [InlineData("$graphql?query={ObservationList(patient:\"{p}\"){valueQuantity{value}}}")]
    public async Task A_hidden_Patient_names_nobody(string query)
    {
        var (person, b) = await OfOnesOwn();
        using var hospital = b;
        using var phone = host.Phone(person.Own);
        string Naming(string patient) => query.Replace("{p}", patient, StringComparison.Ordinal)
            .Replace("{now}", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);

        Assert.True(await Finds(b, Naming(person.AtA)), "A Patient that is shared names the person.");
        await phone.Create(Sharing.RefusalOfAll(person.Own, "hospital-b"));

        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Get, $"Patient/{person.AtA}")).Status);
        Assert.True(await Finds(b, Naming(person.AtB)), "One's own Patient names the person.");
        Assert.False(await Finds(b, Naming(person.AtA)));
        Assert.False(await Finds(b, Naming(person.Own)));
        Assert.True(await Finds(phone, Naming(person.AtA)), "The person knows whose Patient it is.");
    }

    [Fact]
    public async Task A_hidden_Patient_names_nobody_in_a_conditional_create()
    {
        var (person, b) = await OfOnesOwn();
        using var hospital = b;
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.RefusalOfAll(person.Own, "hospital-b"));

        Assert.Equal(HttpStatusCode.OK, await CreateUnless($"patient={person.AtB}&code=canary"));
        Assert.Equal(HttpStatusCode.Created, await CreateUnless($"patient={person.AtA}&code=canary"));

        async Task<HttpStatusCode> CreateUnless(string exists)
        {
            var bundle = Bundle("transaction", Entry(Observation(person.AtB, "other", 1), ifNoneExist: exists));
            var answer = await b.Post("", bundle);
            return (HttpStatusCode)int.Parse(((string)answer["entry"]![0]!["response"]!["status"]!)[..3], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task A_hidden_Patient_names_nobody_in_an_export()
    {
        var (person, b) = await OfOnesOwn();
        using var hospital = b;
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.RefusalOfAll(person.Own, "hospital-b"));
        Assert.NotEmpty(await b.Lines(await Export(person.AtB)));
        Assert.Empty(await b.Lines(await Export(person.AtA)));

        Task<JsonObject> Export(string patient) => b.Export("Patient/$export", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject
            {
                ["name"] = "patient", ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            }),
        });
    }

    [Fact]
    public async Task Who_treats_nobody_names_only_Patients_of_their_own()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var own = host.Client(new()
        {
            ["sub"] = "gateway", ["client_id"] = "gateway", ["phr_role"] = "system", ["phr_org"] = "hospital-a", ["scope"] = "system/*.rs",
        });
        var entry = await a.Create(Condition(person.AtA, "I10"));

        Assert.Equal([entry], await own.Ids($"Condition?patient={person.AtA}"));
        Assert.Empty(await own.Ids($"Condition?patient={person.AtB}"));
    }

    private async Task<(Linked Person, HttpClient B)> OfOnesOwn()
    {
        var person = await host.LinkedPerson();
        var b = host.Hospital("hospital-b");
        var encounter = await b.Create(new JsonObject
        {
            ["resourceType"] = "Encounter", ["status"] = "finished", ["subject"] = new JsonObject { ["reference"] = $"Patient/{person.AtB}" },
            ["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = "AMB" },
        });
        var entry = Observation(person.AtB, "canary", 77);
        entry["encounter"] = new JsonObject { ["reference"] = $"Encounter/{encounter}" };
        entry["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Patient/{person.AtB}" });
        await b.Create(entry);
        return (person, b);
    }

    private static async Task<bool> Finds(HttpClient client, string query)
    {
        var (status, answer, _) = await client.Send(HttpMethod.Get, query);
        return status == HttpStatusCode.OK && (answer["entry"] is JsonArray { Count: > 0 } || answer["total"]?.GetValue<int>() > 0
            || answer.ToJsonString().Contains("\"value\":77", StringComparison.Ordinal));
    }
}
