using System.Text.Json.Nodes;

namespace Phr.Mobile.Sharing;

/// <summary>
/// What switches have to know of a Consent: which outcomes or studies it names. What it means is decided by consent-service alone.
/// </summary>
internal static class ConsentContent
{
    public const string CategorySystem = "https://phr.example/fhir/CodeSystem/consent-category";
    public const string OutcomeSystem = "https://phr.example/fhir/CodeSystem/risk-outcome";
    public const string OrganisationSystem = "https://phr.example/fhir/sid/organisation";

    /// <summary>Outcomes that a model-use Consent permits, or forbids; of any other Consent none.</summary>
    public static IEnumerable<string> Outcomes(JsonObject consent, bool permitted) => Says(consent, "model-use", permitted)
        ? Items(consent["provision"]?["code"]).SelectMany(Codings).Where(IsOutcome).Select(coding => Text(coding["code"])!)
        : [];

    /// <summary>Studies that a study Consent permits; of any other Consent none.</summary>
    public static IEnumerable<string> Studies(JsonObject consent) => Says(consent, "study", permitted: true)
        ? Items(consent["provision"]?["actor"]).Select(Recipient).OfType<string>()
        : [];

    /// <summary>The Consent without an outcome that it names; ended when it names no other.</summary>
    public static JsonObject WithoutOutcome(JsonObject consent, string outcome)
    {
        var left = Items(consent["provision"]?["code"])
            .Where(concept => !Codings(concept).Any(coding => IsOutcome(coding) && Text(coding["code"]) == outcome)).ToList();
        return Without(consent, "code", left);
    }

    /// <summary>The Consent without a study that it names; ended when it names no other.</summary>
    public static JsonObject WithoutStudy(JsonObject consent, string study) =>
        Without(consent, "actor", [.. Items(consent["provision"]?["actor"]).Where(actor => Recipient(actor) != study)]);

    /// <summary>The Consent, no longer in force.</summary>
    public static JsonObject Ended(JsonObject consent)
    {
        var ended = (JsonObject)consent.DeepClone();
        ended["status"] = "inactive";
        return ended;
    }

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject Without(JsonObject consent, string element, IReadOnlyList<JsonObject> left)
    {
        if (left.Count == 0)
            return Ended(consent);
        var changed = (JsonObject)consent.DeepClone();
        changed["provision"]![element] = new JsonArray([.. left.Select(item => item.DeepClone())]);
        return changed;
    }

    private static bool Says(JsonObject consent, string category, bool permitted) =>
        Text(consent["provision"]?["type"]) == (permitted ? "permit" : "deny")
        && Items(consent["category"]).SelectMany(Codings)
            .Any(coding => Text(coding["system"]) == CategorySystem && Text(coding["code"]) == category);

    // By identifier, or as Organization/CODE where the code is the logical id.
    private static string? Recipient(JsonObject actor)
    {
        var reference = actor["reference"];
        if (Text(reference?["identifier"]?["system"]) == OrganisationSystem)
            return Text(reference?["identifier"]?["value"]);
        return Text(reference?["reference"]) is { } literal && literal.StartsWith("Organization/", StringComparison.Ordinal)
            ? literal["Organization/".Length..]
            : null;
    }

    private static bool IsOutcome(JsonObject coding) => Text(coding["system"]) == OutcomeSystem && Text(coding["code"]) is not null;

    private static IEnumerable<JsonObject> Codings(JsonObject concept) => Items(concept["coding"]);

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}
