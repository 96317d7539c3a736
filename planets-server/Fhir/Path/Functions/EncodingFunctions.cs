using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phr.Fhir.Path.Evaluation;
using Phr.Fhir.Path.Values;

namespace Phr.Fhir.Path.Functions;

/// <summary>encode, decode, escape and unescape (FHIRPath, Additional String Functions). Text is UTF-8.</summary>
internal static class EncodingFunctions
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IReadOnlyList<Function> All { get; } =
    [
        Named("encode", "format", Encode),
        Named("decode", "format", Decode),
        Named("escape", "target", Escape),
        Named("unescape", "target", Unescape),
    ];

    /// <summary>A function of the input and the name of a format; it gives null where it does not know the format.</summary>
    private static Function Named(string name, string parameter, Func<string, string, string?> apply) => new(name, 1, 1, (in Call call) =>
    {
        if (call.Text() is not { } text || call.TextArgument(0) is not { } format)
            return default;
        try
        {
            return Collection.Of(call.Work.Counted(apply(text, format) ?? throw call.Fault($"{name}() does not know this {parameter}.")));
        }
        catch (Exception malformed) when (malformed is FormatException or DecoderFallbackException or EncoderFallbackException)
        {
            throw call.Fault($"The input of {name}() is malformed.");
        }
    });

    private static string? Encode(string text, string format) => format switch
    {
        "hex" => Convert.ToHexStringLower(Utf8.GetBytes(text)),
        "base64" => Convert.ToBase64String(Utf8.GetBytes(text)),
        "urlbase64" => Convert.ToBase64String(Utf8.GetBytes(text)).Replace('+', '-').Replace('/', '_'),
        _ => null,
    };

    private static string? Decode(string text, string format) => format switch
    {
        "hex" => Utf8.GetString(Convert.FromHexString(text)),
        "base64" => Utf8.GetString(Convert.FromBase64String(text)),
        "urlbase64" => Utf8.GetString(Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/'))),
        _ => null,
    };

    private static string? Escape(string text, string target) => target switch
    {
        "html" => WebUtility.HtmlEncode(text),
        "json" => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        _ => null,
    };

    private static string? Unescape(string text, string target) => target switch
    {
        "html" => WebUtility.HtmlDecode(text),
        "json" => UnescapeJson(text),
        _ => null,
    };

    // Quotes may stand bare: a FHIRPath literal has taken the backslash before them for its own.
    private static string UnescapeJson(string text)
    {
        var unescaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                unescaped.Append(text[i]);
                continue;
            }
            var length = ++i < text.Length && text[i] == 'u' ? 5 : 1;
            if (i + length > text.Length)
                throw new FormatException();
            unescaped.Append(JsonCharacter(text.AsSpan(i, length)));
            i += length - 1;
        }
        return unescaped.ToString();
    }

    private static char JsonCharacter(ReadOnlySpan<char> escape) => escape[0] switch
    {
        '"' or '\\' or '/' => escape[0],
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => (char)ushort.Parse(escape[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        _ => throw new FormatException(),
    };
}
