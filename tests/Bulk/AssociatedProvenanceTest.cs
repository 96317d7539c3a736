using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Record.Writing;
using Phr.Tests.Record;
using static Phr.Tests.Bulk.BulkClient;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary><c>$export</c> with <c>includeAssociatedData</c>: the Provenances of what is exported.</summary>
public sealed class AssociatedProvenanceTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Said =
        """{"resourceType":"Provenance","recorded":"2026-11-22T09:00:00+09:00","agent":[{"who":{"display":"x"}}]}""";

    [Fact]
    public async Task The_newest_or_all_about_what_is_exported_come_with_it_and_no_others()
    {
        using var a = host.Hospital("hospital-associated");
        var patient = await Create(a, Patient("Associated"));
        var twice = await Create(a, Condition(patient, "I10"));
        var changed = Condition(patient, "I11");
        changed["id"] = twice;
        await a.Send(HttpMethod.Put, $"Condition/{twice}", changed, (AttachedProvenance.HeaderName, Said));
        var once = await Create(a, Condition(patient, "E11"));
        var measured = await Create(a, Observation(patient, "8480-6", 120));
        var of = async (string target) => await a.Ids($"Provenance?target={target}&_sort=_lastUpdated");
        var (ofTwice, ofOnce) = (await of($"Condition/{twice}"), await of($"Condition/{once}"));
        Assert.Equal((2, 1), (ofTwice.Count, ofOnce.Count));

        Assert.Equal([.. ofTwice, .. ofOnce], await Told(a, "$export?_type=Condition&includeAssociatedData=RelevantProvenanceResources"));
        Assert.Equal([ofTwice[1], .. ofOnce], await Told(a, "$export?_type=Condition&includeAssociatedData=LatestProvenanceResources"));
        const string ofOne = "$export?_type=Condition&_typeFilter=Condition%3Fcode%3DE11&includeAssociatedData=LatestProvenanceResources";
        Assert.Equal(ofOnce, await Told(a, ofOne));
        Assert.Equal(
            [.. await of($"Patient/{patient}"), .. ofTwice, .. ofOnce, .. await of($"Observation/{measured}")],
            await Told(a, "Patient/$export?includeAssociatedData=RelevantProvenanceResources,LatestProvenanceResources"));
        Assert.Equal(
            [.. await of($"Patient/{patient}"), ofTwice[1], .. ofOnce, .. await of($"Observation/{measured}")],
            await Told(a, "Patient/$export?includeAssociatedData=LatestProvenanceResources"));
        Assert.Empty(await Told(a, "$export?_type=Condition"));
    }

    [Fact]
    public async Task With_since_it_is_about_what_is_new_however_old_it_is_itself()
    {
        using var a = host.Hospital("hospital-associated-since");
        var patient = await Create(a, Patient("Since"));
        var old = await Create(a, Condition(patient, "I10"));
        var changed = await Create(a, Condition(patient, "E11"));
        var first = await a.Export("Patient/$export");
        await Task.Delay(20);
        var next = Condition(patient, "E12");
        next["id"] = changed;
        await a.Send(HttpMethod.Put, $"Condition/{changed}", next);
        var since = Uri.EscapeDataString(first["transactionTime"]!.GetValue<string>());

        var told = await Told(a, $"$export?_type=Condition&_since={since}&includeAssociatedData=LatestProvenanceResources");

        Assert.Equal(await a.Ids($"Provenance?target=Condition/{changed}"), told);
        Assert.Single(await a.Ids($"Provenance?target=Condition/{old}"));
    }

    [Theory]
    [InlineData("RelevantProvenanceResources")]
    [InlineData("LatestProvenanceResources")]
    public async Task A_canary_that_consent_hides_and_what_was_said_of_it_are_in_no_export(string choice)
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var shown = await Create(a, Condition(person.AtA, "I10"));
        var hidden = await Create(a, Condition(person.AtA, "F32.9"));
        var ofShown = await a.Ids($"Provenance?target=Condition/{shown}");
        var ofHidden = await a.Ids($"Provenance?target=Condition/{hidden}");

        foreach (var path in (string[])["$export?", "Patient/$export?", "$export?_type=Condition&"])
        {
            Assert.Superset(ofShown.Concat(ofHidden).ToHashSet(), (await Told(a, $"{path}includeAssociatedData={choice}")).ToHashSet());
            var seen = await Told(b, $"{path}includeAssociatedData={choice}");
            Assert.Superset(ofShown.ToHashSet(), seen.ToHashSet());
            Assert.DoesNotContain(ofHidden[0], seen);
        }
        using var narrow = host.Hospital("hospital-a", "system/Condition.rs");
        var (status, _, _) = await narrow.Send(
            HttpMethod.Get, $"$export?_type=Condition&includeAssociatedData={choice}", null, ("Prefer", "respond-async"));
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    // In the order in which they were recorded.
    private static async Task<List<string>> Told(HttpClient http, string path) =>
        [.. (await http.Lines(await http.Export(path))).Where(line => line["resourceType"]!.GetValue<string>() == "Provenance")
            .Select(line => line["id"]!.GetValue<string>())];

    private static async Task<string> Create(HttpClient http, JsonObject resource)
    {
        var (status, created, _) = await http.Send(
            HttpMethod.Post, resource["resourceType"]!.GetValue<string>(), resource, (AttachedProvenance.HeaderName, Said));
        Assert.True(status == HttpStatusCode.Created, created.ToJsonString());
        return created["id"]!.GetValue<string>();
    }
}
