using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Fhir.Writing;
using Phr.Planets.Access;

namespace Phr.Planets.Subscriptions;

/// <summary>A subscription as it is kept.</summary>
/// <param name="Owner">Who may read and change it: <see cref="SubscriptionOwners.SubscriptionOwner"/>.</param>
/// <param name="Subscriber">With whose rights it is delivered, as they stand at each delivery: who made it or last changed it.</param>
/// <param name="Status">requested, active, error or off.</param>
/// <param name="Error">Why its receiver was given up.</param>
/// <param name="Resource">As it was sent, without id, version, status and headers.</param>
/// <param name="Position">Of the log: what is at or before it was looked at.</param>
/// <param name="Numbered">Events with a number.</param>
/// <param name="Delivered">Events that the receiver took.</param>
public sealed record StoredSubscription(
    string Id, string Owner, Requester Subscriber, int Version, DateTimeOffset Updated, string Status, string? Error,
        JsonObject Resource,
    ReceiverHeaders Headers, long Position, long Numbered, long Delivered, int Failures, DateTimeOffset? Sent)
{
    /// <summary>What it asks for; it was checked when it was stored.</summary>
    public SubscriptionOrder Order { get; } = SubscriptionOrder.Read(Resource).Value;

    /// <summary>The resource as it is given back.</summary>
    public JsonObject ToResource()
    {
        var resource = new JsonObject { ["resourceType"] = "Subscription", ["id"] = Id };
        var meta = Resource["meta"]?.DeepClone().AsObject() ?? [];
        meta["versionId"] = Version.ToString(CultureInfo.InvariantCulture);
        meta["lastUpdated"] = Instant.Format(Updated);
        resource["meta"] = meta;
        foreach (var (name, value) in Resource.Where(property =>
            property.Key is not ("resourceType" or "id" or "meta" or "status" or "error")))
            resource[name] = value?.DeepClone();
        resource["status"] = Status;
        if (Error is not null)
            resource["error"] = Error;
        return resource;
    }
}
