using System.Text.Json;

namespace Phr.Model.Tokens;

/// <summary>The few FHIR data types that the reader needs, straight from the JSON.</summary>
internal static class FhirParts
{
    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } child ? child.GetString() : null;

    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IReadOnlyList<SourceCode> Codes(JsonElement? concept)
    {
        if (concept is not { } present)
            return [];
        return [.. present.Items("coding")
            .Where(coding => coding.Text("code") is not null)
            .Select(coding => new SourceCode(CodeSystems.Named(coding.Text("system")), coding.Text("code")!))];
    }

    public static string Text(JsonElement concept) =>
        concept.Text("text") ?? concept.Items("coding").Select(coding => coding.Text("display"))
        .FirstOrDefault(text => text is not null) ?? "";

    public static RecordEvent Event(JsonElement resource, EventType type, DateTimeOffset time, string? recorded,
        JsonElement concept)
    {
        var known = recorded is null ? null : ClinicalTime.Read(resource.Text(recorded));
        return new RecordEvent
        {
            Entry = $"{resource.Text("resourceType")}/{resource.Text("id")}",
            Type = type,
            Time = time,
            KnownAt = known is { } later && later > time ? later : time,
            Codes = Codes(concept),
            Visit = resource.Child("encounter")?.Text("reference") ?? resource.Child("context")?.Text("reference"),
            Source = Source(resource),
            Labels = Labels(resource),
            Display = Text(concept),
        };
    }

    /// <summary>
    /// The first of the named elements that tells a time: a dateTime, or a Period by its start; <see cref="ClinicalTime.Untold"/> where
    /// none does.
    /// </summary>
    public static DateTimeOffset Time(JsonElement resource, params string[] names)
    {
        foreach (var name in names)
        {
            if (resource.Child(name) is not { } element)
                continue;
            var read = element.ValueKind switch
            {
                JsonValueKind.Object => ClinicalTime.Read(element.Text("start")) ?? ClinicalTime.Read(element.Text("end")),
                JsonValueKind.String => ClinicalTime.Read(element.GetString()),
                _ => null,
            };
            if (read is { } time)
                return time;
        }
        return ClinicalTime.Untold;
    }

    /// <summary>Whether the value is only known to lie below or above what is written (R4 datatypes.html#Quantity).</summary>
    public static bool IsBounded(JsonElement holder) => holder.Child("valueQuantity")?.Text("comparator") is not null;

    public static Measured? Quantity(JsonElement holder)
    {
        if (IsBounded(holder))
            return null;
        if (holder.Child("valueQuantity") is { } quantity
            && quantity.Child("value") is { ValueKind: JsonValueKind.Number } value)
            return new Measured(value.GetDouble(), quantity.Text("code") ?? quantity.Text("unit"));
        if (holder.Child("valueInteger") is { ValueKind: JsonValueKind.Number } integer)
            return new Measured(integer.GetDouble(), "1");
        return AnswerTexts(holder).Select(OrdinalScale.Number).FirstOrDefault(number => number is not null);
    }

    /// <summary>A coded or short text answer; null where the value is a number or there is none.</summary>
    public static string? Answer(JsonElement holder) => AnswerTexts(holder).FirstOrDefault();

    public static IReadOnlyList<string> Labels(JsonElement resource)
    {
        if (resource.Child("meta") is not { } meta)
            return [];
        // JP-CLINS says 未告知 and 未提供 by a tag, HL7 by a security label.
        return [.. meta.Items("security").Concat(meta.Items("tag"))
            .Select(label => $"{label.Text("system")}|{label.Text("code")}")];
    }

    public static JsonElement? Contained(JsonElement resource, string reference)
    {
        var wanted = resource.Child(reference)?.Text("reference");
        if (wanted is null || !wanted.StartsWith('#'))
            return null;
        foreach (var contained in resource.Items("contained"))
        {
            if (contained.Text("id") == wanted[1..])
                return contained;
        }
        return null;
    }

    private static IEnumerable<string> AnswerTexts(JsonElement holder)
    {
        if (holder.Child("valueCodeableConcept") is { } concept)
        {
            foreach (var code in Codes(concept))
                yield return code.Code;
            if (Text(concept) is { Length: > 0 and <= 64 } text)
                yield return text;
        }
        if (holder.Text("valueString") is { Length: > 0 and <= 64 } plain)
            yield return plain.Trim();
        if (holder.Child("valueBoolean") is { } truth)
            yield return truth.ValueKind == JsonValueKind.True ? "true" : "false";
    }

    /// <summary>Who wrote it: the device that it names, the person as performer, else a care-giver.</summary>
    private static SourceKind Source(JsonElement resource)
    {
        if (resource.Child("device") is not null)
            return SourceKind.Device;
        var performers = resource.Items("performer")
            .Select(performer => performer.Text("reference") ?? performer.Child("actor")?.Text("reference"))
            .Append(resource.Child("informationSource")?.Text("reference"))
            .Append(resource.Child("requester")?.Text("reference"));
        return performers.Any(reference => reference?.StartsWith("Patient/", StringComparison.Ordinal) == true)
            ? SourceKind.Person
            : SourceKind.CareGiver;
    }
}
