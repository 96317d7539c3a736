using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Search;

namespace Phr.Planets.Subscriptions;

/// <summary>An event of a subscription.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">When the log took it.</param>
/// <param name="Row">The version; null where the subscriber may not see it any more.</param>
public sealed record NumberedEvent(long Number, DateTimeOffset At, FoundRow? Row);

/// <summary>
/// Notifications as Bundles of type history whose first entry is the status (R5 Backport 1.1,
/// backport-subscription-notification-r4 and backport-subscription-status-r4).
/// </summary>
public sealed class Notification(FhirEndpoint fhir, TimeProvider clock)
{
    public const string Handshake = "handshake";
    public const string Heartbeat = "heartbeat";
    public const string Events = "event-notification";
    public const string QueryStatus = "query-status";
    public const string QueryEvents = "query-event";

    private const string StatusProfile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4";

    public ReadOnlyMemory<byte> Write(StoredSubscription subscription, string kind,
        IReadOnlyList<NumberedEvent> events) =>
        Write(subscription, kind, events, subscription.Order.Content);

    public ReadOnlyMemory<byte> Write(
        StoredSubscription subscription, string kind, IReadOnlyList<NumberedEvent> events, PayloadContent content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "history");
            json.WriteString("timestamp", Instant.Format(clock.GetUtcNow()));
            json.WriteStartArray("entry");
            WriteStatusEntry(json, subscription, kind, content == PayloadContent.Empty
                ? [.. events.Select(one => one with { Row = null })] : events);
            foreach (var one in events.Where(one => one.Row is not null && content != PayloadContent.Empty))
                WriteEntry(json, one.Row!, one.At, content);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>The status alone, for <c>$status</c>.</summary>
    public ReadOnlyMemory<byte> WriteStatus(StoredSubscription subscription)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            WriteStatus(json, subscription, QueryStatus, []);
        return buffer.WrittenMemory;
    }

    private void WriteStatusEntry(Utf8JsonWriter json, StoredSubscription subscription, string kind,
        IReadOnlyList<NumberedEvent> events)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"{Url(subscription)}/$status");
        json.WritePropertyName("resource");
        WriteStatus(json, subscription, kind, events);
        WriteExchange(json, "GET", $"{Url(subscription)}/$status", "200", null);
        json.WriteEndObject();
    }

    private void WriteStatus(Utf8JsonWriter json, StoredSubscription subscription, string kind,
        IReadOnlyList<NumberedEvent> events)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "Parameters");
        json.WriteStartObject("meta");
        json.WriteStartArray("profile");
        json.WriteStringValue(StatusProfile);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("parameter");
        Reference(json, "subscription", Url(subscription));
        if (SubscriptionTopic.Find(subscription.Order.Criteria) is { } topic)
            Value(json, "topic", "valueCanonical", topic.Url);
        Value(json, "status", "valueCode", kind is Handshake or Heartbeat or Events ? "active" : subscription.Status);
        Value(json, "type", "valueCode", kind);
        Value(json, "events-since-subscription-start", "valueString",
            subscription.Numbered.ToString(CultureInfo.InvariantCulture));
        foreach (var one in events)
            WriteEvent(json, one);
        if (subscription.Error is { } error && kind == QueryStatus)
        {
            json.WriteStartObject();
            json.WriteString("name", "error");
            json.WriteStartObject("valueCodeableConcept");
            json.WriteString("text", error);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteEvent(Utf8JsonWriter json, NumberedEvent one)
    {
        json.WriteStartObject();
        json.WriteString("name", "notification-event");
        json.WriteStartArray("part");
        Value(json, "event-number", "valueString", one.Number.ToString(CultureInfo.InvariantCulture));
        Value(json, "timestamp", "valueInstant", Instant.Format(one.At));
        if (one.Row is { } row)
            Reference(json, "focus", $"{fhir.Url}{row.Type}/{row.Id}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteEntry(Utf8JsonWriter json, FoundRow row, DateTimeOffset at, PayloadContent content)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"{fhir.Url}{row.Type}/{row.Id}");
        if (content == PayloadContent.FullResource && row.Body.Length <= SubscriptionLimits.ResourceBytesMax)
        {
            json.WritePropertyName("resource");
            json.WriteRawValue(row.Body.Span, skipInputValidation: true);
        }
        var isNew = row.Version == 1;
        WriteExchange(json, isNew ? "POST" : "PUT", isNew ? row.Type : $"{row.Type}/{row.Id}", isNew ? "201"
            : "200", (row.Version, at));
        json.WriteEndObject();
    }

    private static void WriteExchange(Utf8JsonWriter json, string method, string url, string status,
        (int Version, DateTimeOffset At)? stored)
    {
        json.WriteStartObject("request");
        json.WriteString("method", method);
        json.WriteString("url", url);
        json.WriteEndObject();
        json.WriteStartObject("response");
        json.WriteString("status", status);
        if (stored is var (version, at))
        {
            json.WriteString("etag", ETags.Of(version));
            json.WriteString("lastModified", Instant.Format(at));
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, string kind, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(kind, value);
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string name, string url)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("valueReference");
        json.WriteString("reference", url);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string Url(StoredSubscription subscription) => $"{fhir.Url}Subscription/{subscription.Id}";
}
