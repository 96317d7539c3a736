using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Subscriptions;
using Phr.Tests.Record;

namespace Phr.Tests.Subscriptions;

/// <summary>Who delivers a subscription: one at a time, on all nodes of a database.</summary>
public sealed class DeliveryTurnTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task Of_two_nodes_only_the_holder_can_number_and_deliver_and_the_other_goes_on_after_it()
    {
        using var a = host.Hospital("hospital-a");
        await a.Create(People.Patient("First"));
        await a.Create(People.Patient("Second"));
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = "Condition",
            ["channel"] = new JsonObject { ["type"] = "websocket" },
        };
        var id = (await a.Post("Subscription", subscription))["id"]!.GetValue<string>();
        var here = host.Services.GetRequiredService<DeliveryTurn>();
        var there = new DeliveryTurn(host.Database);
        var (mine, theirs) = (DeliveryTurn.NewHolder(), DeliveryTurn.NewHolder());

        Assert.True(await here.Claim(id, mine, default));
        Assert.False(await there.Claim(id, theirs, default));
        Assert.False(await there.Hold(id, theirs, default));
        Assert.False(await there.Number(id, theirs, [1], 1, default));
        Assert.False(await there.Delivered(id, theirs, 1, DateTimeOffset.UtcNow, default));
        Assert.True(await here.Number(id, mine, [1, 2], 2, default));
        await here.Release(id, mine, default);
        Assert.True(await there.Claim(id, theirs, default));
        Assert.False(await here.Hold(id, mine, default));
        Assert.Equal([1L, 2L], (await there.Events(id, (1, 9, 0), 9, default)).Select(one => one.Number));
        Assert.True(await there.Delivered(id, theirs, 2, DateTimeOffset.UtcNow, default));
    }
}
