using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

internal enum PrimitiveFault { None, Format, NoSuchDate, TooLong }

/// <summary>The formats of the R4 primitive types (datatypes.html#primitive), written out by hand from their regular
/// expressions. Values are UTF-8 without quotes and escapes, not empty. White space is ASCII's, as in the
/// expressions.</summary>
internal static class PrimitiveFormat
{
    /// <summary>R4: strings shall not exceed 1,048,576 (1024*1024) characters.</summary>
    public const int StringCharactersMax = 1024 * 1024;

    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \t\n\v\f\r"u8);
    private static readonly SearchValues<byte> Base64Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    public static bool IsWrittenAs(PrimitiveKind kind, JsonTokenType token) => kind switch
    {
        PrimitiveKind.Boolean => token is JsonTokenType.True or JsonTokenType.False,
        _ when IsNumber(kind) => token == JsonTokenType.Number,
        _ => token == JsonTokenType.String,
    };

    /// <summary>The JSON type of a primitive in words.</summary>
    public static (string English, string Japanese) JsonTypeOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.None => ("a JSON object", "JSON オブジェクト"),
        PrimitiveKind.Boolean => ("true or false", " true か false "),
        _ when IsNumber(kind) => ("a JSON number", "JSON の数値"),
        _ => ("a JSON string", "JSON の文字列"),
    };

    /// <summary>Whether there is a character below U+0020 other than tab, line feed and carriage return, which no R4
    /// type has.</summary>
    public static bool HasControl(ReadOnlySpan<byte> value)
    {
        foreach (var letter in value)
            if (letter < 0x20 && letter is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                return true;
        return false;
    }

    public static PrimitiveFault Check(PrimitiveKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        PrimitiveKind.Boolean or PrimitiveKind.Decimal or PrimitiveKind.None => PrimitiveFault.None,
        PrimitiveKind.String or PrimitiveKind.Markdown => CheckLength(value),
        PrimitiveKind.Date => DateFormat.CheckDate(value),
        PrimitiveKind.DateTime => DateFormat.CheckDateTime(value),
        PrimitiveKind.Instant => DateFormat.CheckInstant(value),
        PrimitiveKind.Time => Is(DateFormat.IsTime(value)),
        PrimitiveKind.Integer => Is(IsInteger(value, int.MinValue)),
        PrimitiveKind.UnsignedInt => Is(IsInteger(value, 0)),
        PrimitiveKind.PositiveInt => Is(IsInteger(value, 1)),
        PrimitiveKind.Code => Is(IsCode(value)),
        PrimitiveKind.Id => Is(IsId(value)),
        PrimitiveKind.Uri or PrimitiveKind.Url or PrimitiveKind.Canonical => Is(!HasSpace(value)),
        PrimitiveKind.Oid => Is(IsOid(value)),
        PrimitiveKind.Uuid => Is(IsUuid(value)),
        PrimitiveKind.Base64Binary => Is(IsBase64(value)),
        PrimitiveKind.Xhtml => PrimitiveFault.None,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>[A-Za-z0-9\-\.]{1,64}</summary>
    public static bool IsId(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 64)
            return false;
        foreach (var letter in value)
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'-' or (byte)'.'))
                return false;
        return true;
    }

    private static bool IsNumber(PrimitiveKind kind) =>
        kind is PrimitiveKind.Integer or PrimitiveKind.UnsignedInt or PrimitiveKind.PositiveInt or PrimitiveKind.Decimal;

    private static PrimitiveFault Is(bool matches) => matches ? PrimitiveFault.None : PrimitiveFault.Format;

    // A character has one byte or more, so most strings need not be counted.
    private static PrimitiveFault CheckLength(ReadOnlySpan<byte> value) =>
        value.Length > StringCharactersMax && System.Text.Encoding.UTF8.GetCharCount(value) > StringCharactersMax
            ? PrimitiveFault.TooLong : PrimitiveFault.None;

    // JSON's grammar has already excluded leading zeros and plus signs.
    private static bool IsInteger(ReadOnlySpan<byte> value, int min) =>
        Utf8Parser.TryParse(value, out int number, out var used) && used == value.Length && number >= min && !value.SequenceEqual("-0"u8);

    // [^\s]+(\s[^\s]+)*
    private static bool IsCode(ReadOnlySpan<byte> value)
    {
        if (!HasSpace(value))
            return true;
        var afterSpace = true;
        foreach (var letter in value)
        {
            var isSpace = IsSpace(letter);
            if (isSpace && afterSpace)
                return false;
            afterSpace = isSpace;
        }
        return !afterSpace;
    }

    private static bool HasSpace(ReadOnlySpan<byte> value) => value.IndexOfAny(Spaces) >= 0;

    // urn:oid:[0-2](\.(0|[1-9][0-9]*))+
    private static bool IsOid(ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith("urn:oid:"u8) || value.Length < 11 || value[8] is < (byte)'0' or > (byte)'2')
            return false;
        var arcs = value[9..];
        while (!arcs.IsEmpty)
        {
            var length = arcs[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (length < 0)
                length = arcs.Length - 1;
            if (arcs[0] != '.' || length == 0 || length > 1 && arcs[1] == '0')
                return false;
            arcs = arcs[(1 + length)..];
        }
        return true;
    }

    // urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
    private static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 45 || !value.StartsWith("urn:uuid:"u8))
            return false;
        for (var i = 9; i < value.Length; i++)
        {
            var isHyphen = i is 17 or 22 or 27 or 32;
            if (isHyphen ? value[i] != '-' : !char.IsAsciiHexDigitLower((char)value[i]))
                return false;
        }
        return true;
    }

    // (\s*([0-9a-zA-Z\+\/=]){4}\s*)+ , with white space between groups of four only, and = only at the end as RFC 4648 has it.
    private static bool IsBase64(ReadOnlySpan<byte> value) =>
        value.Length % 4 == 0 && value[..^2].IndexOfAnyExcept(Base64Letters) < 0 ? IsBase64InGroups(value[^4..]) : IsBase64InGroups(value);

    private static bool IsBase64InGroups(ReadOnlySpan<byte> value)
    {
        var inGroup = 0;
        var padding = 0;
        var groups = 0;
        foreach (var letter in value)
        {
            if (IsSpace(letter))
            {
                if (inGroup != 0)
                    return false;
                continue;
            }
            var isPadding = letter == '=';
            if (!isPadding && (padding > 0 || !char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'/')))
                return false;
            padding += isPadding ? 1 : 0;
            inGroup = (inGroup + 1) % 4;
            groups += inGroup == 0 ? 1 : 0;
        }
        return inGroup == 0 && groups > 0 && padding <= 2;
    }

    private static bool IsSpace(byte letter) => letter is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
