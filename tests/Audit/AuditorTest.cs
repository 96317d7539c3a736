using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Audit;
using Phr.Platform.Identity;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Audit;

/// <summary>Who may read of whose doings, and how far one page looks.</summary>
public sealed class AuditorTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task An_auditor_reads_of_their_organisations_doings_and_of_no_records_and_their_reading_is_told()
    {
        using var a = host.Hospital("hospital-audited");
        using var other = host.Hospital("hospital-other");
        using var auditor = Person("auditor", "auditor", "hospital-audited");
        var patient = await a.Create(Patient("Audited"));
        var elsewhere = await other.Create(Patient("Elsewhere"));

        var seen = await auditor.Search("AuditEvent?_count=200");

        Assert.Contains(patient, seen.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere, seen.ToJsonString(), StringComparison.Ordinal);
        string[] reads = [$"Patient/{patient}", "Patient", $"Patient/{patient}/$everything", "_history", "Observation/$lastn?patient=1"];
        foreach (var path in reads)
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(HttpMethod.Get, path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(HttpMethod.Post, "Patient", Patient("Forged"))).Status);
        Assert.NotEmpty(Entries(await a.Search("AuditEvent?agent=auditor&entity-name=AuditEvent")));
    }

    [Fact]
    public async Task A_clinician_reads_of_their_own_doings_only()
    {
        using var one = Person("doctor-one", "clinician", "hospital-own");
        using var two = Person("doctor-two", "clinician", "hospital-own");
        var patient = await one.Create(Patient("Own"));
        await two.Search($"Condition?patient={patient}&code=C34.9");

        var seen = (await one.Search("AuditEvent?_count=200")).ToJsonString();

        Assert.Contains(patient, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("doctor-two", seen, StringComparison.Ordinal);
        Assert.Contains("search-type", (await two.Search($"AuditEvent?patient={patient}")).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_that_look_no_further_than_a_bound_find_everything_once_and_in_order(int walkedMax)
    {
        var organisation = $"hospital-walk-{walkedMax}";
        using var a = host.Hospital(organisation);
        using var other = host.Hospital("hospital-between");
        var patient = await a.Create(Patient("Walk"));
        for (var i = 0; i < 6; i++)
        {
            await other.Create(Patient("Between"));
            await a.Create(Condition(patient, "I10"));
            await a.Search($"Patient/{patient}");
            await a.Search("Condition?code=nobody");
        }
        var (whole, _) = await Trail(100_000).Page(Query(200), Scope(organisation), Reader, default);
        Assert.Equal(19, whole.Count);

        AuditQuery[] queries =
            [Query(200), Query(2), Query(5) with { Outcomes = ["0"], Interactions = ["read"] }, Query(200) with { Type = "Condition" }];
        foreach (var query in queries)
        {
            var expected = whole.Where(one => (query.Interactions is null || query.Interactions.Contains(one.Interaction))
                && (query.Type is null || one.Type == query.Type)).Select(one => one.Id).ToList();
            Assert.Equal(expected, await Walk(Trail(walkedMax), query, organisation));
        }
    }

    private async Task<List<string>> Walk(AuditTrail trail, AuditQuery query, string organisation)
    {
        var found = new List<string>();
        for (AuditPlace? next = query.Before; next is not null;)
        {
            (var page, next) = await trail.Page(query with { Before = next }, Scope(organisation), Reader, default);
            Assert.True(page.Count <= query.Count);
            found.AddRange(page.Select(one => one.Id));
        }
        return found;
    }

    private static readonly Caller Reader = new("auditor", "console", CallerRole.Auditor, "any", null, [], DateTimeOffset.MaxValue);

    private static AuditScope Scope(string organisation) => new AuditScope.OfOrganisation(organisation, null);

    private static AuditQuery Query(int count) => new(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, AuditPlace.Newest, count);

    private AuditTrail Trail(int walkedMax) => new(host.Database, host.Services.GetRequiredService<AuditRows>(), walkedMax);

    private HttpClient Person(string account, string role, string organisation) => host.Client(new()
    {
        ["sub"] = account, ["client_id"] = "console", ["phr_role"] = role, ["phr_org"] = organisation, ["scope"] = "user/*.cruds",
    });

    private static JsonArray Entries(JsonObject bundle) => bundle["entry"]?.AsArray() ?? [];
}
