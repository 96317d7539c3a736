using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Bulk.BulkClient;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>The files of an export hold to what the person says at the moment of fetching them.</summary>
public sealed class ConsentAtDownloadTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Conditions =
        """{"resource":"Condition","name":"conditions","select":[{"column":[{"name":"id","path":"id"},{"name":"one","path":"code.coding.code"}]}]}""";

    [Fact]
    public async Task What_was_refused_after_an_export_is_left_out_and_is_there_again_once_the_refusal_is_withdrawn()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var shown = await a.Create(Condition(person.AtA, "I10"));
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        var atB = await b.Export("Patient/$export");
        var atA = await a.Export("Patient/$export");
        Assert.Superset(new HashSet<string> { shown, hidden }, (await Fetched(b, atB)).ToHashSet());

        var refusal = await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        foreach (var packed in (bool[])[false, true])
        {
            var seen = await Fetched(b, atB, packed);
            Assert.Contains(shown, seen);
            Assert.DoesNotContain(hidden, seen);
            Assert.Contains(hidden, await Fetched(a, atA, packed));
        }
        await phone.Send(HttpMethod.Delete, $"Consent/{refusal}");
        Assert.Contains(hidden, await Fetched(b, atB));
    }

    [Fact]
    public async Task Who_was_parted_from_the_person_fetches_nothing_of_the_others_any_more()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Condition(person.AtA, "I10"));
        var manifest = await b.Export("Patient/$export");
        Assert.Contains(entry, await Fetched(b, manifest));

        await phone.Send(HttpMethod.Delete, $"Consent/{person.Link}");

        var seen = await Fetched(b, manifest);
        Assert.DoesNotContain(entry, seen);
        Assert.DoesNotContain(person.AtA, seen);
        Assert.Contains(person.AtB, seen);
    }

    [Theory]
    [InlineData("ndjson")]
    [InlineData("csv")]
    public async Task Rows_and_errors_of_a_view_are_left_out_with_what_they_come_of(string format)
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var shown = await a.Create(Condition(person.AtA, "I10"));
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        var wrong = Condition(person.AtA, "F33.1");
        wrong["code"]!["coding"]!.AsArray().Add(new JsonObject { ["system"] = Loinc, ["code"] = "two" });
        var faulty = await a.Create(wrong);
        var manifest = await b.Manifest(await b.KickOff($"ViewDefinition/$export?_format={format}", ViewOf(Conditions)));
        var before = await Texts(b, manifest);
        Assert.All((string[])[shown, hidden, faulty], id => Assert.Contains(id, before, StringComparison.Ordinal));

        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        var after = await Texts(b, manifest);
        Assert.Contains(shown, after, StringComparison.Ordinal);
        Assert.All((string[])[hidden, faulty], id => Assert.DoesNotContain(id, after, StringComparison.Ordinal));
        if (format == "csv")
            Assert.StartsWith("id,one\r\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_of_what_was_refused_since_is_not_told_any_more()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var shown = await a.Create(Condition(person.AtA, "I10"));
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        foreach (var id in (string[])[shown, hidden])
            await a.Send(HttpMethod.Delete, $"Condition/{id}");
        var manifest = await b.Export("$export?_since=2020-01-01&_type=Condition");
        Assert.Contains(hidden, (await b.Lines(manifest, "deleted")).Select(line => line.ToJsonString()).Join(), StringComparison.Ordinal);

        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        var file = manifest["deleted"]![0]!["url"]!.GetValue<string>();
        var told = await b.GetStringAsync(file);
        Assert.Contains(shown, told, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_fewer_types_fetches_fewer()
    {
        using var a = host.Hospital("hospital-narrowed");
        using var narrow = host.Hospital("hospital-narrowed", "system/Patient.rs");
        var patient = await a.Create(Patient("Sato"));
        var entry = await a.Create(Condition(patient, "I10"));
        var manifest = await a.Export("Patient/$export");

        Assert.Equal(new HashSet<string> { patient, entry }, (await Fetched(a, manifest)).ToHashSet());
        Assert.Equal([patient], await Fetched(narrow, manifest));
    }

    [Fact]
    public async Task An_erasure_ends_the_exports_that_hold_the_account_and_no_others()
    {
        var erased = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var kept = host.Hospital("hospital-without-them");
        using var phone = host.Phone(erased.Own);
        var reading = await phone.Create(Observation(erased.Own, "8867-4", 60));
        var other = await kept.Create(Patient("Ito"));
        var own = await phone.KickOff("Patient/$export");
        var elsewhere = await kept.KickOff("Patient/$export");
        var manifest = await phone.Manifest(own);
        var others = await kept.Manifest(elsewhere);
        Assert.Contains(reading, await Fetched(phone, manifest));

        await phone.Post($"Patient/{erased.Own}/$erase", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "reason", ["valueString"] = "x" }),
        });

        var file = manifest["output"]!.AsArray().First(one => one!["type"]!.GetValue<string>() == "Observation")!["url"]!.GetValue<string>();
        using (var at = await phone.GetAsync(file))
            Assert.DoesNotContain(reading, await at.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        for (var until = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < until; await Task.Delay(100))
        {
            if ((await phone.Send(HttpMethod.Get, own)).Status == HttpStatusCode.Gone)
                break;
        }
        Assert.Equal(HttpStatusCode.Gone, (await phone.Send(HttpMethod.Get, file)).Status);
        Assert.Equal(HttpStatusCode.OK, (await kept.Send(HttpMethod.Get, elsewhere)).Status);
        Assert.Contains(other, await Fetched(kept, others));
    }

    // Whatever the manifest counts: that is of the moment it was made.
    private static async Task<IReadOnlyList<string>> Fetched(HttpClient http, JsonObject manifest, bool packed = false)
    {
        var lines = new List<JsonObject>();
        foreach (var file in manifest["output"]!.AsArray())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file!["url"]!.GetValue<string>());
            if (packed)
                request.Headers.Add("Accept-Encoding", "gzip");
            using var answer = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(packed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
            await using var body = await answer.Content.ReadAsStreamAsync();
            await using var unpacked = packed ? new GZipStream(body, CompressionMode.Decompress) : body;
            using var text = new StreamReader(unpacked, Encoding.UTF8);
            lines.AddRange((await text.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject()));
        }
        return Ids(lines);
    }

    private static async Task<string> Texts(HttpClient http, JsonObject manifest)
    {
        var texts = new StringBuilder();
        foreach (var file in manifest["output"]!.AsArray().Concat(manifest["error"]!.AsArray()))
            texts.Append(await http.GetStringAsync(file!["url"]!.GetValue<string>()));
        return texts.ToString();
    }

    private static JsonObject ViewOf(string view) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray(new JsonObject
        {
            ["name"] = "view",
            ["part"] = new JsonArray(new JsonObject { ["name"] = "viewResource", ["resource"] = JsonNode.Parse(view) }),
        }),
    };
}
