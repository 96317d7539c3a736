using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Phr.Fhir;

/// <summary>The text of JSON strings as bytes. Expects what a JSON reader has already found well-formed.</summary>
internal static class JsonText
{
    /// <summary>Replaces escapes. The result is never longer than <paramref name="escaped"/>, so a target of its length
    /// is enough.</summary>
    /// <param name="written">Bytes put into <paramref name="target"/>.</param>
    /// <returns>False where a <c>\u</c> escape is half of a surrogate pair; U+FFFD stands in its place.</returns>
    public static bool Unescape(ReadOnlySpan<byte> escaped, Span<byte> target, out int written)
    {
        var isText = true;
        written = 0;
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
                plain = escaped.Length;
            escaped[..plain].CopyTo(target[written..]);
            written += plain;
            escaped = escaped[plain..];
            if (escaped.IsEmpty)
                break;

            if (escaped[1] == 'u')
            {
                isText &= TryReadUnicode(ref escaped, out var rune);
                written += rune.EncodeToUtf8(target[written..]);
            }
            else
            {
                target[written++] = Control(escaped[1]);
                escaped = escaped[2..];
            }
        }
        return isText;
    }

    private static byte Control(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    // Takes one \uXXXX, or two that are a surrogate pair.
    private static bool TryReadUnicode(ref ReadOnlySpan<byte> escaped, out Rune rune)
    {
        var first = (char)Hex(escaped.Slice(2, 4));
        escaped = escaped[6..];
        if (Rune.TryCreate(first, out rune))
            return true;
        if (escaped.Length >= 6 && escaped[0] == '\\' && escaped[1] == 'u'
            && Rune.TryCreate(first, (char)Hex(escaped.Slice(2, 4)), out rune))
        {
            escaped = escaped[6..];
            return true;
        }
        rune = Rune.ReplacementChar;
        return false;
    }

    private static int Hex(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
