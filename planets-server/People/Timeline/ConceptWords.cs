using System.Text.Json;

namespace Phr.Planets.People.Timeline;

/// <summary>A CodeableConcept in words: its text and the displays of its codings, told apart by script.</summary>
internal static class ConceptWords
{
    /// <param name="name">A property that is a CodeableConcept, or a list of which the first counts.</param>
    /// <returns>Null where it is absent or says nothing.</returns>
    public static Wording? Of(JsonElement resource, string name)
    {
        if (!resource.TryGetProperty(name, out var concept))
            return null;
        if (concept.ValueKind == JsonValueKind.Array)
            concept = concept.GetArrayLength() > 0 ? concept[0] : default;
        return concept.ValueKind == JsonValueKind.Object ? Of(concept) : null;
    }

    public static Wording? Of(JsonElement concept)
    {
        var texts = Texts(concept).ToList();
        var ja = texts.Find(IsJapanese);
        var en = texts.Find(text => !IsJapanese(text));
        return (ja ?? en ?? Codes(concept).FirstOrDefault()) is { } any ? new Wording(ja ?? any, en ?? any) : null;
    }

    /// <summary>The first code of a property.</summary>
    public static string? CodeOf(JsonElement resource, string name) =>
        resource.TryGetProperty(name, out var concept) && concept.ValueKind == JsonValueKind.Object ? Codes(concept).FirstOrDefault() : null;

    public static IEnumerable<string> Codes(JsonElement concept) => Codings(concept)
        .Select(coding => coding.TryGetProperty("code", out var code) ? code.GetString() : null).OfType<string>();

    private static IEnumerable<string> Texts(JsonElement concept)
    {
        if (concept.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } said)
            yield return said;
        foreach (var coding in Codings(concept))
        {
            if (coding.TryGetProperty("display", out var display) && display.GetString() is { Length: > 0 } shown)
                yield return shown;
        }
    }

    private static IEnumerable<JsonElement> Codings(JsonElement concept) =>
        concept.TryGetProperty("coding", out var codings) && codings.ValueKind == JsonValueKind.Array ? codings.EnumerateArray() : [];

    // Kana, ideographs, and the half-width kana of older systems.
    private static bool IsJapanese(string text) =>
        text.Any(c => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF66' and <= '\uFF9F'));
}
