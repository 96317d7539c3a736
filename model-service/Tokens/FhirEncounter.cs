using System.Text.Json;

namespace Phr.Model.Tokens;

/// <summary>An encounter starts with its class; a hospital stay also ends, as an event of its own at its end.</summary>
internal static class FhirEncounter
{
    public static IReadOnlyList<RecordEvent> Events(JsonElement encounter)
    {
        var status = encounter.Text("status");
        if (status is "entered-in-error" or "cancelled" or "planned" or null)
            return [];
        var start = ClinicalTime.Read(encounter.Child("period")?.Text("start")) ?? ClinicalTime.Untold;
        var ended = ClinicalTime.Read(encounter.Child("period")?.Text("end"));
        var entry = $"Encounter/{encounter.Text("id")}";
        var type = encounter.Items("type").SelectMany(item => FhirParts.Codes(item)).ToList();
        var known = type.Find(code => ConceptCatalogue.Find(code) is not null);
        var codes = known.Code is null ? ClassCodes(encounter) : [known];
        var first = new RecordEvent
        {
            Entry = entry,
            Type = EventType.Encounter,
            Time = start,
            KnownAt = start,
            Codes = codes,
            // On leave is away for some hours and still admitted (R4 valueset-encounter-status).
            StaysUntil = status is "in-progress" or "onleave" && encounter.Child("class")?.Text("code") is { } place && IsInpatient(place)
                ? ended ?? DateTimeOffset.MaxValue : null,
            Visit = entry,
            Source = SourceKind.CareGiver,
            Labels = FhirParts.Labels(encounter),
            Display = encounter.Items("type").Select(FhirParts.Text).FirstOrDefault() ?? "",
        };
        if (start == ClinicalTime.Untold || ended is not { } end || end <= start
            || !codes.Any(code => IsInpatient(code.Code)))
            return [first];
        return
        [
            first,
            first with { Time = end, KnownAt = end, Codes = [new SourceCode(CodeSystem.Phr, "discharge")], StaysUntil = null },
        ];
    }

    /// <summary>Classes of visits that are stays (R4 v3-ActEncounterCode).</summary>
    private static bool IsInpatient(string code) => code is "IMP" or "ACUTE" or "NONAC";

    private static SourceCode[] ClassCodes(JsonElement encounter) =>
        encounter.Child("class")?.Text("code") is { } code ? [new SourceCode(CodeSystem.EncounterClass, code)] : [];
}
