using System.Text;
using Phr.Fhir.Indexing;
using Phr.Fhir.Structure;
using Phr.Planets.Search;

namespace Phr.Planets.Record.State;

/// <summary>What references will name once they are stored.</summary>
/// <param name="links">From a reference as it stands to <c>Type/id</c> as it will be stored.</param>
/// <param name="serverBase">That relative references belong to first, with its slash; null of this server.</param>
internal readonly struct ReferenceTargets(IReadOnlyDictionary<string, string> links, string? serverBase = null)
{
    private static readonly Dictionary<string, string> NoLinks = [];

    /// <summary>Of what is stored already.</summary>
    public static ReferenceTargets Stored { get; } = new(NoLinks);

    /// <summary>Type and id of a resource of this server; no type where it is to something else.</summary>
    public (string? Type, string Id) Of(IndexEntries entries, ReferenceEntry reference)
    {
        // What a transaction stores is what its own links will name.
        if (links.Count > 0 && Assigned(entries.Text(reference.Text)) is { } assigned)
        {
            var slash = assigned.IndexOf('/', StringComparison.Ordinal);
            return (assigned[..slash], assigned[(slash + 1)..]);
        }
        return reference is { Form: ReferenceForm.Relative, Type: { } type } ? (type.Name, ValuesDraft.Text(entries, reference.Id)) : (null, "");
    }

    /// <summary>The same of a reference that is no entry of the index.</summary>
    public (string? Type, string Id) Of(ReadOnlySpan<byte> text)
    {
        if (links.Count > 0 && Assigned(text) is { } assigned)
            text = Encoding.UTF8.GetBytes(assigned);
        var literal = LiteralReference.Read(text);
        return literal is { Form: ReferenceForm.Relative, Type: { } type } ? (type.Name, Encoding.UTF8.GetString(literal.Id)) : (null, "");
    }

    /// <summary>Whether a uri may become another one as a link of its transaction; of canonicals, which stay, it may say so too.</summary>
    public bool MayReplace(ReadOnlySpan<byte> uri) => links.Count > 0
        && (Assigned(uri) is not null || uri.IndexOf((byte)'#') is var fragment and > 0 && Assigned(uri[..fragment]) is not null);

    // As ReferenceMap finds what is written.
    private string? Assigned(ReadOnlySpan<byte> text)
    {
        if (links.TryGetValue(Encoding.UTF8.GetString(text), out var assigned))
            return assigned;
        return LiteralReference.Read(text).FullUrl(serverBase) is { } url && links.TryGetValue(url, out assigned)
            && !$"/{url}".EndsWith($"/{assigned}", StringComparison.Ordinal) ? assigned : null;
    }

    /// <summary>The key by which a reference is found under a name.</summary>
    public long Key(TokenKeys keys, string name, IndexEntries entries, ReferenceEntry reference)
    {
        var (type, id) = Of(entries, reference);
        return type is null
            ? keys.Uri(name, ValuesDraft.Text(entries, reference.Text))
            : keys.Reference(name, keys.Self(type, id));
    }
}
