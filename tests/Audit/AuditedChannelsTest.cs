using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Bulk;
using Phr.Tests.Record;
using Phr.Tests.Subscriptions;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Audit;

/// <summary>No way to a record leaves no trace, and the person whose it is finds it.</summary>
public sealed class AuditedChannelsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("lastn", "Observation/$lastn?patient={0}")]
    [InlineData("everything", "Patient/{0}/$everything")]
    [InlineData("history-type", "Observation/_history")]
    [InlineData("history-system", "_history")]
    [InlineData("search-system", "?_type=Observation,Condition&patient={0}")]
    public async Task A_read_of_many_is_told_to_the_person_of_each(string kind, string path)
    {
        var (person, _) = await Known($"hospital-{kind}");
        using var a = host.Hospital($"hospital-{kind}");

        await a.Search(string.Format(null, path, person));

        Assert.Contains(kind, await Told(a, person));
    }

    [Theory]
    [InlineData("search-type", "Observation?patient={0}")]
    [InlineData("everything", "Patient/{0}/$everything")]
    public async Task A_deferred_request_leaves_the_trace_of_one_that_is_waited_for(string kind, string path)
    {
        var (person, _) = await Known($"hospital-deferred-{kind}");
        using var a = host.Hospital($"hospital-deferred-{kind}");
        var (status, _, response) = await a.Send(HttpMethod.Get, string.Format(null, path, person), null, ("Prefer", "respond-async"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        var answer = response.Content.Headers.ContentLocation!.ToString();
        while ((await a.Send(HttpMethod.Get, answer)).Status == HttpStatusCode.Accepted)
            await Task.Delay(20);

        Assert.Single(await Told(a, person), told => told == kind);
    }

    [Fact]
    public async Task An_export_is_told_to_everybody_in_it_and_the_fetching_of_its_files_too()
    {
        var (person, _) = await Known("hospital-export");
        using var a = host.Hospital("hospital-export");

        await a.Lines(await a.Export("Patient/$export?_type=Observation"));
        Assert.Contains("export", await Told(a, person));
        Assert.Single(await Events(a, "AuditEvent?subtype=export-file"));

        await a.Export("Patient/$export?_type=Immunization");
        Assert.Contains(await Events(a, "AuditEvent?subtype=export"), one => one["outcome"]!.GetValue<string>() == "4");
    }

    [Fact]
    public async Task An_import_is_told_and_each_line_of_it_as_what_it_wrote()
    {
        var (person, _) = await Known("hospital-import");
        using var a = host.Hospital("hospital-import");
        var line = Observation(person, "8867-4", 61);
        line["id"] = "imported";
        using var request = new HttpRequestMessage(HttpMethod.Post, "$import") { Content = BulkClient.Ndjson([line]) };
        request.Headers.Add("Prefer", "respond-async");
        using var accepted = await a.SendAsync(request);
        await a.Manifest(accepted.Content.Headers.ContentLocation!.ToString());

        Assert.Single(await Events(a, "AuditEvent?subtype=import"));
        Assert.Single(await Events(a, "AuditEvent?action=C&entity=Observation/imported"));
    }

    [Fact]
    public async Task Merging_its_preview_and_parting_are_told_of_both_patients()
    {
        using var a = host.Hospital("hospital-merge");
        var (source, target) = (await a.Create(Patient("Source")), await a.Create(Patient("Target")));
        var both = Named(("source-patient", source), ("target-patient", target));
        var preview = Named(("source-patient", source), ("target-patient", target));
        preview["parameter"]!.AsArray().Add(new JsonObject { ["name"] = "preview", ["valueBoolean"] = true });

        await a.Post("Patient/$merge", preview);
        foreach (var patient in (string[])[source, target])
            Assert.Equal(["merge", "create"], await Told(a, patient));
        await a.Post("Patient/$merge", both);
        await a.Post("Patient/$unmerge", Named(("source-patient", source)));

        // Merged they are one person, the target's; what was written in either's stream stays told of it.
        Assert.Equal(["create", "merge", "merge", "unmerge", "update", "update"], (await Told(a, target)).Order());
        Assert.Equal(["create", "merge", "unmerge", "update", "update"], (await Told(a, source)).Order());
    }

    [Fact]
    public async Task What_is_shown_of_a_label_that_is_there_already_is_told()
    {
        var (person, entry) = await Known("hospital-label");
        using var a = host.Hospital("hospital-label");
        var label = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject
            {
                ["name"] = "meta", ["valueMeta"] = new JsonObject { ["tag"] = new JsonArray(new JsonObject { ["code"] = "seen" }) },
            }),
        };
        await a.Post($"Observation/{entry}/$meta-add", label.DeepClone());
        await a.Post($"Observation/{entry}/$meta-add", label);

        Assert.Equal(1, (await Told(a, person)).Count(kind => kind == "update"));
        Assert.Equal(1, (await Told(a, person)).Count(kind => kind == "meta"));
    }

    [Fact]
    public async Task A_notification_is_told_whichever_way_it_goes()
    {
        await using var receiver = await Receiver.Start();
        var (hooked, _) = await Known("hospital-hook");
        using var a = host.Hospital("hospital-hook");
        await a.Post("Subscription", receiver.Subscription(
            "https://phr.example/fhir/SubscriptionTopic/condition", "id-only", $"Condition?patient=Patient/{hooked}"));
        await a.Create(Condition(hooked, "I10"));
        await receiver.Until(() => receiver.Focus.Count > 0, "an event");
        Assert.Contains("subscription", await Told(a, hooked));

        var (bound, _) = await Known("hospital-socket");
        using var b = host.Hospital("hospital-socket");
        var id = (await b.Post("Subscription", SocketClient.Order($"Condition?patient={bound}")))["id"]!.GetValue<string>();
        await b.Create(Condition(bound, "I10"));
        using var socket = await host.Bind(b, id);
        while ((await SocketClient.Receive(socket)).Kind != "event-notification")
            continue;
        Assert.Contains("subscription", await Told(b, bound));
    }

    [Fact]
    public async Task An_erasure_is_told_to_the_organisation_that_asked_for_it()
    {
        using var a = host.Hospital("hospital-erase");
        var patient = await a.Create(Patient("Erase"));
        var reason = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(new JsonObject { ["name"] = "reason", ["valueString"] = "test" }),
        };

        await a.Send(HttpMethod.Post, $"Patient/{patient}/$erase", reason);

        Assert.Single(await Events(a, $"AuditEvent?subtype=erase&entity=Patient/{patient}"));
    }

    private async Task<(string Patient, string Entry)> Known(string hospital)
    {
        using var http = host.Hospital(hospital);
        var patient = await http.Create(Patient("Channels"));
        return (patient, await http.Create(Observation(patient, "8480-6", 120)));
    }

    private static JsonObject Named(params (string Name, string Id)[] patients) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray([.. patients.Select(one => new JsonObject
        {
            ["name"] = one.Name, ["valueReference"] = new JsonObject { ["reference"] = $"Patient/{one.Id}" },
        })]),
    };

    /// <summary>What was done with the record of a Patient, the newest first.</summary>
    private static async Task<IReadOnlyList<string>> Told(HttpClient http, string patient) =>
        [.. (await Events(http, $"AuditEvent?patient={patient}&_count=200"))
            .Select(one => one["subtype"]!.AsArray()[^1]!["code"]!.GetValue<string>())];

    private static async Task<IReadOnlyList<JsonNode>> Events(HttpClient http, string search) =>
        [.. ((await http.Search(search))["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!)];
}
