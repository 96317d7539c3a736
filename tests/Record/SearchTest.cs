using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Search over HTTP: parameters, order, pages that others' writing does not move.</summary>
public sealed class SearchTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Token_date_reference_and_string_find_what_they_name()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("ﾔﾏﾓﾄ"));
        var early = await a.Create(Observation(patient, "8480-6", 120m, "2026-01-10T09:00:00+09:00"));
        var late = await a.Create(Observation(patient, "8480-6", 135m, "2026-03-10T09:00:00+09:00"));
        var other = await a.Create(Observation(patient, "29463-7", 61.5m, "2026-02-10T09:00:00+09:00"));

        Assert.Equal([early, late], (await a.Ids($"Observation?patient={patient}&code={Loinc}|8480-6&_sort=date")));
        Assert.Equal([late, other, early], await a.Ids($"Observation?subject=Patient/{patient}&_sort=-date"));
        Assert.Equal([late], await a.Ids($"Observation?patient={patient}&code=8480-6&date=ge2026-02-01"));
        Assert.Equal([other], await a.Ids($"Observation?patient={patient}&date=2026-02"));
        Assert.Equal([late], await a.Ids($"Observation?patient={patient}&date=gt2026-02-20"));
        Assert.Equal([early], await a.Ids($"Observation?patient={patient}&date=lt2026-02-01"));
        Assert.Equal([late], await a.Ids($"Observation?patient={patient}&date=sa2026-02-20"));
        Assert.Equal([early], await a.Ids($"Observation?patient={patient}&date=eb2026-02-01"));
        Assert.Equal([patient], await a.Ids("Patient?family=ヤマモ"));
        Assert.Equal([early], await a.Ids($"Observation?_id={early}"));
        Assert.Equal([late], await a.Ids($"Observation?patient={patient}&value-quantity=gt130"));
    }

    [Fact]
    public async Task Entries_of_one_person_are_found_once_however_the_person_is_named()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Observation(person.AtA, "8480-6", 120m));

        Assert.Equal([entry], await phone.Ids($"Observation?patient={person.Own},{person.AtA},{person.AtB}&code=8480-6"));
        Assert.Equal([entry], await phone.Ids("Observation?patient.name=Own&code=8480-6&_sort=-date"));
        Assert.Equal([entry], await phone.Ids($"Observation?subject={person.AtA}"));
        Assert.Empty(await phone.Ids("Observation?patient.name=Nobody"));
    }

    [Theory]
    [InlineData("_summary=count")]
    [InlineData("_summary=count&_count=10")]
    [InlineData("_count=0")]
    public async Task A_count_alone_is_told_without_matches(string how)
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Counted"));
        await a.Create(Observation(patient, "8480-6", 120m));

        var found = await a.Search($"Observation?patient={patient}&{how}");

        Assert.Equal(1, found["total"]!.GetValue<int>());
        Assert.Null(found["entry"]);
    }

    [Fact]
    public async Task Included_resources_come_once_and_are_no_matches()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Include"));
        await a.Create(Observation(patient, "8480-6", 120m));
        await a.Create(Observation(patient, "8480-6", 121m));

        var found = await a.Search($"Observation?patient={patient}&_include=Observation:patient");

        Assert.Equal(2, found["total"]!.GetValue<int>());
        Assert.Equal(["include", "match", "match"], found["entry"]!.AsArray().Select(one => one!["search"]!["mode"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task Pages_hold_what_was_there_when_the_search_began_once_each()
    {
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Pages"));
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
            ids.Add(await a.Create(Observation(patient, "8480-6", 100 + i, $"2026-04-{i + 1:00}T09:00:00+09:00")));

        var seen = new List<string>();
        var page = await a.Search($"Observation?patient={patient}&_sort=-date&_count=10");
        while (true)
        {
            seen.AddRange(Ids(page));
            // Meanwhile one comes, one goes and one changes, on either side of the page's end.
            await a.Create(Observation(patient, "8480-6", 999m, "2026-04-12T10:00:00+09:00"));
            await a.Send(HttpMethod.Delete, $"Observation/{ids[seen.Count % ids.Count]}");
            var moved = Observation(patient, "8480-6", 1m, "2020-01-01");
            moved["id"] = ids[3];
            await a.Send(HttpMethod.Put, $"Observation/{ids[3]}", moved);
            if (Next(page) is not { } next)
                break;
            page = await a.Search(next);
        }

        Assert.Equal(Enumerable.Reverse(ids), seen);
    }

    [Fact]
    public async Task A_page_link_is_for_who_got_it()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = await a.Create(Patient("Link"));
        await a.Create(Observation(patient, "8480-6", 1m));
        await a.Create(Observation(patient, "8480-6", 2m));
        var next = Next(await a.Search($"Observation?patient={patient}&_count=1"))!;

        var (status, _, _) = await b.Send(HttpMethod.Get, next);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Everything_is_everything_of_all_linked_sources()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var fromA = await a.Create(Condition(person.AtA, "I10"));
        var fromB = await b.Create(Observation(person.AtB, "8480-6", 141m));
        var own = await phone.Create(Observation(person.Own, "29463-7", 61m));

        var everything = await phone.Ids($"Patient/{person.Own}/$everything");

        Assert.Superset(new HashSet<string> { person.Own, person.AtA, person.AtB, fromA, fromB, own }, everything.ToHashSet());
        Assert.Equal(everything.Count, everything.Distinct().Count());
    }

    private static string? Next(JsonObject bundle) => bundle["link"]!.AsArray()
        .FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();
}
