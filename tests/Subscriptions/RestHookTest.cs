using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Subscriptions;
using Phr.Platform.Hosting;
using Phr.Tests.Record;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Subscriptions;

/// <summary>Notifications over HTTP, from the log.</summary>
public sealed class RestHookTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const string Conditions = "https://phr.example/fhir/SubscriptionTopic/condition";
    private const string Hypertension = "I10";

    [Fact]
    public async Task A_receiver_is_greeted_first_then_told_of_each_event_in_order_with_dense_numbers_and_a_signature_that_holds()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Push"));
        var id = await Subscribe(a, receiver.Subscription(Conditions, "full-resource",
            $"Condition?patient=Patient/{patient}"));
        await Active(a, id);
        var written = new List<string>();
        for (var i = 0; i < 45; i++)
            written.Add(await a.Create(Condition(patient, Hypertension)));

        await receiver.Until(() => receiver.Focus.Count >= 45, "45 events");

        Assert.Equal("handshake", receiver.All.First().Kind);
        Assert.Equal(written, receiver.Focus);
        Assert.Equal(Enumerable.Range(1, 45).Select(n => (long)n), receiver.Events.SelectMany(one => one.Numbers));
        Assert.All(receiver.Events, one => Assert.Equal(one.Focus,
            one.Bundle["entry"]!.AsArray().Skip(1).Select(entry => entry!["resource"]!["id"]!.GetValue<string>())));
        Assert.All(receiver.All, one =>
        {
            Assert.Equal(RestHook.Signature(Receiver.Secret, one.Headers[RestHook.TimestampName]!,
                Encoding.UTF8.GetBytes(one.Text)), one.Headers[RestHook.SignatureName]);
            Assert.Equal("Bearer of-the-receiver", one.Headers.Authorization);
            Assert.False(one.Headers.ContainsKey(ReceiverHeaders.SecretName));
        });
    }

    [Fact]
    public async Task Secret_and_headers_are_never_given_back_and_a_subscription_is_its_owners_alone()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var created = await a.Post("Subscription", receiver.Subscription(Conditions));
        var id = created["id"]!.GetValue<string>();

        var (_, read, _) = await a.Send(HttpMethod.Get, $"Subscription/{id}");
        var found = await a.Search("Subscription?status=requested,active");

        Assert.All([created, read, found], answer =>
        {
            Assert.DoesNotContain(Receiver.Secret, answer.ToJsonString());
            Assert.DoesNotContain("of-the-receiver", answer.ToJsonString());
        });
        Assert.Contains(id, Ids(found));
        Assert.DoesNotContain(id, await b.Ids("Subscription"));
        foreach (var path in (string[])[$"Subscription/{id}", $"Subscription/{id}/$status",
            $"Subscription/{id}/$events"])
        {
            var (theirs, hidden, _) = await b.Send(HttpMethod.Get, path);
            var (_, absent, _) = await b.Send(HttpMethod.Get,
                path.Replace(id, Guid.NewGuid().ToString(), StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, theirs);
            Assert.Equal(absent.ToJsonString(), hidden.ToJsonString());
        }
        await b.Send(HttpMethod.Delete, $"Subscription/{id}");
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Get, $"Subscription/{id}")).Status);
    }

    [Fact]
    public async Task What_was_written_while_the_server_was_down_arrives_after_its_restart()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Restart"));
        var id = await Subscribe(a, receiver.Subscription(Conditions, "id-only", $"Condition?patient={patient}"));
        await Active(a, id);
        var first = await a.Create(Condition(patient, Hypertension));
        await receiver.Until(() => receiver.Focus.Count == 1, "the first");
        receiver.Answers = 503;
        var second = await a.Create(Condition(patient, Hypertension));

        await host.Restart();
        var third = await a.Create(Condition(patient, Hypertension));
        receiver.Answers = 200;
        await receiver.Until(() => receiver.Focus.Distinct().Count() == 3, "all three");

        Assert.Equal([first, second, third], receiver.Focus.Distinct());
        Assert.Equal([1, 2, 3], receiver.Events.SelectMany(one => one.Numbers).Distinct());
    }

    [Fact]
    public async Task A_dead_receiver_is_given_up_and_goes_on_without_loss_when_its_owner_asks_again()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Dead"));
        var id = await Subscribe(a, receiver.Subscription(Conditions, "id-only", $"Condition?patient={patient}"));
        await Active(a, id);
        receiver.Answers = 500;
        var written = new List<string>();
        for (var i = 0; i < 30; i++)
            written.Add(await a.Create(Condition(patient, Hypertension)));
        await Status(a, id, "error");
        var attempts = receiver.Attempts;
        await Task.Delay(400);
        Assert.Equal(attempts, receiver.Attempts);

        receiver.Answers = 200;
        var (_, parked, _) = await a.Send(HttpMethod.Get, $"Subscription/{id}");
        Assert.Contains("500", parked["error"]!.GetValue<string>(), StringComparison.Ordinal);
        parked["status"] = "requested";
        parked.Remove("error");
        Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Put, $"Subscription/{id}", parked)).Status);
        await receiver.Until(() => receiver.Focus.Count >= 30, "all that waited");

        Assert.Equal(written, receiver.Focus);
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), receiver.Events.SelectMany(one => one.Numbers));
    }

    [Fact]
    public async Task A_receiver_that_is_not_allowed_any_more_is_given_up_at_once_and_the_owner_is_told_why()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Moved"));
        var id = await Subscribe(a, receiver.Subscription(Conditions, "id-only", $"Condition?patient={patient}"));
        await Active(a, id);
        var attempts = receiver.Attempts;
        host.ReceiverHosts.Clear();
        try
        {
            var written = await a.Create(Condition(patient, Hypertension));
            await Status(a, id, "error");

            var given = await a.Search($"Subscription/{id}");
            Assert.Contains("does not allow", given["error"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal(attempts, receiver.Attempts);
            host.ReceiverHosts.Add("127.0.0.1");
            given["status"] = "requested";
            given.Remove("error");
            Assert.Equal(HttpStatusCode.OK, (await a.Send(HttpMethod.Put, $"Subscription/{id}", given)).Status);
            await receiver.Until(() => receiver.Focus.Contains(written), "what waited");
        }
        finally
        {
            host.ReceiverHosts.Clear();
            host.ReceiverHosts.Add("127.0.0.1");
        }
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_told_from_one_that_cannot_be_reached()
    {
        using var http = RestHook.Client(new ReceiverAddresses(new PushSettings { AllowedHosts = ["*"] }));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://localhost:1/")));
        var absent = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://nowhere.invalid/")));

        Assert.IsType<ReceiverNotAllowedException>(refused.InnerException);
        Assert.IsNotType<ReceiverNotAllowedException>(absent.InnerException);
    }

    [Fact]
    public async Task A_slow_receiver_delays_no_other()
    {
        await using var slow = await Receiver.Start();
        await using var quick = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Slow"));
        await Active(a, await Subscribe(a, slow.Subscription(Conditions, "id-only", $"Condition?patient={patient}")));
        await Active(a, await Subscribe(a, quick.Subscription(Conditions, "id-only", $"Condition?patient={patient}")));
        slow.Waits = TimeSpan.FromSeconds(6);

        await a.Create(Condition(patient, Hypertension));
        await quick.Until(() => quick.Focus.Count == 1, "the first");
        await a.Create(Condition(patient, Hypertension));
        await quick.Until(() => quick.Focus.Count == 2, "the second");

        Assert.Empty(slow.Focus);
    }

    [Fact]
    public async Task A_redirect_is_a_failure()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = 302;
        using var a = host.Hospital("hospital-a");
        var id = await Subscribe(a, receiver.Subscription(Conditions));

        await Status(a, id, "error");
    }

    [Fact]
    public async Task Events_can_be_read_again_from_a_number_and_from_a_position()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Replay"));
        var id = await Subscribe(a, receiver.Subscription($"Condition?patient={patient}", "empty"));
        await Active(a, id);
        var written = new List<string>();
        for (var i = 0; i < 5; i++)
            written.Add(await a.Create(Condition(patient, Hypertension)));
        await receiver.Until(() => receiver.Events.Sum(one => one.Numbers.Count) == 5, "five");
        Assert.Empty(receiver.Focus);

        var again = new Received(
            (await a.Search(
            $"Subscription/{id}/$events?eventsSinceNumber=2&eventsUntilNumber=4&content=full-resource")).ToJsonString(), null!);
        var status = (await a.Search($"Subscription/{id}/$status"))["entry"]![0]!["resource"]!.ToJsonString();
        var (wrong, _, _) = await a.Send(HttpMethod.Get, $"Subscription/{id}/$events?eventsSinceNumber=two");
        var none = new Received((await a.Search($"Subscription/{id}/$events?position=9999999")).ToJsonString(), null!);

        Assert.Equal([2, 3, 4], again.Numbers);
        Assert.Equal(written[1..4], again.Focus);
        Assert.Equal(3, again.Bundle["entry"]!.AsArray().Count(
            entry => entry!["resource"]!["resourceType"]!.GetValue<string>() == "Condition"));
        Assert.Contains("\"5\"", status, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        Assert.Empty(none.Numbers);
    }

    [Fact]
    public async Task A_silent_subscription_sends_its_heartbeat()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var subscription = receiver.Subscription(Conditions);
        subscription["channel"]!["extension"] = Receiver.Extensions(
            ("heartbeat-period", "valueUnsignedInt", 5))["extension"]!.DeepClone();
        await Subscribe(a, subscription);

        await receiver.Until(() => receiver.All.Any(one => one.Kind == "heartbeat"), "a heartbeat");
    }

    private static async Task<string> Subscribe(HttpClient http, JsonObject subscription) =>
        (await http.Post("Subscription", subscription))["id"]!.GetValue<string>();

    private static Task Active(HttpClient http, string id) => Status(http, id, "active");

    private static async Task Status(HttpClient http, string id, string status)
    {
        var now = "";
        for (var i = 0; i < 400 && now != status; i++)
        {
            now = (await http.Search($"Subscription/{id}"))["status"]!.GetValue<string>();
            await Task.Delay(25);
        }
        Assert.Equal(status, now);
    }
}
