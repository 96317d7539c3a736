using System.Text.RegularExpressions;

namespace Phr.Conformance.Terminology;

/// <summary>A filter of a value set (R4 valueset-filter-operator.html).</summary>
/// <param name="Property">Code of a property, or concept, code, display, parent, child.</param>
public sealed record ConceptFilter(string Property, string Operator, string Value)
{
    /// <summary>Characters of a pattern.</summary>
    public const int PatternLengthMax = 1_000;

    private readonly Lazy<Regex?> _pattern = new(() => Pattern(Value));

    /// <summary>Whether the filter can be told: its property is the system's, its operator and pattern are known. R4 valueset.html, of
    /// ValueSet.compose.include.filter: one that is not understood is an error.</summary>
    public bool IsKnown(CodeSystem system) =>
        (Property is "concept" or "code" or "display" or "definition" or "parent" or "child" || system.HasProperty(Property))
        && Operator switch
        {
            "=" or "is-a" or "descendent-of" or "is-not-a" or "generalizes" or "in" or "not-in" or "exists" => true,
            "regex" => _pattern.Value is not null,
            _ => false,
        };

    /// <summary>Whether a concept passes; null where the filter cannot be told.</summary>
    public bool? Holds(Concept concept, CodeSystem system) => IsKnown(system) ? Passes(concept, system) : null;

    private bool Passes(Concept concept, CodeSystem system) => Operator switch
    {
        "=" => Property is "concept" or "code"
            ? SameCode(concept.Code, Value, system) : Values(concept).Contains(Value, StringComparer.Ordinal),
        "is-a" => IsBelow(concept, system),
        "descendent-of" => IsBelow(concept, system) && !SameCode(concept.Code, Value, system),
        "is-not-a" => !IsBelow(concept, system),
        "generalizes" => system.Find(Value) is { } narrow && concept.Subsumes(narrow),
        "in" => Values(concept).Any(Listed().Contains),
        "not-in" => !Values(concept).Any(Listed().Contains),
        "exists" => Values(concept).Any() == (Value == "true"),
        _ => Values(concept).Any(_pattern.Value!.IsMatch),
    };

    private bool IsBelow(Concept concept, CodeSystem system) =>
        system.Find(Value) is { } broad && broad.Subsumes(concept);

    private static bool SameCode(string code, string other, CodeSystem system) =>
        string.Equals(code, other, system.IsCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private HashSet<string> Listed() =>
        Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private IEnumerable<string> Values(Concept concept) => Property switch
    {
        "concept" or "code" => [concept.Code],
        "display" => concept.Display is { } display ? [display] : [],
        "definition" => concept.Definition is { } definition ? [definition] : [],
        "parent" => concept.Parents.Select(parent => parent.Code),
        "child" => concept.Children.Select(child => child.Code),
        _ => concept.Properties.Where(property => property.Code == Property).Select(property => property.Value),
    };

    // The whole value has to match. A pattern that needs backtracking is not run: its time has no bound.
    private static Regex? Pattern(string text)
    {
        if (text.Length > PatternLengthMax)
            return null;
        try
        {
            return new($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (Exception unsound) when (unsound is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
