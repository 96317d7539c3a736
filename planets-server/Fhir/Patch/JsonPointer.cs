using System.Globalization;
using System.Text.Json.Nodes;

namespace Phr.Fhir.Patch;

/// <summary>A place in a JSON value. RFC 6901.</summary>
/// <param name="Tokens">Unescaped, from the root on.</param>
internal sealed record JsonPointer(IReadOnlyList<string> Tokens)
{
    /// <summary>Null where the text is no pointer.</summary>
    public static JsonPointer? Parse(string text)
    {
        if (text.Length == 0)
            return new([]);
        if (text[0] != '/')
            return null;
        var tokens = text[1..].Split('/');
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!IsEscaped(tokens[i]))
                return null;
            // RFC 6901, 4: ~1 first, so that ~01 becomes ~1.
            tokens[i] = tokens[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }
        return new(tokens);
    }

    public bool IsRoot => Tokens.Count == 0;

    public string Last => Tokens[^1];

    /// <summary>Whether the other place is inside this one.</summary>
    public bool Contains(JsonPointer other) =>
        other.Tokens.Count > Tokens.Count && Tokens.SequenceEqual(other.Tokens.Take(Tokens.Count), StringComparer.Ordinal);

    /// <summary>The value at the place; false where there is none. A JSON null is a value.</summary>
    public bool TryFind(JsonNode? root, out JsonNode? value) => TryWalk(root, Tokens.Count, out value);

    /// <summary>The object or array that the place is in; null where there is none.</summary>
    public JsonNode? FindParent(JsonNode? root) => !IsRoot && TryWalk(root, Tokens.Count - 1, out var parent) ? parent : null;

    /// <summary>An index without leading zeros, below <paramref name="count"/>; null where the token is none.</summary>
    public static int? Index(string token, int count) =>
        token.Length > 0 && (token.Length == 1 || token[0] != '0')
        && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count ? index : null;

    private bool TryWalk(JsonNode? root, int count, out JsonNode? value)
    {
        value = root;
        for (var i = 0; i < count; i++)
        {
            switch (value)
            {
                case JsonObject members when members.TryGetPropertyValue(Tokens[i], out var member):
                    value = member;
                    break;
                case JsonArray items when Index(Tokens[i], items.Count) is { } index:
                    value = items[index];
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    private static bool IsEscaped(string token)
    {
        for (var at = token.IndexOf('~', StringComparison.Ordinal); at >= 0; at = token.IndexOf('~', at + 1))
        {
            if (at + 1 == token.Length || token[at + 1] is not ('0' or '1'))
                return false;
        }
        return true;
    }
}
