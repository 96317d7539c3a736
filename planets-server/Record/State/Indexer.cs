using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Planets.Search;

namespace Phr.Planets.Record.State;

/// <summary>What state and index keep of a resource, from what the FHIR engine finds in it: texts become keys, dates rows.</summary>
/// <param name="keys">With the log's index key, so that a rebuild comes to the same keys.</param>
/// <param name="zone">Of dates without one, in what is stored and in what is asked.</param>
public sealed class Indexer(TokenKeys keys, TimeSpan zone)
{
    private readonly ResourceIndexer _engine = new(zone);

    private static readonly IReadOnlyDictionary<string, string> NoLinks = new Dictionary<string, string>();

    [ThreadStatic]
    private static IndexEntries? t_entries;

    public TokenKeys Keys => keys;

    public TimeSpan Zone => zone;

    /// <summary>The index of stored bytes.</summary>
    public IndexedResource Index(string type, string id, ReadOnlyMemory<byte> body, string source)
    {
        using var document = FhirDocument.ParseLenient(body).Document
            ?? throw new InvalidDataException($"The stored bytes of a {type} are no JSON.");
        return Index(document.Root, id, source, NoLinks);
    }

    /// <summary>Resources of this server that stored bytes refer to by a search parameter; by any, where none is named.</summary>
    /// <param name="own">A parameter of the site's own, by which alone they are looked for.</param>
    public IReadOnlyList<ReferredResource> References(ReadOnlyMemory<byte> body, string? parameter, CustomExpression? own = null)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("The stored bytes are no JSON.");
        var entries = Entries(document, own);
        var found = new List<ReferredResource>();
        foreach (var reference in entries.References)
        {
            if ((parameter is null || reference.Parameter.Code == parameter)
                && reference is { Form: ReferenceForm.Relative, Type: { } type })
                found.Add(new(type.Name, ValuesDraft.Text(entries, reference.Id), ValuesDraft.Text(entries, reference.Version)));
        }
        return found;
    }

    /// <summary>What stored bytes are put in order by under a token, reference or uri parameter: of several texts the first in ascending
    /// order, the
    /// last in descending; null without one.</summary>
    /// <param name="own">Where its values stand, if the parameter is the site's own.</param>
    public string? SortText(ReadOnlyMemory<byte> body, string parameter, bool descending, CustomExpression? own = null)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("The stored bytes are no JSON.");
        var entries = Entries(document, own);
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var token in entries.Tokens)
        {
            if (token.Parameter.Code == parameter)
                texts.Add(ValuesDraft.Text(entries, token.Code.IsEmpty ? token.System : token.Code));
        }
        foreach (var reference in entries.References)
        {
            if (reference.Parameter.Code == parameter)
                texts.Add(ValuesDraft.Text(entries, reference.Text));
        }
        foreach (var uri in entries.Uris)
        {
            if (uri.Parameter.Code == parameter)
                texts.Add(ValuesDraft.Text(entries, uri.Value));
        }
        return descending ? texts.Max : texts.Min;
    }

    private IndexEntries Entries(FhirDocument document, CustomExpression? own)
    {
        var entries = t_entries ??= new IndexEntries();
        if (own is null)
            _engine.Index(document.Root, entries);
        else
            own.Index(document.Root, zone, entries);
        return entries;
    }

    /// <summary>The index of a resource that is about to be stored.</summary>
    /// <param name="id">That it will have.</param>
    /// <param name="links">From a reference as it stands to <c>Type/id</c> as it will be stored.</param>
    /// <param name="serverBase">That relative references belong to first, with its slash; null of this server.</param>
    public IndexedResource Index(
        Element resource, string id, string source, IReadOnlyDictionary<string, string> links, string? serverBase = null)
    {
        var entries = t_entries ??= new IndexEntries();
        _engine.Index(resource, entries);
        return new IndexDraft(keys, entries, new ReferenceTargets(links, serverBase), zone).Complete(resource, id, source);
    }
}
