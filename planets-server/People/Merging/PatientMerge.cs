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
    private const string Identifier = "identifier";

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
    /// A Patient as it was before a merge: exactly, where its present content is what the merge made; otherwise the present
    /// one, in which every element that is as the merge left it is as it was before, and of a changed list the merge's
    /// items are gone and those that it took are back.
    /// </summary>
    /// <param name="before">Its version before the merge.</param>
    /// <param name="made">The version that the merge made.</param>
    public static JsonObject Parted(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> made, ReadOnlyMemory<byte> present)
    {
        var (was, merged, patient) = (Read(before), Read(made), Read(present));
        if (JsonNode.DeepEquals(patient, merged))
            return was;
        foreach (var name in was.Concat(merged).Select(element => element.Key).Distinct())
        {
            if (JsonNode.DeepEquals(was[name], merged[name]))
                continue;
            if (JsonNode.DeepEquals(patient[name], merged[name]))
                Put(patient, name, was[name]?.DeepClone());
            else if ((was[name] ?? merged[name]) is JsonArray)
                Put(patient, name, PartedList(name, was, merged, patient));
        }
        return patient;
    }

    /// <summary>The identifiers that a Patient had, and has no more.</summary>
    public static IReadOnlyList<JsonNode> Lost(ReadOnlyMemory<byte> had, ReadOnlyMemory<byte> has)
    {
        var left = Items(Read(has), Identifier);
        return [.. Items(Read(had), Identifier).Where(one => !left.Exists(other => IsSame(Identifier, one, other)))];
    }

    /// <summary>Those identifiers that came to a Patient by a merge.</summary>
    /// <param name="before">Its version before the merge.</param>
    /// <param name="made">The version that it made.</param>
    public static IReadOnlyList<JsonNode> Came(
        IReadOnlyList<JsonNode> identifiers, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> made) =>
        [.. Lost(made, before).Where(one => identifiers.Any(other => IsSame(Identifier, one, other)))];

    /// <summary>A Patient without such identifiers; null where it has none of them.</summary>
    public static JsonObject? Without(IReadOnlyList<JsonNode> identifiers, ReadOnlyMemory<byte> present)
    {
        var patient = Read(present);
        var left = Items(patient, Identifier);
        if (left.RemoveAll(one => identifiers.Any(other => IsSame(Identifier, one, other))) == 0)
            return null;
        Put(patient, Identifier, new JsonArray([.. left.Select(one => one.DeepClone())]));
        return patient;
    }

    private static JsonArray PartedList(string element, JsonObject before, JsonObject made, JsonObject present)
    {
        var (was, merged, items) = (Items(before, element), Items(made, element), Items(present, element));
        foreach (var added in merged.Where(item => !was.Exists(one => JsonNode.DeepEquals(one, item))))
        {
            if (items.FindIndex(one => IsSame(element, one, added)) is >= 0 and var index)
                items.RemoveAt(index);
        }
        foreach (var taken in was.Where(item => !merged.Exists(one => JsonNode.DeepEquals(one, item))))
        {
            if (!items.Exists(one => IsSame(element, one, taken)))
                items.Insert(Math.Min(was.IndexOf(taken), items.Count), taken);
        }
        return [.. items.Select(item => item.DeepClone())];
    }

    // An identifier or a link is the one that it was, whatever else was said of it since, such as a period or a display.
    private static bool IsSame(string element, JsonNode one, JsonNode other) => JsonNode.DeepEquals(one, other) || element switch
    {
        Identifier => one["value"] is not null && Value(one) == Value(other) && JsonNode.DeepEquals(one["use"], other["use"]),
        "link" => Type(one) == Type(other)
            && one["other"]?["reference"] is { } reference && JsonNode.DeepEquals(reference, other["other"]?["reference"]),
        _ => false,
    };

    private static void Put(JsonObject patient, string element, JsonNode? value)
    {
        if (value is null or JsonArray { Count: 0 })
            patient.Remove(element);
        else
            patient[element] = value;
    }

    private static JsonObject Read(ReadOnlyMemory<byte> patient) => JsonNode.Parse(patient.Span)!.AsObject();

    private static void Link(JsonObject patient, string other, string type)
    {
        if (!Links(patient).Any(link => Is(link, other, type)))
            List(patient, "link").Add(new JsonObject { ["other"] = new JsonObject { ["reference"] = $"Patient/{other}" },
                ["type"] = type });
    }

    private static List<JsonNode> Links(JsonObject patient) => Items(patient, "link");

    private static List<JsonNode> Items(JsonObject patient, string element) =>
        patient[element]?.AsArray().OfType<JsonNode>().ToList() ?? [];

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
