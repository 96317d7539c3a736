using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Bulk.BulkClient;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary>SMART Bulk Data Access 2.0.</summary>
public sealed class ExportTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task What_consent_hides_is_in_no_export_and_what_it_shows_is()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        var shown = await a.Create(Condition(person.AtA, "I10"));
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        Assert.Superset(new HashSet<string> { shown, hidden }, Ids(await a.Lines(await a.Export("$export"))).ToHashSet());
        var seenByB = Ids(await b.Lines(await b.Export("$export")));
        Assert.Contains(shown, seenByB);
        Assert.DoesNotContain(hidden, seenByB);
        Assert.DoesNotContain(hidden, Ids(await b.Lines(await b.Export("$export?_typeFilter=Condition%3Fcode%3DF32.9&_type=Condition"))));
        var seenByC = Ids(await c.Lines(await c.Export("Patient/$export")));
        Assert.DoesNotContain(shown, seenByC);
        Assert.DoesNotContain(person.AtA, seenByC);
        Assert.Equal(
            new HashSet<string>(await phone.Ids($"Patient/{person.Own}/$everything")),
            Ids(await phone.Lines(await phone.Export("Patient/$export"))).ToHashSet());
    }

    [Fact]
    public async Task A_group_is_its_members_and_what_their_entries_name()
    {
        using var a = host.Hospital("hospital-a");
        var member = await a.Create(Patient("Sato"));
        var left = await a.Create(Patient("Ito"));
        var other = await a.Create(Patient("Kato"));
        var clinic = await a.Create(new() { ["resourceType"] = "Organization", ["name"] = "Minato" });
        var elsewhere = await a.Create(new() { ["resourceType"] = "Organization", ["name"] = "Elsewhere" });
        var seen = Observation(member, "8480-6", 120);
        seen["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{clinic}" });
        var entry = await a.Create(seen);
        await a.Create(Observation(other, "8480-6", 120));
        var group = await a.Create(new()
        {
            ["resourceType"] = "Group", ["type"] = "person", ["actual"] = true,
            ["member"] = new JsonArray(
                new JsonObject { ["entity"] = new JsonObject { ["reference"] = $"Patient/{member}" } },
                new JsonObject { ["entity"] = new JsonObject { ["reference"] = $"Patient/{left}" }, ["inactive"] = true }),
        });

        var ids = Ids(await a.Lines(await a.Export($"Group/{group}/$export")));

        Assert.Equal(new HashSet<string> { member, entry, clinic, group }, ids.ToHashSet());
        Assert.DoesNotContain(elsewhere, ids);
        using var c = host.Hospital("hospital-c");
        var (status, _, _) = await c.Send(HttpMethod.Get, $"Group/{group}/$export", null, ("Prefer", "respond-async"));
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task The_patients_named_are_picked_out()
    {
        using var a = host.Hospital("hospital-a");
        var one = await a.Create(Patient("Sato"));
        await a.Create(Patient("Ito"));
        var parameters = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "patient", ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{one}" } }),
        };

        Assert.Equal([one], Ids(await a.Lines(await a.Export("Patient/$export", parameters))));
    }

    [Fact]
    public async Task Since_tells_what_is_new_and_what_was_deleted()
    {
        using var a = host.Hospital("hospital-deletes");
        var patient = await a.Create(Patient("Sato"));
        var stays = await a.Create(Observation(patient, "8480-6", 120));
        var goes = await a.Create(Observation(patient, "8480-6", 121));
        var returns = await a.Create(Observation(patient, "8480-6", 122));
        var first = await a.Export("Patient/$export");
        await Task.Delay(20);
        var added = await a.Create(Observation(patient, "8480-6", 123));
        await a.Send(HttpMethod.Delete, $"Observation/{goes}");
        await a.Send(HttpMethod.Delete, $"Observation/{returns}");
        var again = Observation(patient, "8480-6", 124);
        again["id"] = returns;
        await a.Send(HttpMethod.Put, $"Observation/{returns}", again);

        var since = Uri.EscapeDataString(first["transactionTime"]!.GetValue<string>());
        var second = await a.Export($"$export?_since={since}&_type=Observation");

        Assert.Equal(new HashSet<string> { patient, stays, goes, returns }, Ids(await a.Lines(first)).ToHashSet());
        var news = Ids(await a.Lines(second));
        Assert.Superset(new HashSet<string> { added, returns }, news.ToHashSet());
        Assert.DoesNotContain(stays, news);
        var bundle = Assert.Single(await a.Lines(second, "deleted"));
        var request = Assert.Single(bundle["entry"]!.AsArray())!["request"]!;
        Assert.Equal(("DELETE", $"Observation/{goes}"), (request["method"]!.GetValue<string>(), request["url"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_deletion_of_what_was_hidden_is_not_told()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        await a.Send(HttpMethod.Delete, $"Condition/{hidden}");

        Assert.DoesNotContain(
            hidden, (await b.Lines(await b.Export("$export?_since=2026-01-01"), "deleted")).Select(line => line.ToJsonString()).Join());
        Assert.Contains(
            hidden, (await a.Lines(await a.Export("$export?_since=2020-01-01"), "deleted")).Select(line => line.ToJsonString()).Join());
    }

    [Fact]
    public async Task Filters_of_a_type_are_alternatives_and_elements_are_a_marked_part()
    {
        using var a = host.Hospital("hospital-filters");
        var patient = await a.Create(Patient("Sato"));
        var systolic = await a.Create(Observation(patient, "8480-6", 120));
        var pulse = await a.Create(Observation(patient, "8867-4", 60));
        await a.Create(Observation(patient, "8310-5", 37));

        var manifest = await a.Export(
            "$export?_type=Observation&_typeFilter=Observation%3Fcode%3D8480-6"
            + "&_typeFilter=Observation%3Fcode%3D8867-4%26date%3Dge2026-01-01&_elements=id,Observation.value");
        var lines = await a.Lines(manifest);

        Assert.Equal(new HashSet<string> { systolic, pulse }, Ids(lines).ToHashSet());
        Assert.All(lines, line =>
        {
            Assert.Equal(["code", "id", "meta", "resourceType", "status", "valueQuantity"], line.Select(property => property.Key).Order());
            Assert.Equal("SUBSETTED", line["meta"]!["tag"]![0]!["code"]!.GetValue<string>());
        });
    }

    [Fact]
    public async Task Several_filters_may_stand_in_one_parameter()
    {
        using var a = host.Hospital("hospital-commas");
        var (patient, other) = (await a.Create(Patient("Ito")), await a.Create(Patient("Mori")));
        var systolic = await a.Create(Observation(patient, "8480-6", 120));
        var pulse = await a.Create(Observation(patient, "8867-4", 60));
        await a.Create(Observation(patient, "8310-5", 37));

        var lines = await a.Lines(await a.Export(
            "$export?_type=Observation,Patient&_typeFilter=" + Uri.EscapeDataString("Observation?code=8480-6,8867-4,Patient?family=Mori")));
        var (status, outcome, _) = await a.Send(
            HttpMethod.Get, "$export?_typeFilter=" + Uri.EscapeDataString("Patient?family=Mori,Nothing?family=Mori"), null,
            ("Prefer", "respond-async"));

        Assert.Equal(new HashSet<string> { systolic, pulse, other }, Ids(lines).ToHashSet());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("http._typeFilter", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task To_another_client_there_is_no_such_export()
    {
        using var a = host.Hospital("hospital-a");
        using var other = host.Client(new()
        {
            ["sub"] = "second", ["client_id"] = "second", ["phr_role"] = "hospital", ["phr_org"] = "hospital-a",
            ["scope"] = "system/*.cruds",
        });
        await a.Create(Patient("Sato"));
        var status = await a.KickOff("$export?_type=Patient");
        var file = (await a.Manifest(status))["output"]![0]!["url"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.NotFound, (await other.Send(HttpMethod.Get, status)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send(HttpMethod.Get, file)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send(HttpMethod.Delete, status)).Status);
        using var nobody = host.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.Send(HttpMethod.Get, file)).Status);
    }

    [Fact]
    public async Task What_is_cancelled_is_gone_with_its_files()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Sato"));
        var status = await a.KickOff("$export?_type=Patient");
        var file = (await a.Manifest(status))["output"]![0]!["url"]!.GetValue<string>();

        Assert.Equal(HttpStatusCode.Accepted, (await a.Send(HttpMethod.Delete, status)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, status)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, file)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Delete, status)).Status);
    }

    [Fact]
    public async Task A_file_comes_packed_to_who_takes_it_so()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Sato"));
        var manifest = await a.Export("$export?_type=Patient");
        using var request = new HttpRequestMessage(HttpMethod.Get, manifest["output"]![0]!["url"]!.GetValue<string>());
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var response = await a.SendAsync(request);
        using var unpacked = new StreamReader(new System.IO.Compression.GZipStream(
            await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress));

        Assert.Equal("application/fhir+ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(manifest["output"]![0]!["count"]!.GetValue<int>(), (await unpacked.ReadToEndAsync()).Count(c => c == '\n'));
    }

    [Fact]
    public async Task Nothing_of_an_export_lies_readable_in_the_folder()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Canarysato"));
        await a.Export("$export?_type=Patient&_typeFilter=Patient%3Fname%3DCanarysato");

        var files = Directory.GetFiles(Path.Combine(host.Settings.DataFolder, "bulk"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("Canarysato", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$export?_type=Patients", "http._type")]
    [InlineData("$export?_since=yesterday", "http._since")]
    [InlineData("$export?_outputFormat=text/csv", "http._outputFormat")]
    [InlineData("$export?_typeFilter=Observation%3F_sort%3Ddate", "http._typeFilter")]
    [InlineData("$export?_typeFilter=Observation%3Fnonsense%3Dx", "http._typeFilter")]
    [InlineData("$export?_type=Patient&_typeFilter=Observation%3Fcode%3Dx", "http._typeFilter")]
    [InlineData("$export?_elements=Patient.colour", "http._elements")]
    [InlineData("$export?includeAssociatedData=LatestProvenanceResources,_other", "http.includeAssociatedData")]
    [InlineData("$export?patient=Patient/1", "http.patient")]
    public async Task What_is_not_known_is_refused_at_its_place(string path, string place)
    {
        using var a = host.Hospital("hospital-a");
        var (status, outcome, _) = await a.Send(HttpMethod.Get, path, null, ("Prefer", "respond-async"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(place, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Lenient_handling_leaves_it_out_and_says_so()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(Patient("Sato"));
        var manifest = await a.Export(
            "$export?_type=Patient&includeAssociatedData=_other", prefer: "respond-async, handling=lenient");

        var outcome = Assert.Single(await a.Lines(manifest, "error"));
        Assert.Equal("http.includeAssociatedData", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_respond_async_or_the_scope_there_is_no_export()
    {
        using var a = host.Hospital("hospital-a");
        using var narrow = host.Hospital("hospital-a", "system/Patient.rs");
        await a.Create(Observation(await a.Create(Patient("Sato")), "8480-6", 120));

        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Get, "$export")).Status);
        var (closed, _, _) = await narrow.Send(HttpMethod.Get, "$export?_type=Observation", null, ("Prefer", "respond-async"));
        Assert.Equal(HttpStatusCode.Forbidden, closed);
        Assert.All(
            await narrow.Lines(await narrow.Export("$export")), line => Assert.Equal("Patient", line["resourceType"]!.GetValue<string>()));
    }
}

internal static class TextJoin
{
    public static string Join(this IEnumerable<string> texts) => string.Join('\n', texts);
}
