using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Planets.People.Merging;

/// <summary>
/// What a merge makes of two Patients, and an un-merge of what it made (R4 patient.html#link; R5 patient-operation-merge.html). Pure.
/// </summary>
public static class PatientMerge
{
    private const string ReplacedBy = "replaced-by";
    private const string Replaces = "replaces";

    /// <summary>The Patient that is merged away: not active, and it says by which it is replaced.</summary>
    public static JsonObject Away(ReadOnlyMemory<byte> source, string target)
    {
        var patient = Read(source);
        patient["active"] = false;
        Link(patient, target, ReplacedBy);
        return patient;
    }

    /// <summary>The Patient that stays: with the other's identifiers as old ones, and what it replaces.</summary>
    public static JsonObject Kept(ReadOnlyMemory<byte> target, ReadOnlyMemory<byte> source, string sourceId)
    {
        var patient = Read(target);
        var own = patient["identifier"]?.AsArray().Select(Value).ToHashSet() ?? [];
        foreach (var identifier in Read(source)["identifier"]?.AsArray() ?? [])
        {
            if (!own.Add(Value(identifier)))
                continue;
            var old = identifier!.DeepClone().AsObject();
            old["use"] = "old";
            List(patient, "identifier").Add(old);
        }
        Link(patient, sourceId, Replaces);
        return patient;
    }

    /// <summary>Whether a Patient says that it is replaced by another.</summary>
    public static bool IsAway(ReadOnlyMemory<byte> patient) => Links(Read(patient)).Any(link => Type(link) == ReplacedBy);

    /// <summary>Whether a Patient says that it replaces the other.</summary>
    public static bool SaysReplaces(JsonObject patient, string other) => Links(patient).Any(link => Is(link, other, Replaces));

    /// <summary>
    /// A Patient as it was before a merge: exactly, where the merge's version is the present one; otherwise the present
    /// one without the merge's
    /// link, and active as it was.
    /// </summary>
    /// <param name="before">Its version before the merge.</param>
    /// <param name="present">Null where that is what the merge made.</param>
    /// <param name="other">The Patient that it was merged with.</param>
    public static JsonObject Parted(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte>? present, string other)
    {
        if (present is not { } changed)
            return Read(before);
        var patient = Read(changed);
        foreach (var link in Links(patient).Where(link => Is(link, other, ReplacedBy) || Is(link, other, Replaces)).ToList())
            patient["link"]!.AsArray().Remove(link);
        if (patient["link"] is JsonArray { Count: 0 })
            patient.Remove("link");
        if (Read(before)["active"] is { } active)
            patient["active"] = active.DeepClone();
        else
            patient.Remove("active");
        return patient;
    }

    private static JsonObject Read(ReadOnlyMemory<byte> patient) => JsonNode.Parse(patient.Span)!.AsObject();

    private static void Link(JsonObject patient, string other, string type)
    {
        if (!Links(patient).Any(link => Is(link, other, type)))
            List(patient, "link").Add(new JsonObject { ["other"] = new JsonObject { ["reference"] = $"Patient/{other}" },
                ["type"] = type });
    }

    private static IEnumerable<JsonNode> Links(JsonObject patient) => patient["link"]?.AsArray().OfType<JsonNode>() ?? [];

    private static bool Is(JsonNode link, string other, string type) =>
        Type(link) == type && link["other"]?["reference"]?.GetValue<string>() == $"Patient/{other}";

    private static string? Type(JsonNode link) => link["type"]?.GetValue<string>();

    private static (string?, string?) Value(JsonNode? identifier) =>
        (identifier?["system"]?.GetValue<string>(), identifier?["value"]?.GetValue<string>());

    private static JsonArray List(JsonObject patient, string name)
    {
        if (patient[name] is not JsonArray)
            patient[name] = new JsonArray();
        return patient[name]!.AsArray();
    }
}

/// <summary>Versions of the two Patients around a merge; the body of its event. A stored format: fields are only added.</summary>
/// <param name="SourceBefore">Of the one that is merged away; the merge made the next.</param>
/// <param name="TargetBefore">Of the one that stays; the merge made the next.</param>
public sealed record MergedVersions(string Source, int SourceBefore, string Target, int TargetBefore)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static MergedVersions Read(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize<MergedVersions>(body.Span)!;
}
