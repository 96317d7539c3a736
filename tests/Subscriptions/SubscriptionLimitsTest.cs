using System.Net;
using System.Text.Json.Nodes;
using Phr.Planets.Subscriptions;
using Phr.Platform.Hosting;
using Phr.Tests.Record;

namespace Phr.Tests.Subscriptions;

/// <summary>What a Subscription may ask for.</summary>
public sealed class SubscriptionLimitsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("https://phr.example/fhir/SubscriptionTopic/no-such-topic")]
    [InlineData("Observation?no-such-parameter=1")]
    [InlineData("Observation?patient.name=a")]
    [InlineData("Observation?_has:Provenance:target:agent=a")]
    [InlineData("Observation?date=yesterday")]
    [InlineData("NoType?code=1")]
    [InlineData("?code=1")]
    [InlineData("code=1")]
    [InlineData(" ")]
    [InlineData("Observation?_sort=date")]
    public async Task Criteria_that_mean_nothing_here_are_refused(string criteria)
    {
        await using var receiver = await Receiver.Start();
        await Refused(receiver.Subscription(criteria));
    }

    [Fact]
    public async Task A_subscription_that_could_not_be_delivered_is_refused()
    {
        await using var receiver = await Receiver.Start();
        foreach (var change in (Action<JsonObject>[])
        [
            one => one["channel"]!["type"] = "sms",
            one => one["channel"]!.AsObject().Remove("endpoint"),
            one => one["channel"]!["endpoint"] = "http://198.51.100.7/hook",
            one => one["channel"]!["endpoint"] = "https://elsewhere.example/hook",
            one => one["channel"]!["endpoint"] = "http://user:word@127.0.0.1/hook",
            one => one["channel"]!["payload"] = "application/fhir+xml",
            one => one["channel"]!.AsObject().Remove("header"),
            one => one["channel"]!["header"] = new JsonArray($"{ReceiverHeaders.SecretName}: short"),
            one => one["channel"]!["header"]!.AsArray().Add("Host: elsewhere.example"),
            one => one["channel"]!["header"]!.AsArray().Add("No colon"),
            one => one["status"] = "error",
        ])
        {
            var subscription = receiver.Subscription("Observation");
            change(subscription);
            await Refused(subscription);
        }
    }

    [Fact]
    public async Task Numbers_are_taken_at_their_limit_and_refused_one_past_it()
    {
        await using var receiver = await Receiver.Start();
        foreach (var (name, kind, limit) in ((string, string, int)[])
        [
            ("max-count", "valuePositiveInt", SubscriptionLimits.EventsMax),
                ("timeout", "valueUnsignedInt", SubscriptionLimits.TimeoutSecondsMax),
            ("heartbeat-period", "valueUnsignedInt", SubscriptionLimits.HeartbeatSecondsMax),
        ])
        {
            await Taken(With(name, kind, limit));
            await Refused(With(name, kind, limit + 1));
        }
        await Taken(receiver.Subscription("Observation?code=" + new string(
            '1', SubscriptionLimits.CriteriaCharactersMax - 17)));
        await Refused(receiver.Subscription("Observation?code=" + new string(
            '1', SubscriptionLimits.CriteriaCharactersMax - 16)));
        await Taken(receiver.Subscription("Observation", "empty",
            [.. Enumerable.Repeat("Observation?code=1", SubscriptionLimits.FiltersMax)]));
        await Refused(receiver.Subscription("Observation", "empty",
            [.. Enumerable.Repeat("Observation?code=1", SubscriptionLimits.FiltersMax + 1)]));
        var headers = receiver.Subscription("Observation");
        for (var i = 2; i < SubscriptionLimits.HeadersMax; i++)
            headers["channel"]!["header"]!.AsArray().Add($"X-{i}: a");
        await Taken(headers.DeepClone().AsObject());
        headers["channel"]!["header"]!.AsArray().Add("X-more: a");
        await Refused(headers);

        JsonObject With(string name, string kind, int value)
        {
            var subscription = receiver.Subscription("Observation");
            subscription["channel"]!["extension"] = Receiver.Extensions((name, kind, value))["extension"]!.DeepClone();
            return subscription;
        }
    }

    [Fact]
    public async Task An_owner_has_only_so_many()
    {
        await using var receiver = await Receiver.Start();
        using var owner = host.Hospital("hospital-many");
        for (var i = 0; i < SubscriptionLimits.OwnedMax; i++)
            await owner.Post("Subscription", receiver.Subscription("Observation?code=none"));

        var (status, _, _) = await owner.Send(HttpMethod.Post, "Subscription",
            receiver.Subscription("Observation?code=none"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
    }

    [Fact]
    public async Task Scopes_that_could_not_search_cannot_subscribe()
    {
        await using var receiver = await Receiver.Start();
        using var narrow = host.Hospital("hospital-a", "system/Subscription.cruds system/Patient.rs");
        using var without = host.Hospital("hospital-a", "system/Observation.rs");

        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.Send(
            HttpMethod.Post, "Subscription", receiver.Subscription("Observation"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await without.Send(
            HttpMethod.Post, "Subscription", receiver.Subscription("Observation"))).Status);
    }

    [Fact]
    public async Task An_update_names_the_version_that_it_changes()
    {
        await using var receiver = await Receiver.Start();
        using var a = host.Hospital("hospital-a");
        var created = await a.Post("Subscription", receiver.Subscription("Observation?code=none"));
        created["status"] = "off";
        var path = $"Subscription/{created["id"]}";

        var (stale, _, _) = await a.Send(HttpMethod.Put, path, created, ("If-Match", "W/\"7\""));
        var (fresh, off, _) = await a.Send(HttpMethod.Put, path, created);
        await a.Send(HttpMethod.Delete, path);

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.OK), (stale, fresh));
        Assert.Equal("off", off["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, path)).Status);
    }

    [Theory]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("https://[::ffff:127.0.0.1]/", false)]
    [InlineData("https://[fd00::1]/", false)]
    [InlineData("https://100.64.0.1/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("http://8.8.8.8/", false)]
    [InlineData("ftp://8.8.8.8/", false)]
    [InlineData("https://8.8.8.8/", true)]
    [InlineData("https://hooks.example.jp/", true)]
    public void Without_permission_no_notification_goes_to_a_private_address(string endpoint, bool isAllowed) =>
        Assert.Equal(isAllowed, new ReceiverAddresses(new PushSettings { AllowedHosts = ["*"] }).Refuses(
            new Uri(endpoint)) is null);

    [Theory]
    [InlineData("hooks.example.jp", "hooks.example.jp", true)]
    [InlineData("hooks.example.jp", "evil-hooks.example.jp", false)]
    [InlineData("*.example.jp", "a.b.example.jp", true)]
    [InlineData("*.example.jp", "example.jp", false)]
    [InlineData("*.example.jp", "example.jp.evil.test", false)]
    public void A_host_is_allowed_by_its_name_or_by_what_it_is_below(string pattern, string name, bool isAllowed) =>
        Assert.Equal(isAllowed, new ReceiverAddresses(new PushSettings { AllowedHosts = [pattern] }).Refuses(
            new Uri($"https://{name}/")) is null);

    private async Task Taken(JsonObject subscription) =>
        Assert.Equal(HttpStatusCode.Created, await Answer(subscription));

    private async Task Refused(JsonObject subscription)
    {
        var status = await Answer(subscription);
        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest,
            $"{(int)status} for {subscription.ToJsonString()}");
    }

    private async Task<HttpStatusCode> Answer(JsonObject subscription)
    {
        using var owner = host.Hospital("hospital-" + Guid.NewGuid());
        return (await owner.Send(HttpMethod.Post, "Subscription", subscription)).Status;
    }
}
