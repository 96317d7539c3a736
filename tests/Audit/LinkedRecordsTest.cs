using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Audit;

/// <summary>That records of two sources are one person is learnt from no AuditEvent by who may not know it.</summary>
public sealed class LinkedRecordsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Who_is_shown_nothing_under_anothers_Patient_does_not_learn_whose_it_is()
    {
        var person = await host.LinkedPerson();
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.RefusalOfAll(person.Own, "hospital-b"));
        await b.Create(Condition(person.AtB, "I10"));
        await b.Search($"Patient/{person.AtB}");
        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Get, $"Patient/{person.AtA}")).Status);
        await b.Search($"Condition?patient={person.AtA}&code=none");

        var asked = Events(await b.Search($"AuditEvent?patient={person.AtA}"));
        var own = Events(await b.Search($"AuditEvent?patient={person.AtB}"));
        var all = Events(await b.Search("AuditEvent?_count=200"));

        Assert.Equal(2, asked.Count);
        Assert.DoesNotContain(asked, one => one.Contains(person.AtB, StringComparison.Ordinal));
        Assert.Equal(3, own.Count);
        Assert.DoesNotContain(own, one => one.Contains(person.AtA, StringComparison.Ordinal));
        Assert.DoesNotContain(all, one => one.Contains(person.AtA, StringComparison.Ordinal)
            && one.Contains(person.AtB, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_shown_entries_of_the_person_finds_that_under_their_own_Patient()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var entry = await a.Create(Condition(person.AtA, "I10"));
        await b.Search($"Condition/{entry}");

        var own = Events(await b.Search($"AuditEvent?patient={person.AtB}&entity=Condition/{entry}"));

        Assert.Contains($"Patient/{person.AtB}", Assert.Single(own), StringComparison.Ordinal);
    }

    private static List<string> Events(JsonObject bundle) =>
        [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!.ToJsonString())];
}
