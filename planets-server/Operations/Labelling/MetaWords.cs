using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Phr.Planets.Operations.Labelling;

/// <summary>
/// What a meta says beside version and time: profiles, tags and security labels, each once. Codings are the same where system and code are
/// (R4 resource-operation-meta.html).
/// </summary>
public sealed class MetaWords
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Codings = ["security", "tag"];

    private readonly Dictionary<string, JsonNode> _words = new(StringComparer.Ordinal);

    public static MetaWords Of(JsonNode? meta)
    {
        var words = new MetaWords();
        words.Add(meta);
        return words;
    }

    /// <summary>The <c>meta</c> of a stored resource.</summary>
    public static JsonObject? In(ReadOnlyMemory<byte> resource) => Place(resource.Span) is { } at
        ? JsonNode.Parse(resource.Span[at])?.AsObject()
        : null;

    public void Add(JsonNode? meta)
    {
        foreach (var (key, word) in Words(meta))
            _words.TryAdd(key, word.DeepClone());
    }

    /// <summary>As a Meta with what there is.</summary>
    public JsonObject ToMeta()
    {
        var meta = new JsonObject();
        foreach (var (key, word) in _words)
        {
            var list = key[..key.IndexOf(' ', StringComparison.Ordinal)];
            if (meta[list] is not JsonArray)
                meta[list] = new JsonArray();
            meta[list]!.AsArray().Add(word.DeepClone());
        }
        return meta;
    }

    /// <summary>The resource with these added to its meta; the same bytes where it has them all. All else stays, byte for byte.</summary>
    public ReadOnlyMemory<byte> AddedTo(ReadOnlyMemory<byte> resource) => Changed(resource, meta =>
    {
        var there = Words(meta).Select(word => word.Key).ToHashSet(StringComparer.Ordinal);
        var missing = _words.Where(word => !there.Contains(word.Key)).ToList();
        foreach (var (key, word) in missing)
        {
            var list = key[..key.IndexOf(' ', StringComparison.Ordinal)];
            if (meta[list] is not JsonArray)
                meta[list] = new JsonArray();
            meta[list]!.AsArray().Add(word.DeepClone());
        }
        return missing.Count > 0;
    });

    /// <summary>The resource with these taken out of its meta; the same bytes where it has none of them.</summary>
    public ReadOnlyMemory<byte> TakenFrom(ReadOnlyMemory<byte> resource) => Changed(resource, meta =>
    {
        var taken = Words(meta).Where(word => _words.ContainsKey(word.Key)).ToList();
        foreach (var (_, word) in taken)
        {
            var list = word.Parent!.AsArray();
            list.Remove(word);
            if (list.Count == 0)
                meta.Remove(list.GetPropertyName());
        }
        return taken.Count > 0;
    });

    private static ReadOnlyMemory<byte> Changed(ReadOnlyMemory<byte> resource, Func<JsonObject, bool> change)
    {
        var place = Place(resource.Span) ?? throw new InvalidDataException("A stored resource has no meta.");
        var meta = JsonNode.Parse(resource.Span[place])!.AsObject();
        if (!change(meta))
            return resource;
        var written = JsonSerializer.SerializeToUtf8Bytes(meta, Plain);
        return (byte[])[.. resource.Span[..place.Start.Value], .. written, .. resource.Span[place.End.Value..]];
    }

    private static IEnumerable<(string Key, JsonNode Word)> Words(JsonNode? meta)
    {
        foreach (var profile in meta?["profile"]?.AsArray() ?? [])
        {
            if (profile is not null)
                yield return ($"profile {profile.GetValue<string>()}", profile);
        }
        foreach (var list in Codings)
        {
            foreach (var coding in meta?[list]?.AsArray() ?? [])
            {
                if (coding is not null)
                    yield return ($"{list} {coding["system"]?.GetValue<string>()}|{coding["code"]?.GetValue<string>()}", coding);
            }
        }
    }

    // The value of the root's own meta; those of contained resources are deeper.
    private static Range? Place(ReadOnlySpan<byte> resource)
    {
        var reader = new Utf8JsonReader(resource, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            if (reader is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                continue;
            var isMeta = reader.ValueTextEquals("meta"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isMeta)
                return start..(int)reader.BytesConsumed;
        }
        return null;
    }
}
