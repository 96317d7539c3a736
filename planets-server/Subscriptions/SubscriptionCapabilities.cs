using System.Text.Json;
using Phr.Planets.Search;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// What the CapabilityStatement says of Subscription: R4, and the topics as the R5 Backport 1.1 lists them.
/// </summary>
public static class SubscriptionCapabilities
{
    private const string TopicExtension =
        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical";

    private const string Profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription";

    private const string Operations = "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-";

    private static readonly string[] Interactions = ["create", "read", "update", "delete", "search-type"];

    /// <summary>Writes the members of rest.resource that come after its type.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("extension");
        foreach (var topic in SubscriptionTopic.All)
        {
            json.WriteStartObject();
            json.WriteString("url", TopicExtension);
            json.WriteString("valueCanonical", topic.Url);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("profile", "http://hl7.org/fhir/StructureDefinition/Subscription");
        json.WriteStartArray("supportedProfile");
        json.WriteStringValue(Profile);
        json.WriteEndArray();
        json.WriteStartArray("interaction");
        foreach (var code in Interactions)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("versioning", "versioned");
        json.WriteStartArray("searchParam");
        foreach (var name in SearchSubscriptions.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", SearchParameters.Find("Subscription", name)?.Type.ToString().ToLowerInvariant()
                ?? "token");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("operation");
        foreach (var name in (string[])["status", "events", "get-ws-binding-token"])
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("definition", Operations + name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
