using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Access;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Subscriptions;

/// <summary>A notification says nothing that its subscriber could not read at that moment.</summary>
public sealed class ConsentAtDeliveryTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Depression = "F32.9";
    private const string Hypertension = "I10";

    [Fact]
    public async Task What_a_person_refused_is_never_told_and_numbers_do_not_show_that_it_was_there()
    {
        var person = await host.LinkedPerson();
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var c = host.Hospital("hospital-c");
        using var phone = host.Phone(person.Own);
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        await using var stranger = await Receiver.Start();
        await Subscribed(b, receiver.Subscription($"Condition?patient={person.AtB}", "full-resource"), receiver);
        await Subscribed(c, stranger.Subscription("Condition", "full-resource"), stranger);

        var canary = await a.Create(Condition(person.AtA, Depression));
        var shown = await a.Create(Condition(person.AtA, Hypertension));
        await receiver.Until(() => receiver.Focus.Count > 0, "what is shown");

        Assert.Equal([shown], receiver.Focus);
        Assert.Equal([1], receiver.Events.SelectMany(one => one.Numbers));
        Assert.DoesNotContain(receiver.All, one => one.Text.Contains(canary, StringComparison.Ordinal));
        Assert.DoesNotContain(stranger.Events, one => one.Text.Contains(canary, StringComparison.Ordinal)
            || one.Text.Contains(shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_between_writing_and_delivery_holds()
    {
        var person = await host.LinkedPerson();
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var phone = host.Phone(person.Own);
        var id = await Subscribed(b, receiver.Subscription($"Condition?patient={person.AtB}", "full-resource"),
            receiver);
        receiver.Answers = 503;
        var canary = await a.Create(Condition(person.AtA, Depression));
        var attempts = receiver.Attempts;
        await receiver.Until(() => receiver.Attempts > attempts, "an attempt");
        await phone.Create(Sharing.Refusal(person.Own, "hospital-b", "hospital-a", "PSY"));
        var shown = await a.Create(Condition(person.AtA, Hypertension));

        receiver.Answers = 200;
        if ((await b.Search($"Subscription/{id}"))["status"]!.GetValue<string>() == "error")
        {
            var again = await b.Search($"Subscription/{id}");
            again["status"] = "requested";
            await b.Send(HttpMethod.Put, $"Subscription/{id}", again);
        }
        await receiver.Until(() => receiver.Focus.Contains(shown), "what is shown");

        Assert.DoesNotContain(receiver.All, one => one.Text.Contains(canary, StringComparison.Ordinal));
        Assert.DoesNotContain(
            canary, (await b.Search($"Subscription/{id}/$events?content=full-resource")).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deleted_before_it_was_delivered_is_not_told()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Gone"));
        var id = await Subscribed(a, receiver.Subscription($"Condition?patient={patient}"), receiver);
        var off = await a.Search($"Subscription/{id}");
        off["status"] = "off";
        await a.Send(HttpMethod.Put, $"Subscription/{id}", off);
        var gone = await a.Create(Condition(patient, Hypertension));
        await a.Send(HttpMethod.Delete, $"Condition/{gone}");
        var stays = await a.Create(Condition(patient, Hypertension));
        off["status"] = "requested";
        await a.Send(HttpMethod.Put, $"Subscription/{id}", off);

        await receiver.Until(() => receiver.Focus.Count > 0, "what stays");

        Assert.Equal([stays], receiver.Focus);
    }

    [Fact]
    public async Task An_untold_diagnosis_is_not_pushed_to_the_persons_phone()
    {
        var person = await host.LinkedPerson();
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        using var phone = host.Phone(person.Own);
        await Subscribed(phone, receiver.Subscription("Condition"), receiver);

        var untold = await a.Create(Condition(person.AtA, "C34.9", $"{Labels.JapaneseSharing}|{Labels.Uninformed}"));
        var told = await a.Create(Condition(person.AtA, Hypertension));
        await receiver.Until(() => receiver.Focus.Count > 0, "what is told");

        Assert.Equal([told], receiver.Focus);
        Assert.DoesNotContain(receiver.All, one => one.Text.Contains(untold, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_client_is_told_nothing_more()
    {
        await using var receiver = await Receiver.Start();
        using var client = host.Hospital("hospital-d");
        var patient = await client.Create(Patient("Closed"));
        var id = await Subscribed(client, receiver.Subscription($"Condition?patient={patient}"), receiver);
        host.Closed["hospital-d"] = true;

        await client.Create(Condition(patient, Hypertension));
        var status = "";
        for (var i = 0; i < 400 && status != "off"; i++)
        {
            status = (await client.Search($"Subscription/{id}"))["status"]!.GetValue<string>();
            await Task.Delay(25);
        }

        Assert.Equal("off", status);
        Assert.Empty(receiver.Focus);
    }

    [Fact]
    public async Task Deliveries_are_in_the_journal_of_the_person()
    {
        var person = await host.LinkedPerson();
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        using var consent = host.Service("consent");
        await Subscribed(b, receiver.Subscription($"Condition?patient={person.AtB}"), receiver);
        await a.Create(Condition(person.AtA, Hypertension));
        await receiver.Until(() => receiver.Focus.Count > 0, "the event");

        var entries = (await consent.Search("../internal/accesses?after=0"))["entries"]!.AsArray();

        Assert.Contains(entries, entry => entry!["interaction"]!.GetValue<string>() == "subscription"
            && entry["organisation"]?.GetValue<string>() == "hospital-b"
                && entry["patient"]!.GetValue<string>() == person.Own);
    }

    private static async Task<string> Subscribed(HttpClient http, JsonObject subscription, Receiver receiver)
    {
        var id = (await http.Post("Subscription", subscription))["id"]!.GetValue<string>();
        await receiver.Until(() => receiver.All.Any(one => one.Kind == "handshake"), "the handshake");
        for (var i = 0; i < 200
            && (await http.Search($"Subscription/{id}"))["status"]!.GetValue<string>() != "active"; i++)
            await Task.Delay(25);
        return id;
    }
}
