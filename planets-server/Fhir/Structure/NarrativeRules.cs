using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

/// <summary>What a narrative may hold: R4 narrative.html and its invariant txt-1, that is HTML 4.0 chapters 7 to 11
/// (without 9.4) and 15, links, images and style attributes; no head, body, script, form, frame, object, external style
/// sheet, event attribute or deprecated element.</summary>
internal static class NarrativeRules
{
    private static readonly Utf8Table<string> Elements = Words("""
        a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em
        h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr
        tt ul var
        """);

    private static readonly Utf8Table<string> Attributes = Words("""
        abbr accesskey align alt axis border cellpadding cellspacing char charoff charset cite class colspan coords dir
        frame headers height href hreflang id ismap lang longdesc name rel rev rowspan rules scope shape span src start
        style summary tabindex title type usemap valign value width xml:lang xmlns
        """);

    public static bool AllowsElement(ReadOnlySpan<byte> name) => Elements.Find(name) is not null;

    /// <summary>Whether an attribute may be there with this value, which may still hold character references.</summary>
    public static bool AllowsAttribute(ReadOnlySpan<byte> element, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Attributes.Find(name) is null)
            return false;
        if (name.SequenceEqual("xmlns"u8))
            return value.SequenceEqual("http://www.w3.org/1999/xhtml"u8);
        if (name.SequenceEqual("style"u8))
            return IsPlainStyle(value);
        var isLink = name.SequenceEqual("href"u8) || name.SequenceEqual("src"u8) || name.SequenceEqual("cite"u8)
            || name.SequenceEqual("longdesc"u8) || name.SequenceEqual("usemap"u8);
        return !isLink || IsPlainLink(value, isImage: element.SequenceEqual("img"u8));
    }

    // A browser runs what follows an unknown scheme, so schemes are listed; a character reference could hide one.
    private static bool IsPlainLink(ReadOnlySpan<byte> value, bool isImage)
    {
        var path = value.IndexOfAny("/?#"u8);
        var head = path < 0 ? value : value[..path];
        var colon = head.IndexOf((byte)':');
        if (head.IndexOf((byte)'&') >= 0 || head[..Math.Max(colon, 0)].IndexOfAnyInRange((byte)0, (byte)' ') >= 0)
            return false;
        if (colon < 0)
            return true;
        Span<char> scheme = stackalloc char[8];
        if (colon > scheme.Length)
            return false;
        for (var i = 0; i < colon; i++)
            scheme[i] = char.ToLowerInvariant((char)head[i]);
        return scheme[..colon] switch
        {
            "http" or "https" or "mailto" or "tel" or "urn" or "cid" => true,
            "data" => isImage && head[(colon + 1)..].Trim((byte)' ').SequenceEqual("image"u8),
            _ => false,
        };
    }

    private static bool IsPlainStyle(ReadOnlySpan<byte> value)
    {
        // CSS escapes and comments could hide the words below.
        if (value.IndexOfAny((byte)'\\', (byte)'&', (byte)'@') >= 0 || value.IndexOf("/*"u8) >= 0)
            return false;
        Span<byte> lower = value.Length <= 512 ? stackalloc byte[512] : new byte[value.Length];
        for (var i = 0; i < value.Length; i++)
            lower[i] = (byte)char.ToLowerInvariant((char)value[i]);
        lower = lower[..value.Length];
        return lower.IndexOf("expression"u8) < 0 && lower.IndexOf("script:"u8) < 0
            && lower.IndexOf("binding"u8) < 0 && lower.IndexOf("behavior"u8) < 0;
    }

    private static Utf8Table<string> Words(string text) =>
        new([.. text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => KeyValuePair.Create(word, word))]);
}
