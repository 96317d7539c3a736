namespace Phr.Fhir.Structure;

internal enum NarrativeFault
{
    None,

    /// <summary>Not well-formed XML, or XML with a document type, processing instruction, CDATA section or an entity
    /// other than XML's five.</summary>
    NotXml,

    /// <summary>The root is not a div in the XHTML namespace.</summary>
    NotDiv,

    /// <summary>An element, attribute or link that R4 does not allow.</summary>
    NotAllowed,

    /// <summary>Neither text nor an image (txt-2).</summary>
    NoContent,
}

/// <summary>Reads the XHTML of a narrative once, without building anything of it. R4 narrative.html: inside JSON it is
/// general XML, so HTML's named entities are not there. Input is UTF-8 that has been validated and unescaped.</summary>
internal ref struct NarrativeCheck
{
    private const int DepthMax = 100;
    private readonly ReadOnlySpan<byte> xhtml;
    private readonly Span<Range> open;
    private int at;
    private int depth;
    private bool hasContent;
    private NarrativeFault fault;

    private NarrativeCheck(ReadOnlySpan<byte> xhtml, Span<Range> open)
    {
        this.xhtml = xhtml;
        this.open = open;
    }

    public static NarrativeFault Check(ReadOnlySpan<byte> xhtml)
    {
        Span<Range> open = stackalloc Range[DepthMax];
        var check = new NarrativeCheck(xhtml, open);
        if (!check.TryReadDocument())
            return check.fault == NarrativeFault.None ? NarrativeFault.NotXml : check.fault;
        return check.hasContent ? NarrativeFault.None : NarrativeFault.NoContent;
    }

    private bool TryReadDocument()
    {
        SkipSpace();
        if (!Rest.StartsWith("<div"u8))
            return Fail(Rest.StartsWith("<!"u8) || Rest.StartsWith("<?"u8) ? NarrativeFault.NotXml : NarrativeFault.NotDiv);
        do
        {
            if (!(Rest.StartsWith("<"u8) ? TryReadMarkup() : TryReadText()))
                return false;
        }
        while (depth > 0);
        SkipSpace();
        return Rest.IsEmpty;
    }

    private readonly ReadOnlySpan<byte> Rest => xhtml[at..];

    private bool TryReadMarkup()
    {
        if (Rest.StartsWith("<!--"u8))
            return TryReadComment();
        if (Rest.StartsWith("</"u8))
            return TryReadEndTag();
        return TryReadStartTag();
    }

    private bool TryReadComment()
    {
        at += 4;
        var end = Rest.IndexOf("--"u8);
        if (end < 0 || !Rest[end..].StartsWith("-->"u8))
            return false;
        at += end + 3;
        return true;
    }

    private bool TryReadEndTag()
    {
        at += 2;
        var name = xhtml[ReadName()];
        SkipSpace();
        if (depth == 0 || !TryTake('>') || !name.SequenceEqual(xhtml[open[depth - 1]]))
            return false;
        depth--;
        return true;
    }

    private bool TryReadStartTag()
    {
        at++;
        var range = ReadName();
        var name = xhtml[range];
        if (name.IsEmpty || depth == DepthMax)
            return false;
        if (!NarrativeRules.AllowsElement(name))
            return Fail(NarrativeFault.NotAllowed);
        hasContent |= name.SequenceEqual("img"u8);
        var isRoot = depth == 0;
        if (!TryReadAttributes(name, out var hasNamespace))
            return false;
        if (isRoot && !hasNamespace)
            return Fail(NarrativeFault.NotDiv);
        if (TryTake('/'))
            return TryTake('>');
        open[depth++] = range;
        return TryTake('>');
    }

    private bool TryReadAttributes(ReadOnlySpan<byte> element, out bool hasNamespace)
    {
        hasNamespace = false;
        while (SkipSpace() && !Rest.IsEmpty && Rest[0] is not ((byte)'>' or (byte)'/'))
        {
            var name = xhtml[ReadName()];
            SkipSpace();
            if (name.IsEmpty || !TryTake('='))
                return false;
            SkipSpace();
            if (!TryReadValue(out var value))
                return false;
            if (!NarrativeRules.AllowsAttribute(element, name, value))
                return Fail(NarrativeFault.NotAllowed);
            hasNamespace |= name.SequenceEqual("xmlns"u8);
        }
        return true;
    }

    private bool TryReadValue(out ReadOnlySpan<byte> value)
    {
        value = [];
        if (Rest.IsEmpty || Rest[0] is not ((byte)'"' or (byte)'\''))
            return false;
        var length = Rest[1..].IndexOf(Rest[0]);
        if (length < 0)
            return false;
        value = Rest.Slice(1, length);
        at += length + 2;
        return value.IndexOf((byte)'<') < 0 && HasPlainReferences(value);
    }

    private bool TryReadText()
    {
        var length = Rest.IndexOf((byte)'<');
        if (length < 0)
            return false;
        var text = Rest[..length];
        hasContent |= text.IndexOfAnyExcept(" \t\r\n"u8) >= 0;
        at += length;
        return HasPlainReferences(text);
    }

    // XML's five entities and character references.
    private static bool HasPlainReferences(ReadOnlySpan<byte> text)
    {
        for (var start = text.IndexOf((byte)'&'); start >= 0; start = text.IndexOf((byte)'&'))
        {
            text = text[(start + 1)..];
            var end = text.IndexOf((byte)';');
            if (end < 1 || !(text[0] == '#' ? IsNumber(text[1..end]) : IsXmlEntity(text[..end])))
                return false;
        }
        return true;
    }

    private static bool IsXmlEntity(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("amp"u8) || name.SequenceEqual("lt"u8) || name.SequenceEqual("gt"u8)
        || name.SequenceEqual("quot"u8) || name.SequenceEqual("apos"u8);

    private static bool IsNumber(ReadOnlySpan<byte> digits)
    {
        var isHexadecimal = digits.Length > 0 && digits[0] == 'x';
        if (isHexadecimal)
            digits = digits[1..];
        foreach (var digit in digits)
            if (!(isHexadecimal ? char.IsAsciiHexDigit((char)digit) : char.IsAsciiDigit((char)digit)))
                return false;
        return digits.Length is > 0 and <= 7;
    }

    private Range ReadName()
    {
        var start = at;
        while (at < xhtml.Length && IsNameLetter(xhtml[at]))
            at++;
        return start..at;
    }

    private static bool IsNameLetter(byte letter) =>
        char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)':' or (byte)'-' or (byte)'_' or (byte)'.' or > 127;

    private bool SkipSpace()
    {
        while (at < xhtml.Length && xhtml[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return true;
    }

    private bool TryTake(char letter)
    {
        if (Rest.IsEmpty || Rest[0] != letter)
            return false;
        at++;
        return true;
    }

    private bool Fail(NarrativeFault why)
    {
        fault = why;
        return false;
    }
}
