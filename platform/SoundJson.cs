using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Phr.Platform;

/// <summary>
/// JSON whose texts are text. The framework's parser also takes half of a surrogate pair (<c>"\ud83d"</c>) and bytes that are no UTF-8,
/// and throws <see cref="InvalidOperationException"/> only where the text is read.
/// </summary>
public static class SoundJson
{
    /// <exception cref="JsonException">No JSON, or a text in it is none: its path is then a JSON pointer (RFC 6901).</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, JsonDocumentOptions options = default)
    {
        // First: the parser reads names where it looks for doubles.
        Check(json.Span, options);
        return JsonDocument.Parse(json, options);
    }

    /// <exception cref="JsonException">As <see cref="Parse"/>.</exception>
    public static void Check(ReadOnlySpan<byte> json, JsonDocumentOptions options = default)
    {
        if (json.IndexOf("\\u"u8) < 0 && Utf8.IsValid(json))
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            MaxDepth = options.MaxDepth, AllowTrailingCommas = options.AllowTrailingCommas, CommentHandling = options.CommentHandling,
        });
        var place = new Stack<Step>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                place.Pop();
                continue;
            }
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && !IsText(ref reader))
                throw Fault(json[..(int)reader.TokenStartIndex], reader.TokenType, place);
            Follow(ref reader, place);
        }
    }

    private static void Follow(ref Utf8JsonReader reader, Stack<Step> place)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            place.Peek().Name = reader.GetString()!;
            return;
        }
        if (place.TryPeek(out var inside))
            inside.Index++;
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            place.Push(new Step(reader.TokenType == JsonTokenType.StartArray));
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonException Fault(ReadOnlySpan<byte> before, JsonTokenType token, Stack<Step> place)
    {
        // A name that is no text cannot be said: the object that has it is.
        var steps = place.Reverse().ToList();
        if (token == JsonTokenType.PropertyName)
            steps.RemoveAt(steps.Count - 1);
        else if (steps.Count > 0 && steps[^1] is { IsArray: true } list)
            list.Index++;
        var pointer = string.Concat(steps.Select(step => "/" + step.Text));
        return new JsonException(
            "A text has half of a surrogate pair, or bytes that are no UTF-8.", pointer, before.Count((byte)'\n'),
            before.Length - 1 - before.LastIndexOf((byte)'\n'));
    }

    private sealed class Step(bool isArray)
    {
        public bool IsArray => isArray;

        // Of the value that was read last.
        public int Index { get; set; } = -1;

        public string Name { get; set; } = "";

        public string Text => isArray
            ? Index.ToString(CultureInfo.InvariantCulture)
            : Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
