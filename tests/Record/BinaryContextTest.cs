using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Bulk;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A Binary is for who may see what it says that it belongs to. R4 security.html#binary.</summary>
public sealed class BinaryContextTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Letter = "34133-9";
    private const string Uninformed = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNINFORMED";

    [Fact]
    public async Task A_person_and_who_treats_them_open_the_attachment_of_a_document_and_nobody_else_does()
    {
        var (person, document, binary) = await Attached();
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);

        var seen = await phone.Search($"DocumentReference/{document}");
        var attachment = seen["content"]![0]!["attachment"]!["url"]!.GetValue<string>();

        Assert.Equal($"Binary/{binary}", attachment);
        foreach (var http in (HttpClient[])[phone, b])
        {
            Assert.Equal("bGV0dGVy", (await http.Search(attachment))["data"]!.GetValue<string>());
            Assert.Contains(binary, await http.Ids($"Patient/{(http == b ? person.AtB : person.Own)}/$everything?_count=1000"));
            Assert.Contains(binary, BulkClient.Ids(await http.Lines(await http.Export("Patient/$export?_type=Binary,Patient"))));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await c.Send(HttpMethod.Get, attachment)).Status);
    }

    [Theory]
    [InlineData("Binary/{binary}")]
    [InlineData("Binary/{binary}/_history")]
    [InlineData("Binary/{binary}/_history/1")]
    [InlineData("Binary/{binary}/_history/2")]
    [InlineData("Binary/_history?_count=1000")]
    [InlineData("_history?_count=1000")]
    [InlineData("Binary/{binary}?_asOf={now}")]
    [InlineData("Binary?_id={binary}")]
    [InlineData("Binary?_id={binary}&_asOf={now}")]
    [InlineData("?_type=Binary,DocumentReference&_id={binary}")]
    [InlineData("Patient/{patient}/$everything?_count=1000")]
    [InlineData("Patient/{patient}/$everything?_type=Binary&_count=1000")]
    [InlineData("Patient/$everything?_count=1000")]
    [InlineData("Provenance?target=Binary/{binary}")]
    public async Task What_hides_the_document_hides_its_attachment_in_every_channel(string query)
    {
        var (person, document, binary) = await Attached();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await a.Send(HttpMethod.Put, $"Binary/{binary}", Binary($"DocumentReference/{document}", binary, "YWdhaW4="));
        await a.Create(new JsonObject
        {
            ["resourceType"] = "Provenance", ["recorded"] = "2026-11-01T09:00:00+09:00",
            ["target"] = new JsonArray(Reference($"Binary/{binary}"), Reference($"Patient/{person.AtA}")),
            ["agent"] = new JsonArray(new JsonObject { ["who"] = Reference($"Patient/{person.AtA}") }),
        });
        await phone.Create(Sharing.RefusalOfCodes(person.Own, "hospital-b", [Letter]));
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        query = query.Replace("{binary}", binary, StringComparison.Ordinal).Replace("{now}", now, StringComparison.Ordinal);

        var (_, own, _) = await a.Send(HttpMethod.Get, query.Replace("{patient}", person.AtA, StringComparison.Ordinal));
        var (status, answer, _) = await b.Send(HttpMethod.Get, query.Replace("{patient}", person.AtB, StringComparison.Ordinal));

        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{(int)status}");
        // A self link says what was asked.
        answer.Remove("link");
        own.Remove("link");
        Assert.Contains(binary, own.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(binary, answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
        Assert.DoesNotContain(binary, BulkClient.Ids(await b.Lines(await b.Export("Patient/$export?_type=Binary,Patient"))));
    }

    [Fact]
    public async Task A_document_that_changes_its_label_or_goes_takes_its_attachment_along()
    {
        var (person, document, binary) = await Attached();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var put = Document(person.AtA, $"Binary/{binary}");
        put["id"] = document;
        var untold = put.DeepClone().AsObject();
        untold["meta"] = new JsonObject
        {
            ["security"] = new JsonArray(new JsonObject { ["system"] = Uninformed.Split('|')[0], ["code"] = Uninformed.Split('|')[1] }),
        };

        var seen = new List<HttpStatusCode>();
        foreach (var next in (JsonObject?[])[untold, put, null])
        {
            await a.Send(next is null ? HttpMethod.Delete : HttpMethod.Put, $"DocumentReference/{document}", next);
            seen.Add((await phone.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
        }

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound], seen);
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
    }

    [Fact]
    public async Task What_it_cannot_belong_to_leaves_it_to_its_writer_and_tells_nothing()
    {
        var (person, document, attachment) = await Attached();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var nested = await a.Create(Binary($"Binary/{attachment}"));
        var foreign = await b.Create(Binary($"DocumentReference/{document}"));
        var absent = await b.Create(Binary("DocumentReference/no-such"));
        var elsewhere = await b.Create(Binary("https://elsewhere.example/fhir/Patient/1"));
        var named = Binary(null);
        named["securityContext"] = new JsonObject { ["identifier"] = new JsonObject { ["value"] = "1" } };
        var byIdentifier = await b.Create(named);
        var without = await b.Create(Binary(null));

        foreach (var id in (string[])[foreign, absent, elsewhere, byIdentifier, without])
        {
            Assert.Equal(HttpStatusCode.OK, (await b.Send(HttpMethod.Get, $"Binary/{id}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, $"Binary/{id}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, $"Binary/{id}")).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, $"Binary/{nested}")).Status);
    }

    [Fact]
    public async Task A_version_that_it_names_means_the_document_as_it_is_now()
    {
        var (person, document, _) = await Attached();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);

        var binary = await a.Create(Binary($"DocumentReference/{document}/_history/1"));

        Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
        await a.Send(HttpMethod.Delete, $"DocumentReference/{document}");
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
    }

    [Fact]
    public async Task A_token_that_does_not_read_the_document_does_not_read_its_attachment()
    {
        var (_, _, binary) = await Attached();
        using var both = host.Hospital("hospital-b", "system/Binary.rs system/DocumentReference.rs");
        using var only = host.Hospital("hospital-b", "system/Binary.rs");

        Assert.Equal(HttpStatusCode.OK, (await both.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await only.Send(HttpMethod.Get, $"Binary/{binary}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_brings_both_in_any_order(bool binaryFirst)
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var (of, at) = ($"urn:uuid:{Guid.NewGuid()}", $"urn:uuid:{Guid.NewGuid()}");
        JsonObject[] entries = [Entry(Binary(of), at), Entry(Document(person.AtA, at), of)];
        var bundle = Bundle("transaction", binaryFirst ? entries : entries.Reverse());

        var answer = await a.Post("", bundle);

        var places = answer["entry"]!.AsArray()
            .Select(entry => entry!["response"]!["location"]!.GetValue<string>().Split("/_history")[0]).Order().ToList();
        var (attachment, document) = (places[0], places[1].Split('/')[1]);
        foreach (var place in places)
            Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, place)).Status);
        Assert.Contains(document, await a.Ids($"DocumentReference?location={attachment}"));
        Assert.Empty((await host.VerifyProjections()).Faults);
    }

    [Fact]
    public async Task An_import_takes_Binaries_behind_what_they_belong_to()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var (document, binary) = (Document(person.AtA, "Binary/x"), Binary(null));
        document["id"] = $"d-{Guid.NewGuid()}";
        binary["id"] = $"b-{Guid.NewGuid()}";
        binary["securityContext"] = Reference($"DocumentReference/{document["id"]}");

        using var content = BulkClient.Ndjson([binary, document]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "$import") { Content = content };
        request.Headers.Add("Prefer", "respond-async");
        using var accepted = await a.SendAsync(request);
        await a.Manifest(accepted.Content.Headers.ContentLocation!.ToString());

        Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Binary/{binary["id"]}")).Status);
    }

    [Fact]
    public async Task It_is_erased_with_the_account_that_it_belongs_to()
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);
        var loose = await phone.Create(Binary(null));
        var bound = await phone.Create(Binary($"Patient/{own}"));
        foreach (var id in (string[])[loose, bound])
            Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, $"Binary/{id}")).Status);

        await phone.Post($"Patient/{own}/$erase", new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "reason", ["valueString"] = "x" }),
        });

        await using var left = host.Database.CreateCommand("select count(*) from record.state where id = $1");
        left.Parameters.Add(new() { Value = bound });
        Assert.Equal(0L, await left.ExecuteScalarAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Send(HttpMethod.Get, $"Binary/{bound}")).Status);
    }

    [Fact]
    public async Task It_moves_to_no_other_person_and_may_belong_to_nothing_any_more()
    {
        var (person, document, binary) = await Attached();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var other = await a.Create(Patient("Ito"));

        var moved = await a.Send(HttpMethod.Put, $"Binary/{binary}", Binary($"Patient/{other}", binary));
        var kept = await phone.Send(HttpMethod.Get, $"Binary/{binary}");
        var loose = await a.Send(HttpMethod.Put, $"Binary/{binary}", Binary(null, binary));
        var hidden = await phone.Send(HttpMethod.Get, $"Binary/{binary}");
        var first = await phone.Send(HttpMethod.Get, $"Binary/{binary}/_history/1");
        var again = await a.Send(HttpMethod.Put, $"Binary/{binary}", Binary($"DocumentReference/{document}", binary));

        Assert.Equal("Binary.securityContext", (string?)moved.Body["issue"]![0]!["expression"]![0]);
        Assert.Equal(
            [HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK],
            new[] { moved.Status, kept.Status, loose.Status, hidden.Status, again.Status });
        Assert.Equal(HttpStatusCode.NotFound, first.Status);
        foreach (var seen in (string[])[$"Binary/{binary}", $"Binary/{binary}/_history/1"])
            Assert.Equal(HttpStatusCode.OK, (await phone.Send(HttpMethod.Get, seen)).Status);
    }

    // A letter that hospital a wrote, and its attachment.
    private async Task<(Linked Person, string Document, string Binary)> Attached()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        var binary = $"letter-{Guid.NewGuid()}";
        var document = await a.Create(Document(person.AtA, $"Binary/{binary}"));
        var (status, _, _) = await a.Send(HttpMethod.Put, $"Binary/{binary}", Binary($"DocumentReference/{document}", binary));
        Assert.Equal(HttpStatusCode.Created, status);
        return (person, document, binary);
    }

    private static JsonObject Document(string patient, string attachment) => new()
    {
        ["resourceType"] = "DocumentReference", ["status"] = "current", ["type"] = Concept(Loinc, Letter),
        ["subject"] = Reference($"Patient/{patient}"),
        ["content"] = new JsonArray(new JsonObject
        {
            ["attachment"] = new JsonObject { ["contentType"] = "text/plain", ["url"] = attachment },
        }),
    };

    private static JsonObject Binary(string? context, string? id = null, string data = "bGV0dGVy")
    {
        var binary = new JsonObject { ["resourceType"] = "Binary", ["contentType"] = "text/plain", ["data"] = data };
        if (context is not null)
            binary["securityContext"] = Reference(context);
        if (id is not null)
            binary["id"] = id;
        return binary;
    }

    private static JsonObject Reference(string to) => new() { ["reference"] = to };
}
