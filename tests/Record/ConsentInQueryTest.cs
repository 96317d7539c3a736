using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>What a reader may not see, no answer speaks of: not its entries, its totals, its pages or its errors.</summary>
public sealed class ConsentInQueryTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Depression = "F32.9";
    private const string Hypertension = "I10";

    [Fact]
    public async Task Those_who_treat_a_person_see_each_others_entries_and_a_third_sees_none()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        var entry = await a.Create(Condition(person.AtA, Hypertension));

        Assert.Equal([entry], await b.Ids($"Condition?patient={person.AtA}"));
        Assert.Empty(await c.Ids($"Condition?patient={person.AtA}"));
        Assert.Equal(0, await Total(c, $"Condition?patient={person.AtA}"));
        var (status, _, _) = await c.Send(HttpMethod.Get, $"Condition/{entry}");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task A_refused_reader_neither_finds_nor_counts_and_the_writer_still_sees()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var hidden = await a.Create(Condition(person.AtA, Depression));
        var shown = await a.Create(Condition(person.AtA, Hypertension));
        Assert.Equal(2, await Total(b, $"Condition?patient={person.AtA}"));

        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

        Assert.Equal([shown], await b.Ids($"Condition?patient={person.AtA}"));
        Assert.Equal(1, await Total(b, $"Condition?patient={person.AtA}"));
        Assert.Empty(await b.Ids($"Condition?code={Icd10}|{Depression}&patient={person.AtA}"));
        Assert.DoesNotContain(person.AtA, await b.Ids($"Patient?_has:Condition:patient:code={Icd10}|{Depression}"));
        Assert.DoesNotContain(hidden, await b.Ids($"Patient/{person.AtA}/$everything"));
        Assert.Equal(2, await Total(a, $"Condition?patient={person.AtA}"));
        Assert.Equal(2, await Total(phone, "Condition"));
    }

    /// <summary>None of these elements has a search parameter.</summary>
    [Fact]
    public async Task A_code_hides_an_entry_wherever_in_it_it_stands()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var subject = new JsonObject { ["reference"] = $"Patient/{person.AtA}" };
        var request = await a.Create(new JsonObject
        {
            ["resourceType"] = "ServiceRequest", ["status"] = "active", ["intent"] = "order", ["subject"] = subject.DeepClone(),
            ["reasonCode"] = new JsonArray(Concept(Icd10, Depression)),
        });
        var within = await a.Create(new JsonObject
        {
            ["resourceType"] = "Condition", ["subject"] = subject, ["code"] = Concept(Icd10, Hypertension),
            ["contained"] = new JsonArray(new JsonObject
            {
                ["resourceType"] = "Observation", ["id"] = "o", ["status"] = "final", ["code"] = Concept(Loinc, "44249-1"),
            }),
            ["evidence"] = new JsonArray(new JsonObject { ["detail"] = new JsonArray(new JsonObject { ["reference"] = "#o" }) }),
        });
        Assert.Equal([request], await b.Ids($"ServiceRequest?patient={person.AtA}"));
        Assert.Equal([within], await b.Ids($"Condition?patient={person.AtA}"));

        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        await phone.Create(Sharing.RefusalOfCodes(person.Own, "hospital-b", ["44249-1"]));

        Assert.Empty(await b.Ids($"ServiceRequest?patient={person.AtA}"));
        Assert.Empty(await b.Ids($"Condition?patient={person.AtA}"));
        Assert.Equal([request], await a.Ids($"ServiceRequest?patient={person.AtA}"));
    }

    [Fact]
    public async Task Of_hundreds_of_refused_codes_each_hides_its_own_entries_on_every_way_to_them()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var codes = Enumerable.Range(0, 200).Select(number => $"{20_000 + number}-0").ToArray();
        var refused = await a.Create(Observation(person.AtA, codes[150], 1));
        var open = await a.Create(Observation(person.AtA, "8480-6", 120));
        await phone.Create(Sharing.RefusalOfCodes(person.Own, "hospital-b", codes));

        // One person's rows, everybody's rows, a row by id, all of a person: each has a plan of its own.
        Assert.Equal([open], await b.Ids($"Observation?patient={person.AtA}"));
        Assert.Equal([open], await b.Ids($"Observation?_id={refused},{open}"));
        Assert.Equal(1, await Total(b, $"Observation?patient={person.AtA}"));
        var everything = await b.Ids($"Patient/{person.AtA}/$everything");
        Assert.Contains(open, everything);
        Assert.DoesNotContain(refused, everything);
        Assert.Equal(HttpStatusCode.NotFound, (await b.Send(HttpMethod.Get, $"Observation/{refused}")).Status);
        Assert.Equal(2, await Total(a, $"Observation?patient={person.AtA}"));
    }

    [Fact]
    public async Task What_is_hidden_and_what_is_not_there_are_answered_in_the_same_words()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var c = host.Hospital("hospital-c");
        var entry = await a.Create(Condition(person.AtA, Hypertension));

        var (_, hidden, _) = await c.Send(HttpMethod.Get, $"Condition/{entry}");
        var (_, absent, _) = await c.Send(HttpMethod.Get, $"Condition/{Guid.NewGuid()}");

        Assert.Equal(absent.ToJsonString(), hidden.ToJsonString());
    }

    [Fact]
    public async Task An_untold_diagnosis_is_hidden_from_the_person_and_open_to_those_who_treat()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var untold = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));

        Assert.DoesNotContain(untold, await phone.Ids("Condition"));
        Assert.DoesNotContain(untold, await phone.Ids($"Patient/{person.Own}/$everything"));
        Assert.Equal([untold], await b.Ids($"Condition?patient={person.AtA}"));
        var (status, _, _) = await phone.Send(HttpMethod.Get, $"Condition/{untold}/_history/1");
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Undoing_the_link_parts_the_records_again()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var entry = await a.Create(Condition(person.AtA, Hypertension));
        Assert.Equal([entry], await phone.Ids("Condition"));

        var link = Sharing.RecordLink(person.Own, person.AtA, person.AtB);
        link["id"] = person.Link;
        link["status"] = "inactive";
        var (status, _, _) = await phone.Send(HttpMethod.Put, $"Consent/{person.Link}", link);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(await phone.Ids("Condition"));
        Assert.Empty(await b.Ids($"Condition?patient={person.AtA}"));
        Assert.Equal([entry], await a.Ids($"Condition?patient={person.AtA}"));
    }

    [Fact]
    public async Task Records_of_another_number_cannot_be_confirmed_as_ones_own()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        var stranger = await a.Create(Patient("Own", Sharing.NewInsuredNumber()));
        using var phone = host.Phone(person.Own);

        var (status, _, _) = await phone.Send(HttpMethod.Post, "Consent", Sharing.RecordLink(person.Own, stranger));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.DoesNotContain(stranger, await phone.Ids("Patient"));
    }

    [Fact]
    public async Task While_consent_service_is_away_no_refusal_looks_as_if_it_held()
    {
        var person = await host.LinkedPerson();
        using var phone = host.Phone(person.Own);
        host.ConsentServiceAway = true;
        try
        {
            var (status, _, _) = await phone.Send(HttpMethod.Post, "Consent", Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        }
        finally
        {
            host.ConsentServiceAway = false;
        }
        Assert.DoesNotContain(await phone.Ids("Consent"), id => id != person.Link);
    }

    [Fact]
    public async Task Who_asked_is_in_the_journal_also_when_they_saw_nothing()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var c = host.Hospital("hospital-c");
        await a.Create(Condition(person.AtA, Hypertension));
        await c.Search($"Condition?patient={person.AtA}");
        using var consent = host.Service("consent");

        var entries = (await consent.Search("../internal/accesses?after=0"))["entries"]!.AsArray();

        var tried = Assert.Single(entries, entry => entry!["organisation"]?.GetValue<string>() == "hospital-c"
            && entry["patient"]!.GetValue<string>() == person.Own);
        Assert.Equal("hidden", tried!["outcome"]!.GetValue<string>());
        Assert.Equal(0, tried["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Accesses_to_people_without_an_account_are_passed_over_and_the_next_page_starts_behind_them()
    {
        using var a = host.Hospital("hospital-a");
        using var consent = host.Service("consent");
        var start = (long)(await consent.Search("../internal/accesses?after=0&limit=1000"))["upTo"]!;
        var nobodys = await a.Create(People.Patient("Nobody"));
        await a.Search($"Condition?patient={nobodys}");
        await a.Search($"Condition?patient={nobodys}");

        var one = await consent.Search($"../internal/accesses?after={start}&limit=1");
        var next = await consent.Search($"../internal/accesses?after={one["upTo"]}&limit=1000");
        var end = await consent.Search($"../internal/accesses?after={next["upTo"]}");

        Assert.True((long)one["upTo"]! > start);
        Assert.True((long)next["upTo"]! > (long)one["upTo"]!);
        Assert.Equal((long)next["upTo"]!, (long)end["upTo"]!);
        Assert.All(new[] { one, next, end }, page => Assert.DoesNotContain(
            page["entries"]!.AsArray(), entry => (string)entry!["patient"]! == nobodys));
    }

    private static async Task<int> Total(HttpClient http, string query) =>
        (await http.Search(query + (query.Contains('?') ? "&" : "?") + "_summary=count"))["total"]!.GetValue<int>();
}
