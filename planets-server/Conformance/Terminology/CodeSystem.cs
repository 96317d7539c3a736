using System.Collections.Frozen;
using Phr.Fhir;

namespace Phr.Conformance.Terminology;

/// <summary>A code system with the concepts that its resource lists.</summary>
public sealed class CodeSystem
{
    private readonly FrozenDictionary<string, Concept> _byCode;
    private readonly Lazy<FrozenSet<string>> _properties;

    internal CodeSystem(Element resource, IReadOnlyList<Concept> concepts, bool isForeign)
    {
        Url = resource.Child("url").Text ?? "";
        Version = resource.Child("version").Text;
        Name = resource.Child("title").Text ?? resource.Child("name").Text;
        Language = resource.Child("language").Text;
        Content = resource.Child("content").Text is { } content
            && (content != "complete" || !isForeign) ? content : isForeign ? "fragment" : "complete";
        IsCaseSensitive = resource.Child("caseSensitive").Boolean ?? true;
        Concepts = concepts;
        var declared = new List<string>();
        foreach (var property in resource.Children("property"))
            if (property.Child("code").Text is { } code)
                declared.Add(code);
        // Supplements add theirs to the concepts after this.
        _properties = new(() => [.. declared, .. concepts.SelectMany(concept => concept.Properties, (_, property) => property.Code)]);
        var codes = IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        // Of two concepts with one code the first counts.
        _byCode = concepts.DistinctBy(concept => concept.Code, codes).ToFrozenDictionary(concept => concept.Code, codes);
    }

    /// <summary>Of a resource that came with a question, without supplements.</summary>
    public static CodeSystem Read(Element resource) => CodeSystemReader.Read(resource, [], isForeign: false);

    public string Url { get; }

    public string? Version { get; }

    /// <summary>Title, or name.</summary>
    public string? Name { get; }

    /// <summary>Of the displays; null where it is not said.</summary>
    public string? Language { get; }

    /// <summary>complete, fragment, example, not-present or supplement.</summary>
    public string Content { get; }

    /// <summary>Whether a code that is not among the concepts is none of the system.</summary>
    public bool IsComplete => Content == "complete";

    /// <summary>Whether the concepts listed say anything of the system.</summary>
    public bool HasContent => Content is "complete" or "fragment" or "example";

    public bool IsCaseSensitive { get; }

    /// <summary>In the order of the resource, parents before their children.</summary>
    public IReadOnlyList<Concept> Concepts { get; }

    /// <summary>Whether a property of concepts is declared, or some concept has it.</summary>
    public bool HasProperty(string code) => _properties.Value.Contains(code);

    public Concept? Find(string code) => _byCode.GetValueOrDefault(code);
}
