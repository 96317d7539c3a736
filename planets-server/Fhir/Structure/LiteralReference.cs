using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Fhir.Structure;

/// <summary>How a Reference.reference names its target (R4 references.html#literal).</summary>
public enum ReferenceForm
{
    /// <summary>None of the forms below.</summary>
    Malformed,

    /// <summary><c>#id</c> of a contained resource, or <c>#</c>: the resource that contains.</summary>
    Fragment,

    /// <summary><c>Patient/1</c>.</summary>
    Relative,

    /// <summary>A URL; with a type where it ends as a relative reference does.</summary>
    Absolute,

    /// <summary><c>urn:uuid:</c> or <c>urn:oid:</c>, an entry of the same Bundle.</summary>
    Urn,

    /// <summary><c>Patient?identifier=…</c>, which a transaction resolves (http.html#trules).</summary>
    Conditional,
}

/// <summary>The parts of a literal reference, as slices of its text.</summary>
public readonly ref struct LiteralReference
{
    private static ReadOnlySpan<byte> History => "/_history/"u8;

    public ReferenceForm Form { get; private init; }

    /// <summary>The resource type that the reference names, or null.</summary>
    public FhirType? Type { get; private init; }

    /// <summary>Of a fragment what follows #; of a typed reference the logical id; of a conditional one the query; else
    /// empty.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    /// <summary>Of a typed reference the version after <c>/_history/</c>; else empty.</summary>
    public ReadOnlySpan<byte> Version { get; private init; }

    /// <summary>Of an absolute typed reference the server's base, with its slash; else empty.</summary>
    public ReadOnlySpan<byte> Base { get; private init; }

    /// <summary>Whether it is to a resource of the server with this base, which ends with a slash.</summary>
    public bool IsOf(string serverBase) =>
        Form == ReferenceForm.Relative || Form == ReferenceForm.Absolute && Encoding.UTF8.GetString(Base) == serverBase;

    /// <summary>
    /// The fullUrl that it may mean in an entry of a Bundle beside itself: without its version, which is one of the server that it comes from,
    /// and a relative one below the entry's own base (R4 bundle.html#references). Null where there is no such.
    /// </summary>
    /// <param name="entryBase">With its slash; null of this server.</param>
    public string? FullUrl(string? entryBase) =>
        Type is not { } type || Form is not (ReferenceForm.Relative or ReferenceForm.Absolute)
            || Version.IsEmpty && (entryBase is null || Form == ReferenceForm.Absolute)
            ? null
            : $"{(Form == ReferenceForm.Absolute ? Encoding.UTF8.GetString(Base) : entryBase)}{type.Name}/{Encoding.UTF8.GetString(Id)}";

    public static LiteralReference Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.IndexOfAnyInRange((byte)0, (byte)' ') >= 0)
            return default;
        if (text[0] == '#')
            return new() { Form = ReferenceForm.Fragment, Id = text[1..] };
        if (text.StartsWith("urn:uuid:"u8) || text.StartsWith("urn:oid:"u8))
            return new() { Form = ReferenceForm.Urn };
        if (HasScheme(text))
            return text.StartsWith("http://"u8) || text.StartsWith("https://"u8) ? ReadUrl(text) : new() { Form = ReferenceForm.Absolute };
        var query = text.IndexOf((byte)'?');
        if (query > 0 && R4.ResourceType(text[..query]) is { } searched && query < text.Length - 1)
            return new() { Form = ReferenceForm.Conditional, Type = searched, Id = text[(query + 1)..] };
        return ReadTyped(text, ReferenceForm.Relative, []);
    }

    private static LiteralReference ReadUrl(ReadOnlySpan<byte> text)
    {
        var path = text;
        if (text.LastIndexOf(History) is var history and > 0)
            path = text[..history];
        var id = path.LastIndexOf((byte)'/');
        var type = path[..id].LastIndexOf((byte)'/') + 1;
        var typed = ReadTyped(text[type..], ReferenceForm.Absolute, text[..type]);
        return typed.Form == ReferenceForm.Absolute ? typed : new() { Form = ReferenceForm.Absolute };
    }

    // Type/id or Type/id/_history/version.
    private static LiteralReference ReadTyped(ReadOnlySpan<byte> text, ReferenceForm form, ReadOnlySpan<byte> serverBase)
    {
        var version = ReadOnlySpan<byte>.Empty;
        if (text.IndexOf(History) is var history and > 0)
        {
            version = text[(history + History.Length)..];
            text = text[..history];
            if (!PrimitiveFormat.IsId(version))
                return default;
        }
        var slash = text.IndexOf((byte)'/');
        if (slash < 0 || R4.ResourceType(text[..slash]) is not { } type || !PrimitiveFormat.IsId(text[(slash + 1)..]))
            return default;
        return new() { Form = form, Type = type, Id = text[(slash + 1)..], Version = version, Base = serverBase };
    }

    // RFC 3986: a letter, then letters, digits, + - and . up to a colon.
    private static bool HasScheme(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':')
                return i > 0;
            var isLetter = char.IsAsciiLetter((char)text[i]);
            if (!isLetter && (i == 0 || !char.IsAsciiDigit((char)text[i]) && text[i] is not ((byte)'+' or (byte)'-' or (byte)'.')))
                return false;
        }
        return false;
    }
}
