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
        if (links.Count > 0 && Assigned(ValuesDraft.Text(entries, reference.Text), reference) is { } assigned)
        {
            var slash = assigned.IndexOf('/', StringComparison.Ordinal);
            return (assigned[..slash], assigned[(slash + 1)..]);
        }
        return reference is { Form: ReferenceForm.Relative, Type: { } type } ? (type.Name, ValuesDraft.Text(entries, reference.Id)) : (null, "");
    }

    private string? Assigned(string text, ReferenceEntry reference)
    {
        if (links.TryGetValue(text, out var assigned))
            return assigned;
        if (reference.Type is null || reference.Version.IsEmpty && (serverBase is null || reference.Form != ReferenceForm.Relative))
            return null;
        // The version that a reference names is that of the server it comes from.
        var unversioned = reference.Version.IsEmpty ? text : text[..text.LastIndexOf("/_history/", StringComparison.Ordinal)];
        var url = reference.Form == ReferenceForm.Relative ? serverBase + unversioned : unversioned;
        return links.TryGetValue(url, out assigned) && !unversioned.EndsWith("/" + assigned, StringComparison.Ordinal) ? assigned : null;
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
