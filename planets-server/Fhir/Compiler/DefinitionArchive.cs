using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Phr.Fhir.Compiler;

/// <summary>
/// What profiles and terminology are checked by, as a ZIP of the resources: the entry <c>index</c> has a line of type, URL, version and
/// id (tab between) for each, and each is the entry <c>type/id</c>. What no check reads (narrative, mappings, prose) is left out.
/// </summary>
internal static class DefinitionArchive
{
    private static readonly string[] Files =
    [
        "profiles-types.json", "profiles-resources.json", "profiles-others.json", "extension-definitions.json",
        "valuesets.json", "v3-codesystems.json", "v2-tables.json", "conceptmaps.json",
    ];

    private static readonly string[] Types = ["StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap"];

    private static readonly HashSet<string> Unread = new(StringComparer.Ordinal)
    {
        "text", "mapping", "contact", "comment", "requirements", "alias", "example", "isSummary", "isModifierReason", "meaningWhenMissing",
        "orderMeaning", "xpath", "short", "jurisdiction", "useContext", "purpose", "mustSupport",
    };

    // ZIP keeps times from 1980 on; the same time for each makes the same archive of the same definitions.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream to, DefinitionSource source)
    {
        using var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = new StringBuilder();
        foreach (var resource in Files.SelectMany(file => source.Entries(file)))
        {
            var type = resource.GetProperty("resourceType").GetString()!;
            var id = resource.GetProperty("id").GetString()!;
            if (!Types.Contains(type) || source.Corrections.RemovesType(id) || !seen.Add($"{type}/{id}"))
                continue;
            index.Append(type).Append('\t').Append(resource.GetProperty("url").GetString()).Append('\t')
                .Append(resource.TryGetProperty("version", out var version)
                    ? version.GetString() : "").Append('\t').Append(id).Append('\n');
            using var entry = Add(archive, $"{type}/{id}");
            using var json = new Utf8JsonWriter(entry);
            new Copying(json, source.Corrections, id, isStructure: type == "StructureDefinition").Copy(resource);
        }
        using var lines = Add(archive, "index");
        lines.Write(Encoding.UTF8.GetBytes(index.ToString()));
    }

    private static Stream Add(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Time;
        return entry.Open();
    }

    private sealed class Copying(Utf8JsonWriter json, Corrections corrections, string id, bool isStructure)
    {
        public void Copy(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    json.WriteStartObject();
                    foreach (var property in value.EnumerateObject().Where(property => IsRead(property.Name, value)))
                        Copy(property, value);
                    json.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    json.WriteStartArray();
                    foreach (var item in value.EnumerateArray())
                        Copy(item);
                    json.WriteEndArray();
                    break;
                default:
                    value.WriteTo(json);
                    break;
            }
        }

        private void Copy(JsonProperty property, JsonElement owner)
        {
            json.WritePropertyName(property.Name);
            if (property.Name == "expression" && owner.TryGetProperty("key", out var key)
                && corrections.Invariant(key.GetString()!) is { } meant)
                json.WriteStringValue(meant);
            else if (property.Name == "context" && isStructure)
                CopyContexts(property.Value);
            else
                Copy(property.Value);
        }

        private void CopyContexts(JsonElement contexts)
        {
            json.WriteStartArray();
            foreach (var context in contexts.EnumerateArray())
                Copy(context);
            foreach (var path in corrections.Contexts(id))
            {
                json.WriteStartObject();
                json.WriteString("type", "element");
                json.WriteString("expression", path);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }

        // The definition of an element is prose, that of a concept is what $lookup answers.
        private bool IsRead(string name, JsonElement owner) =>
            !Unread.Contains(name)
            && !(isStructure && name is "definition" or "description")
            && !(name == "differential" && owner.TryGetProperty("snapshot", out _));
    }
}
