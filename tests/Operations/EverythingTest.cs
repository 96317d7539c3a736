using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Operations;

/// <summary>R4 patient-operation-everything.html.</summary>
public sealed class EverythingTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Care_outside_of_start_and_end_is_left_out_and_what_has_no_time_stays()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var before = await a.Create(Observation(patient, "8480-6", 120, "2026-04-30T23:59:59+09:00"));
        var within = await a.Create(Observation(patient, "8480-6", 121, "2026-05-01T00:00:00+09:00"));
        var lastDay = await a.Create(Observation(patient, "8480-6", 122, "2026-05-02T23:59:59+09:00"));
        var after = await a.Create(Observation(patient, "8480-6", 123, "2026-05-03T00:00:00+09:00"));

        Assert.Equal(
            new HashSet<string> { patient, within, lastDay },
            (await a.Ids($"Patient/{patient}/$everything?start=2026-05-01&end=2026-05-02")).ToHashSet());
        Assert.Equal(
            new HashSet<string> { patient, before, within, lastDay },
            (await a.Ids($"Patient/{patient}/$everything?end=2026-05-02")).ToHashSet());
        Assert.Equal(
            new HashSet<string> { patient, after }, (await a.Ids($"Patient/{patient}/$everything?start=2026-05-03")).ToHashSet());
    }

    [Fact]
    public async Task A_type_about_nobody_is_found_by_what_names_it_though_that_is_of_another_type()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var clinic = await a.Create(new() { ["resourceType"] = "Organization", ["name"] = "Minato" });
        await a.Create(new() { ["resourceType"] = "Organization", ["name"] = "Elsewhere" });
        var seen = Observation(patient, "8480-6", 120);
        seen["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{clinic}" });
        await a.Create(seen);

        Assert.Equal([clinic], await a.Ids($"Patient/{patient}/$everything?_type=Organization"));
        using var narrow = host.Hospital("hospital-a", "system/Patient.rs system/Observation.rs");
        Assert.DoesNotContain(clinic, await narrow.Ids($"Patient/{patient}/$everything"));
    }

    [Fact]
    public async Task Posted_parameters_say_the_same_as_a_query()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        await a.Create(Observation(patient, "8480-6", 120));
        var parameters = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(
                new JsonObject { ["name"] = "_type", ["valueCode"] = "Patient" },
                new JsonObject { ["name"] = "_count", ["valueInteger"] = 5 }),
        };

        var (status, bundle, _) = await a.Send(HttpMethod.Post, $"Patient/{patient}/$everything", parameters);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([patient], Ids(bundle));
        var self = bundle["link"]!.AsArray().Single(link => link!["relation"]!.GetValue<string>() == "self")!["url"]!.GetValue<string>();
        Assert.EndsWith($"/Patient/{patient}/$everything?_type=Patient&_count=5", self, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_of_one_moment_and_their_links_outlive_a_restart()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Sato"));
        var entries = new List<string> { patient };
        for (var i = 0; i < 7; i++)
            entries.Add(await a.Create(Observation(patient, "8480-6", 120 + i)));
        var found = new List<string>();
        var page = await a.Search($"Patient/{patient}/$everything?_count=3");
        await a.Create(Observation(patient, "8480-6", 200));
        await host.Restart();
        while (true)
        {
            found.AddRange(Ids(page));
            if (Next(page) is not { } next)
                break;
            page = await a.Search(next);
        }

        Assert.Equal(entries, found);
    }

    [Fact]
    public async Task At_type_level_a_person_gets_their_own_record_and_a_hospital_whom_it_treats()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Condition(person.AtA, "I10"));
        var hidden = await a.Create(Condition(person.AtA, "F32.9"));
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        Assert.Equal(
            (await phone.Ids($"Patient/{person.Own}/$everything")).ToHashSet(), (await phone.Ids("Patient/$everything")).ToHashSet());
        var seenByB = await b.Ids("Patient/$everything");
        Assert.Contains(entry, seenByB);
        Assert.DoesNotContain(hidden, seenByB);
        Assert.DoesNotContain(entry, await c.Ids("Patient/$everything"));
    }

    [Fact]
    public async Task Filters_that_leave_nothing_of_somebody_who_is_there_give_an_empty_bundle()
    {
        using var a = host.Hospital("hospital-a");
        using var c = host.Hospital("hospital-c");
        var patient = await a.Create(Patient("Sato"));

        Assert.Empty(await a.Ids($"Patient/{patient}/$everything?_type=Observation"));
        var (hidden, words, _) = await c.Send(HttpMethod.Get, $"Patient/{patient}/$everything?_type=Observation");
        var (absent, sameWords, _) = await c.Send(HttpMethod.Get, $"Patient/{Guid.NewGuid()}/$everything?_type=Observation");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden, absent));
        Assert.Equal(sameWords.ToJsonString(), words.ToJsonString());
    }

    [Theory]
    [InlineData("start=yesterday")]
    [InlineData("_count=0")]
    [InlineData("_type=Observations")]
    [InlineData("sort=date")]
    public async Task A_malformed_parameter_is_refused_at_its_place(string query)
    {
        using var a = host.Hospital("hospital-a");
        var (status, outcome, _) = await a.Send(HttpMethod.Get, $"Patient/1/$everything?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal($"http.{query.Split('=')[0]}", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    internal static string? Next(JsonObject page) => page["link"]?.AsArray()
        .FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
}
