using System.Text;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform;

namespace Phr.Planets.Bundles;

/// <summary>References of a transaction that are searches: <c>Patient?identifier=…</c>. R4 http.html#trules.</summary>
internal static class ConditionalReferences
{
    /// <summary>Different ones in one transaction.</summary>
    public const int CountMax = 1_000;

    public static Answer<IReadOnlyDictionary<string, SearchRequest>> In(IEnumerable<EntryRequest> entries, CriterionParser parser)
    {
        var found = new Dictionary<string, SearchRequest>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Resource.Exists && entry.Resource.RawJson.IndexOf((byte)'?') >= 0))
        {
            if (Collect(entry.Resource, entry, parser, found) is { } refusal)
                return refusal;
        }
        return found;
    }

    private static Refusal? Collect(Element element, EntryRequest entry, CriterionParser parser, Dictionary<string, SearchRequest> found)
    {
        foreach (var child in element.Children())
        {
            var refusal = element.Type?.Name == "Reference" && child.Name == "reference"
                ? Take(child, entry, parser, found)
                : Collect(child, entry, parser, found);
            if (refusal is not null)
                return refusal;
        }
        return null;
    }

    private static Refusal? Take(Element reference, EntryRequest entry, CriterionParser parser, Dictionary<string, SearchRequest> found)
    {
        var text = reference.Text ?? "";
        if (LiteralReference.Read(Encoding.UTF8.GetBytes(text)).Form != ReferenceForm.Conditional || found.ContainsKey(text))
            return null;
        if (found.Count == CountMax)
            return new Refusal(RefusalKind.TooLarge, $"A transaction has at most {CountMax} conditional references.", entry.Place, "too-costly");
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var search = SearchQuery.Parse(text[..question], text[(question + 1)..], parser);
        if (search.IsRefused(out var refusal))
            return refusal with { Place = reference.Path() };
        found.Add(text, search.Value);
        return null;
    }
}
