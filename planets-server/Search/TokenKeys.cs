using System.Text;

namespace Phr.Planets.Search;

/// <summary>
/// The 64-bit keys that stand for searchable values in the index. Keyed, so that whoever holds the database without the key store
/// cannot look a code or an identifier up.
/// </summary>
/// <param name="key">The index key of the key store; its first 16 bytes are used.</param>
public sealed class TokenKeys(ReadOnlySpan<byte> key)
{
    // Separates the parts of a key; no FHIR code, uri or id contains it.
    private const char Separator = '\u001f';

    private readonly SipHash _hash = new(key);

    /// <summary>A resource, as what references to it are compared with.</summary>
    public long Self(string type, string id) => Hash("self", type, id);

    /// <summary>A reference by <paramref name="parameter"/> to the resource whose <see cref="Self"/> is given: an exclusive or, so that
    /// SQL can form it.</summary>
    public long Reference(string parameter, long self) => self ^ ReferenceKey(parameter);

    /// <summary>The part of <see cref="Reference"/> that depends on the parameter alone.</summary>
    public long ReferenceKey(string parameter) => Hash("reference", parameter, "");

    /// <summary>A value of a token parameter with its system; an empty system is the value without one (<c>|code</c>).</summary>
    public long Token(string parameter, string system, string code) => Hash("token", parameter, system, code);

    /// <summary>A value of a token parameter in any system (<c>code</c>).</summary>
    public long Code(string parameter, string code) => Hash("code", parameter, code);

    /// <summary>Adds all by which a value of a token parameter is found, whatever of it is there.</summary>
    public void AddToken(ICollection<long> to, string parameter, string system, string code)
    {
        if (code.Length > 0)
        {
            to.Add(Token(parameter, system, code));
            to.Add(Code(parameter, code));
        }
        if (system.Length > 0)
            to.Add(System(parameter, system));
    }

    /// <summary>An identifier with a coding of its type (<c>:of-type</c>).</summary>
    public long OfType(string parameter, string system, string code, string value) => Hash("of-type", parameter, system, code, value);

    /// <summary>A coding of what an entry is about, whatever its type calls the parameter.</summary>
    public long About(string system, string code) => Hash("about", system, code);

    /// <summary>An insured person, by number without regard to width and blanks.</summary>
    public long InsuredPerson(string number) => Hash("insured", number, "");

    /// <summary>Any value of a system (<c>system|</c>).</summary>
    public long System(string parameter, string system) => Hash("system", parameter, system);

    /// <summary>An exact value of a uri parameter or of a reference that is not to a resource here.</summary>
    public long Uri(string parameter, string uri) => Hash("uri", parameter, uri);

    /// <summary>That the resource has any value of the parameter (<c>:missing</c>).</summary>
    public long Present(string parameter) => Hash("present", parameter, "");

    /// <summary>A text exactly as it was sent (<c>:exact</c>).</summary>
    public long Exact(string text) => Hash("exact", text, "");

    /// <summary>A word of a text, folded (<c>_text</c>, <c>_content</c>).</summary>
    public long Word(string word) => Hash("word", word, "");

    /// <summary>A unit of measure as system and code.</summary>
    public long Unit(string system, string code) => Hash("unit", system, code);

    /// <summary>A security label (meta.security), sent or derived.</summary>
    public long Label(string system, string code) => Hash("label", system, code);

    private long Hash(string kind, string first, string second, string third = "", string? fourth = null)
    {
        var length = kind.Length + first.Length + second.Length + third.Length + (fourth?.Length ?? 0) + 4;
        var bytes = length * 3 <= 768 ? stackalloc byte[768] : new byte[length * 3];
        var at = Encoding.UTF8.GetBytes(kind, bytes);
        foreach (var part in (ReadOnlySpan<string>)[first, second, third])
        {
            bytes[at++] = (byte)Separator;
            at += Encoding.UTF8.GetBytes(part, bytes[at..]);
        }
        if (fourth is not null)
        {
            bytes[at++] = (byte)Separator;
            at += Encoding.UTF8.GetBytes(fourth, bytes[at..]);
        }
        return unchecked((long)_hash.Of(bytes[..at]));
    }
}
