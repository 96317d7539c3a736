using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Audit;

/// <summary>Who did what with whose record, as AuditEvents.</summary>
public sealed class AuditEventTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Hypertension = "I10";

    [Fact]
    public async Task Every_way_to_read_and_write_leaves_an_event_of_its_kind()
    {
        using var a = host.Hospital("hospital-paths");
        var patient = await a.Create(Patient("Audit"));
        var entry = await a.Create(Condition(patient, Hypertension));
        var changed = Condition(patient, Hypertension);
        changed["id"] = entry;
        await a.Send(HttpMethod.Put, $"Condition/{entry}", changed);
        string[] reads =
        [
            $"Condition/{entry}", $"Condition/{entry}/_history/1", $"Condition/{entry}/_history",
                $"Condition?patient={patient}",
            $"Patient/{patient}/$everything", $"Condition?code=nobody-has-this", $"Patient/{Guid.NewGuid()}",
        ];
        foreach (var read in reads)
            await a.Send(HttpMethod.Get, read);
        await a.Post("", Bundle("batch", new JsonObject { ["request"] = new JsonObject { ["method"] = "GET",
            ["url"] = $"Condition/{entry}" } }));
        await a.Send(HttpMethod.Delete, $"Condition/{entry}");

        var events = Events(await a.Search("AuditEvent?_count=200"));

        string[] kinds = ["create", "update", "read", "vread", "history-instance", "search-type", "everything",
            "delete"];
        Assert.All(kinds, kind => Assert.Contains(events, one => Kinds(one).Contains(kind)));
        Assert.Equal(3, events.Count(one => Kinds(one).Contains("read")));
        Assert.Equal(2, events.Count(one => Kinds(one).Contains("search-type")));
        Assert.Equal(2, events.Count(one => Kinds(one).Contains("create")));
        Assert.Equal("delete", Kinds(events[0])[^1]);
        Assert.All(events, one =>
        {
            var parsed = FhirDocument.Parse(Encoding.UTF8.GetBytes(one.ToJsonString()));
            using var document = parsed.Document;
            Assert.True(parsed.IsValid, string.Join(", ", parsed.Issues.Select(
                issue => $"{issue.Rule} {issue.Expression}")));
        });
    }

    [Fact]
    public async Task A_read_and_a_query_have_the_shapes_of_balp()
    {
        using var a = host.Hospital("hospital-shapes");
        var patient = await a.Create(Patient("Shapes"));
        var entry = await a.Create(Condition(patient, Hypertension));
        await a.Search($"Condition/{entry}");
        await a.Search($"Condition?patient={patient}&code={Hypertension}");

        var read = Events(await a.Search("AuditEvent?subtype=read")).Single();
        var query = Events(
            await a.Search("AuditEvent?subtype=http://hl7.org/fhir/restful-interaction|search-type")).Single();
        var create = Events(await a.Search($"AuditEvent?action=C&entity=Condition/{entry}")).Single();

        Assert.EndsWith("IHE.BasicAudit.PatientRead", Profile(read), StringComparison.Ordinal);
        Assert.EndsWith("IHE.BasicAudit.PatientQuery", Profile(query), StringComparison.Ordinal);
        Assert.EndsWith("IHE.BasicAudit.PatientCreate", Profile(create), StringComparison.Ordinal);
        Assert.Equal(("R", "E", "C"), (Text(read, "action"), Text(query, "action"), Text(create, "action")));
        Assert.Contains(
            read["entity"]!.AsArray(), one => one!["what"]?["reference"]?.GetValue<string>() == $"Condition/{entry}");
        Assert.Contains(
            read["entity"]!.AsArray(), one => one!["what"]?["reference"]?.GetValue<string>() == $"Patient/{patient}");
        var sent = query["entity"]!.AsArray().Single(one => one!["query"] is not null)!["query"]!.GetValue<string>();
        Assert.Equal($"Condition?patient={patient}&code={Hypertension}",
            Encoding.UTF8.GetString(Convert.FromBase64String(sent)));
        Assert.Single(read["agent"]!.AsArray(), agent => agent!["requestor"]!.GetValue<bool>());
        Assert.Equal(Text(read, "id"), Text(await a.Search($"AuditEvent/{Text(read, "id")}"), "id"));
    }

    [Fact]
    public async Task What_was_denied_is_kept_with_its_outcome()
    {
        using var narrow = host.Hospital("hospital-denied", "system/Patient.cruds system/AuditEvent.rs");
        var (status, _, _) = await narrow.Send(HttpMethod.Post, "Condition", Condition("1", Hypertension));

        var denied = Events(await narrow.Search("AuditEvent?outcome=8")).Single();

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("create", Kinds(denied)[^1]);
        Assert.DoesNotContain(Hypertension, denied.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_who_saw_and_wrote_their_record_and_nothing_of_others()
    {
        var person = await host.LinkedPerson();
        var other = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await a.Create(Condition(person.AtA, Hypertension));
        await b.Search($"Condition?patient={person.AtB}");
        await b.Search($"Condition?patient={other.AtB}");

        var mine = Events(await phone.Search("AuditEvent?_count=200"));

        Assert.Contains(mine, one => Kinds(one).Contains("search-type")
            && one.ToJsonString().Contains("hospital-b", StringComparison.Ordinal));
        Assert.Contains(mine, one => Kinds(one).Contains("create")
            && one.ToJsonString().Contains("hospital-a", StringComparison.Ordinal));
        Assert.DoesNotContain(mine, one => one.ToJsonString().Contains(other.AtB, StringComparison.Ordinal)
            || one.ToJsonString().Contains(other.Own, StringComparison.Ordinal));
        Assert.Empty(Events(await phone.Search($"AuditEvent?patient={other.Own}")));
        Assert.DoesNotContain(Events(await a.Search("AuditEvent?_count=200")), one =>
            one.ToJsonString().Contains("hospital-b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_an_untold_diagnosis_the_person_learns_nothing_from_who_wrote_or_read_or_sought_it()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var untold = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        await b.Search($"Condition/{untold}");
        await b.Search($"Condition?patient={person.AtB}&code=C34.9");
        var gone = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        await a.Send(HttpMethod.Delete, $"Condition/{gone}");

        var mine = await phone.Search("AuditEvent?_count=200");
        var queries = Events(mine).SelectMany(one => one["entity"]!.AsArray()).Select(
            one => one!["query"]?.GetValue<string>() ?? "")
            .Select(sent => Encoding.UTF8.GetString(Convert.FromBase64String(sent)));

        Assert.DoesNotContain(untold, mine.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(gone, mine.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(queries, sent => sent.Contains("C34", StringComparison.Ordinal));
        Assert.Contains(Events(await b.Search("AuditEvent?_count=200")), one =>
            one.ToJsonString().Contains(untold, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_go_back_in_time_without_gap_or_repetition()
    {
        using var a = host.Hospital("hospital-pages");
        var patient = await a.Create(Patient("Pages"));
        for (var i = 0; i < 12; i++)
        {
            await a.Create(Condition(patient, Hypertension));
            await a.Search($"Patient/{patient}");
        }
        var found = new List<JsonNode>();
        var next = "AuditEvent?_count=5";
        while (next is not null)
        {
            var page = await a.Search(next);
            Assert.True(Events(page).Count <= 5);
            found.AddRange(Events(page));
            next = page["link"]!.AsArray().FirstOrDefault(
                link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
        }

        Assert.Equal(25, found.Count);
        Assert.Equal(25, found.Select(one => Text(one, "id")).Distinct().Count());
        Assert.Equal(found.Select(one => Text(one, "recorded")).OrderDescending(),
            found.Select(one => Text(one, "recorded")));
        Assert.Empty(Events(await a.Search("AuditEvent?date=lt2026-01-01")));
        Assert.Equal(25, Events(await a.Search("AuditEvent?date=ge2026-01-01&agent=hospital-pages&_count=200")).Count);
    }

    [Fact]
    public async Task Nobody_writes_changes_or_deletes_one()
    {
        using var a = host.Hospital("hospital-a");
        var forged = new JsonObject
        {
            ["resourceType"] = "AuditEvent", ["type"] = new JsonObject { ["code"] = "rest" },
                ["recorded"] = "2026-11-22T00:00:00Z",
            ["agent"] = new JsonArray(new JsonObject { ["requestor"] = true }),
            ["source"] = new JsonObject { ["observer"] = new JsonObject { ["display"] = "x" } },
        };

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await a.Send(HttpMethod.Post, "AuditEvent", forged)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await a.Send(HttpMethod.Put, "AuditEvent/a1", forged)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await a.Send(HttpMethod.Delete, "AuditEvent/a1")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await a.Send(
            HttpMethod.Post, "", Bundle("transaction", Entry(forged)))).Status);
    }

    [Theory]
    [InlineData("AuditEvent?no-such=1")]
    [InlineData("AuditEvent?date=yesterday")]
    [InlineData("AuditEvent?_count=0")]
    [InlineData("AuditEvent?_cursor=1-2")]
    [InlineData("AuditEvent?patient=")]
    public async Task A_search_that_means_nothing_is_refused(string search)
    {
        using var a = host.Hospital("hospital-a");
        Assert.Equal(HttpStatusCode.BadRequest, (await a.Send(HttpMethod.Get, search)).Status);
    }

    [Fact]
    public async Task Without_its_scope_and_for_studies_there_are_none()
    {
        using var narrow = host.Hospital("hospital-a", "system/Patient.rs");
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.Send(HttpMethod.Get, "AuditEvent")).Status);
        using var a = host.Hospital("hospital-a");
        foreach (var id in (string[])["a999999999", "w999999999", "x1", "a", "a1'"])
            Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, $"AuditEvent/{id}")).Status);
    }

    private static List<JsonNode> Events(JsonObject bundle) =>
        [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!)];

    private static List<string> Kinds(JsonNode one) =>
        [.. one["subtype"]!.AsArray().Select(kind => kind!["code"]!.GetValue<string>())];

    private static string Text(JsonNode one, string name) => one[name]!.GetValue<string>();

    private static string Profile(JsonNode one) => one["meta"]!["profile"]![0]!.GetValue<string>();
}
