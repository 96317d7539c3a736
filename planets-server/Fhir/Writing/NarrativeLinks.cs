using System.Buffers;

namespace Phr.Fhir.Writing;

/// <summary>The values of href and src attributes that begin with <c>urn:</c>, as places in the JSON string of a
/// narrative. Such a value has no character that JSON escapes; the quotes around it do, as <c>\"</c> or
/// <c>\u0022</c>.</summary>
internal ref struct NarrativeLinks(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> UrnLetters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.:_#"u8);

    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    public Range Current { get; private set; }

    public readonly NarrativeLinks GetEnumerator() => this;

    public bool MoveNext()
    {
        while (json[at..].IndexOf("urn:"u8) is var found and >= 0)
        {
            var start = at + found;
            var length = json[start..].IndexOfAnyExcept(UrnLetters);
            at = length < 0 ? json.Length : start + length;
            if (!IsAttributeValue(json[..start]))
                continue;
            Current = start..at;
            return true;
        }
        return false;
    }

    private static bool IsAttributeValue(ReadOnlySpan<byte> before)
    {
        if (!TryDropQuote(ref before))
            return false;
        before = before.TrimEnd((byte)' ');
        if (!TryDrop(ref before, "="u8))
            return false;
        before = before.TrimEnd((byte)' ');
        return before.EndsWith("href"u8) || before.EndsWith("src"u8);
    }

    private static bool TryDropQuote(ref ReadOnlySpan<byte> text) =>
        TryDrop(ref text, "\\\""u8) || TryDrop(ref text, "'"u8) || TryDrop(ref text, "\\u0022"u8) || TryDrop(ref text, "\\u0027"u8);

    private static bool TryDrop(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        if (!text.EndsWith(end))
            return false;
        text = text[..^end.Length];
        return true;
    }
}
