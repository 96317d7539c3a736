using System.Text.Json;

namespace Phr.Model.Tokens;

/// <summary>
/// Observations: a value, a coded answer, or components; readings by the person or their devices get home concepts.
/// </summary>
internal static class FhirObservation
{
    /// <summary>Clinic concepts that a person's own or a device's reading turns into a home concept.</summary>
    private static readonly Dictionary<string, string> AtHome = new()
    {
        ["vital/sbp"] = "home-sbp",
        ["vital/dbp"] = "home-dbp",
        ["vital/weight"] = "home-weight",
        ["vital/heart-rate"] = "home-heart-rate",
        ["vital/temperature"] = "home-temperature",
        ["vital/spo2"] = "home-spo2",
        ["lab/glucose"] = "home-glucose",
    };

    public static IReadOnlyList<RecordEvent> Events(JsonElement observation)
    {
        if (observation.Text("status") is "entered-in-error" or "cancelled" or "registered")
            return [];
        var time = FhirParts.Time(observation, "effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued");
        var events = new List<RecordEvent>();
        if (observation.Child("code") is { } code && (HasValue(observation) || !observation.Items("component").Any()))
            events.Add(Event(observation, observation, code, time));
        foreach (var component in observation.Items("component"))
        {
            if (component.Child("code") is { } part && HasValue(component))
                events.Add(Event(observation, component, part, time));
        }
        return events;
    }

    private static RecordEvent Event(JsonElement observation, JsonElement holder, JsonElement code, DateTimeOffset time)
    {
        var plain = FhirParts.Event(observation, Type(observation), time, "issued", code) with
        {
            Value = FhirParts.Quantity(holder),
            IsBounded = FhirParts.IsBounded(holder),
            Answer = FhirParts.Answer(holder),
        };
        return plain.Source is SourceKind.Person or SourceKind.Device && Home(plain.Codes) is { } home
            ? plain with { Type = EventType.Vital, Codes = [new SourceCode(CodeSystem.Phr, home)] }
            : plain;
    }

    private static bool HasValue(JsonElement holder) =>
        holder.Child("valueQuantity") is not null || FhirParts.Answer(holder) is not null
        || holder.Child("valueInteger") is not null;

    private static string? Home(IReadOnlyList<SourceCode> codes)
    {
        foreach (var code in codes)
        {
            if (ConceptCatalogue.Find(code) is { } concept && AtHome.TryGetValue(concept.Key, out var home))
                return home;
        }
        return null;
    }

    private static EventType Type(JsonElement observation)
    {
        foreach (var category in observation.Items("category").SelectMany(item => FhirParts.Codes(item)))
        {
            switch (category.Code)
            {
                case "laboratory":
                    return EventType.Lab;
                case "vital-signs":
                    return EventType.Vital;
                case "social-history" or "survey":
                    return EventType.Social;
            }
        }
        return EventType.Lab;
    }
}
