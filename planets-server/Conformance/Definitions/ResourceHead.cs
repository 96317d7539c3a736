using System.Text.Json;
using System.Text.Unicode;

namespace Phr.Conformance.Definitions;

/// <summary>What a canonical resource says of itself at its top level, read without the rest.</summary>
public sealed record ResourceHead(string? Type, string? Url, string? Version, string? Id, string? Supplements)
{
    /// <summary>Objects and arrays inside each other. The snapshot of a profile needs 8, a concept tree some more.</summary>
    public const int DepthMax = 64;

    /// <exception cref="JsonException">The bytes are no UTF-8, or no JSON object within the depth.</exception>
    public static ResourceHead Read(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (!Utf8.IsValid(json))
            throw new JsonException("This is no UTF-8.");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("This is no JSON object.");
        string? type = null, url = null, version = null, id = null, supplements = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceType"u8))
                type = Text(ref reader);
            else if (reader.ValueTextEquals("url"u8))
                url = Text(ref reader);
            else if (reader.ValueTextEquals("version"u8))
                version = Text(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                id = Text(ref reader);
            else if (reader.ValueTextEquals("supplements"u8))
                supplements = Text(ref reader);
            else
                reader.Skip();
        }
        return new(type, url, version, id, supplements);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }
}
