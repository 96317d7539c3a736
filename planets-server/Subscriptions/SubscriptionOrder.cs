using System.Globalization;
using System.Text.Json.Nodes;
using Phr.Platform;

namespace Phr.Planets.Subscriptions;

/// <summary>How much of an event a notification says.</summary>
public enum PayloadContent
{
    /// <summary>That there was one.</summary>
    Empty,

    /// <summary>Which resource it is about.</summary>
    IdOnly,

    /// <summary>The version itself.</summary>
    FullResource,
}

/// <summary>
/// What a Subscription asks for: R4 subscription.html with the extensions of the Subscriptions R5 Backport 1.1.
/// </summary>
/// <param name="Channel">rest-hook or websocket.</param>
/// <param name="Endpoint">Null of a websocket.</param>
/// <param name="Heartbeat">Seconds; null for none.</param>
public sealed record SubscriptionOrder(
    string Criteria, IReadOnlyList<string> Filters, string Channel, Uri? Endpoint, PayloadContent Content,
        int EventsMax, int TimeoutSeconds,
    int? Heartbeat, DateTimeOffset? Ends)
{
    private const string Extensions = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    /// <summary>Reads a Subscription whose structure was checked.</summary>
    public static Answer<SubscriptionOrder> Read(JsonObject subscription)
    {
        var channel = subscription["channel"]!.AsObject();
        var type = Text(channel["type"]);
        if (type is not ("rest-hook" or "websocket"))
            return Wrong("Of channels this server knows rest-hook and websocket.", "type", "not-supported");
        Uri? endpoint = null;
        if (type == "rest-hook" && !Uri.TryCreate(Text(channel["endpoint"]), UriKind.Absolute, out endpoint))
            return Wrong("A rest-hook has the address of its receiver.", "endpoint", "required");
        if (Text(channel["payload"]) is { } payload
            && payload.Split(';')[0] is not ("application/fhir+json" or "application/json"))
            return Wrong("Notifications are sent as application/fhir+json.", "payload", "not-supported");
        if (ContentOf(channel) is not { } content)
            return Wrong("The content of notifications is one of empty, id-only, full-resource.", "payload.extension",
                "value");
        DateTimeOffset? ends = null;
        if (Text(subscription["end"]) is { } end)
        {
            if (!DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var instant))
                return new Refusal(RefusalKind.Unprocessable, "The end is no instant.", "Subscription.end", "value");
            ends = instant.ToUniversalTime();
        }
        var numbers = (Number(channel, "max-count"), Number(channel, "timeout"), Number(channel, "heartbeat-period"));
        if (OutOfBounds(numbers) is { } refusal)
            return refusal;
        return new SubscriptionOrder(
            Text(subscription["criteria"])!, FiltersOf(subscription), type, endpoint, content,
            numbers.Item1 ?? SubscriptionLimits.EventsDefault, numbers.Item2
                ?? SubscriptionLimits.TimeoutSecondsDefault,
            numbers.Item3 is 0 ? null : numbers.Item3, ends);
    }

    private static Refusal? OutOfBounds((int? EventsMax, int? Timeout, int? Heartbeat) numbers)
    {
        if (numbers.EventsMax is < 1 or > SubscriptionLimits.EventsMax)
            return Wrong($"A notification has 1 to {SubscriptionLimits.EventsMax} events.", "extension", "value");
        if (numbers.Timeout is < 1 or > SubscriptionLimits.TimeoutSecondsMax)
            return Wrong($"A receiver has 1 to {SubscriptionLimits.TimeoutSecondsMax} seconds to answer.", "extension",
                "value");
        return numbers.Heartbeat is not (
            null or 0 or (>= SubscriptionLimits.HeartbeatSecondsMin and <= SubscriptionLimits.HeartbeatSecondsMax))
            ? Wrong(
                $"A heartbeat has a period of {SubscriptionLimits.HeartbeatSecondsMin} to {SubscriptionLimits.HeartbeatSecondsMax} seconds, or 0 for none.",
                "extension", "value")
            : null;
    }

    // Without the extension: R4 sends nothing but the fact where no payload type is named, and the resource where one
    // is.
    private static PayloadContent? ContentOf(JsonObject channel) =>
        Extension(channel["_payload"], "payload-content")?["valueCode"] is { } code
        ? Text(code) switch
        {
            "empty" => PayloadContent.Empty,
            "id-only" => PayloadContent.IdOnly,
            "full-resource" => PayloadContent.FullResource,
            _ => null,
        }
        : channel["payload"] is null ? PayloadContent.Empty : PayloadContent.FullResource;

    private static IReadOnlyList<string> FiltersOf(JsonObject subscription) =>
    [
        .. ExtensionsOf(subscription["_criteria"]).Where(
            extension => Text(extension["url"]) == Extensions + "filter-criteria")
            .Select(extension => Text(extension["valueString"]) ?? ""),
    ];

    private static int? Number(JsonObject channel, string name)
    {
        var extension = Extension(channel, name);
        var value = extension?["valueUnsignedInt"] ?? extension?["valuePositiveInt"] ?? extension?["valueInteger"];
        return value is null ? null : int.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number)
            ? number : -1;
    }

    private static JsonObject? Extension(JsonNode? element, string name) =>
        ExtensionsOf(element).FirstOrDefault(extension => Text(extension["url"]) == Extensions + name);

    private static IEnumerable<JsonObject> ExtensionsOf(JsonNode? element) =>
        ((element as JsonObject)?["extension"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    private static Refusal Wrong(string reason, string place, string code) =>
        new(RefusalKind.Unprocessable, reason, $"Subscription.channel.{place}", code);
}
