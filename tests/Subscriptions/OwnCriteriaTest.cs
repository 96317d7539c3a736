using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Record;
using Phr.Tests.Search.Custom;
using static Phr.Tests.Record.People;
using static Phr.Tests.Search.Custom.Definitions;

namespace Phr.Tests.Subscriptions;

/// <summary>Subscriptions by parameters whose index follows the log: the site's own, and texts.</summary>
public sealed class OwnCriteriaTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Events_by_a_parameter_of_the_sites_own_come_all_and_in_order()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Told"));
        await site.Create(Definition("told-side", "token", "Observation.bodySite"));
        await using var receiver = await Receiver.Start();
        await a.Post("Subscription", receiver.Subscription("Observation?told-side=left"));
        await receiver.Until(() => receiver.All.Any(one => one.Kind == "handshake"), "the handshake");

        var written = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            var id = await a.Create(Sided(patient, i % 3 == 0 ? "left" : "right"));
            if (i % 3 == 0)
                written.Add(id);
        }

        await receiver.Until(() => receiver.Focus.Count >= written.Count, "all events");
        Assert.Equal(written, receiver.Focus);
    }

    [Fact]
    public async Task Events_by_texts_come_to_whoever_may_see_them_alone()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var (atA, atB) = (await a.Create(Patient("Words")), await b.Create(Patient("Words")));
        await using var receiver = await Receiver.Start();
        await b.Post("Subscription", receiver.Subscription("Observation?_content=kohlrabi"));
        await receiver.Until(() => receiver.All.Any(one => one.Kind == "handshake"), "the handshake");

        await a.Create(Noted(atA, "kohlrabi canary"));
        await b.Create(Noted(atB, "parsley"));
        var seen = await b.Create(Noted(atB, "kohlrabi"));

        await receiver.Until(() => receiver.Focus.Count > 0, "the event");
        Assert.Equal([seen], receiver.Focus);
        Assert.DoesNotContain(receiver.All, one => one.Text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subscription_whose_parameter_is_gone_is_switched_off_and_says_why()
    {
        using var site = host.Service("operator");
        using var a = host.Hospital("hospital-a");
        var patient = await a.Create(Patient("Gone"));
        var definition = await site.Create(Definition("gone-side", "token", "Observation.bodySite"));
        await using var receiver = await Receiver.Start();
        var id = (await a.Post("Subscription", receiver.Subscription("Observation?gone-side=left")))["id"]!.GetValue<string>();
        await receiver.Until(() => receiver.All.Any(one => one.Kind == "handshake"), "the handshake");

        await site.Send(HttpMethod.Delete, $"SearchParameter/{definition}");
        var subscription = new JsonObject();
        for (var i = 0; i < 100 && subscription["status"]?.GetValue<string>() != "off"; i++)
        {
            await Task.Delay(100);
            await a.Create(Sided(patient, "left"));
            subscription = (await a.Search($"Subscription/{id}")).AsObject();
        }

        Assert.Equal("off", subscription["status"]!.GetValue<string>());
        Assert.Contains("gone-side", subscription["error"]!.GetValue<string>(), StringComparison.Ordinal);
        var (refused, _, _) = await a.Send(HttpMethod.Post, "Subscription", receiver.Subscription("Observation?gone-side=left"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
    }

    private static JsonObject Sided(string patient, string side)
    {
        var observation = Observation(patient, "8480-6", 120);
        observation["bodySite"] = Concept("urn:sides", side);
        return observation;
    }

    private static JsonObject Noted(string patient, string text)
    {
        var observation = Observation(patient, "8480-6", 120);
        observation["note"] = new JsonArray(new JsonObject { ["text"] = text });
        return observation;
    }
}
