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

    /// <summary>
    /// False where the bytes are no JSON within the limits, name a member twice, or hold half of a surrogate pair. A
    /// JSON null is a tree of null.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out JsonNode? root)
    {
        root = null;
        try
        {
            if (!IsText(json))
                return false;
            root = JsonNode.Parse(json, nodeOptions: null, Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What the framework's tree would find only when it is read, and with another exception.
    private static bool IsText(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
            return true;
        var unescaped = new byte[json.Length];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PatchLimits.DepthMax });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped
                && !JsonText.Unescape(reader.ValueSpan, unescaped, out _))
            {
                return false;
            }
        }
        return true;
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
