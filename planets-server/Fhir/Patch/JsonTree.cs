using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

/// <summary>JSON as a tree that patches change. Numbers keep their digits.</summary>
internal static class JsonTree
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = PatchLimits.DepthMax, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>False where the bytes are no JSON within the limits, or name a member twice. A JSON null is a tree of null.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out JsonNode? root)
    {
        try
        {
            root = JsonNode.Parse(json, nodeOptions: null, Strict);
            return true;
        }
        catch (JsonException)
        {
            root = null;
            return false;
        }
    }

    public static ReadOnlyMemory<byte> Write(JsonNode? root)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json, AsSent))
        {
            if (root is null)
                writer.WriteNullValue();
            else
                root.WriteTo(writer);
        }
        return json.WrittenMemory;
    }

    /// <summary>Objects and arrays inside each other.</summary>
    public static int Depth(JsonNode? node) => node switch
    {
        JsonObject members => 1 + members.Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        JsonArray items => 1 + items.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
