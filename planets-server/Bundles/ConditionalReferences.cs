using System.Text;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>References of a transaction that are searches: <c>Patient?identifier=…</c>. R4 http.html#trules.</summary>
internal sealed class ConditionalReferences(Caller caller, CriterionParser parser)
{
    /// <summary>Different ones in one transaction.</summary>
    public const int CountMax = 1_000;

    private readonly Dictionary<string, WriteCondition> _found = new(StringComparer.Ordinal);

    public Answer<IReadOnlyDictionary<string, WriteCondition>> In(IEnumerable<EntryRequest> entries)
    {
        foreach (var entry in entries.Where(entry => entry.Resource.Exists && entry.Resource.RawJson.IndexOf((byte)'?') >= 0))
        {
            if (Collect(entry.Resource, entry) is { } refusal)
                return refusal;
        }
        return _found;
    }

    private Refusal? Collect(Element element, EntryRequest entry)
    {
        foreach (var child in element.Children())
        {
            var refusal = element.Type?.Name == "Reference" && child.Name == "reference"
                ? Take(child, entry)
                : Collect(child, entry);
            if (refusal is not null)
                return refusal;
        }
        return null;
    }

    private Refusal? Take(Element reference, EntryRequest entry)
    {
        var text = reference.Text ?? "";
        if (LiteralReference.Read(Encoding.UTF8.GetBytes(text)).Form != ReferenceForm.Conditional || _found.ContainsKey(text))
            return null;
        if (_found.Count == CountMax)
            return new Refusal(RefusalKind.TooLarge, $"A transaction has at most {CountMax} conditional references.", entry.Place,
                "too-costly");
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var condition = WriteCondition.Read(text[..question], text[(question + 1)..], caller, parser);
        if (condition.IsRefused(out var refusal))
            return refusal with { Place = reference.Path() };
        _found.Add(text, condition.Value with { Place = reference.Path() });
        return null;
    }
}
