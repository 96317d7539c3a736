using System.Collections.Concurrent;
using Phr.Conformance.Definitions;
using Phr.Fhir;

namespace Phr.Conformance.Terminology;

/// <summary>Code systems, value sets and concept maps of a library, each read when first asked for. Thread safe.</summary>
public sealed class TerminologyStore(DefinitionLibrary library)
{
    /// <summary>Value sets asked inside others for one code, or expanded for one expansion; also what ends a circle of them.</summary>
    public const int NestedMax = 256;

    private readonly ConcurrentDictionary<DefinitionEntry, Lazy<CodeSystem?>> _codeSystems = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<DefinitionEntry, Lazy<ValueSet?>> _valueSets = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<DefinitionEntry, Lazy<ConceptMap?>> _conceptMaps = new(ReferenceEqualityComparer.Instance);

    public DefinitionLibrary Library { get; } = library;

    /// <summary>The code system that a canonical reference names; null where there is no resource of it.</summary>
    public CodeSystem? CodeSystem(string canonical) =>
        Library.Find("CodeSystem", canonical) is { } entry
            ? _codeSystems.GetOrAdd(entry, key => new(() => ReadCodeSystem(key))).Value
            : null;

    /// <summary>The same code system as others published it: in another version, or in another package.</summary>
    internal IEnumerable<CodeSystem> OtherVersions(CodeSystem known) =>
        Library.All("CodeSystem", known.Url).Select(entry => _codeSystems.GetOrAdd(entry, key => new(() => ReadCodeSystem(key))).Value)
            .OfType<CodeSystem>().Where(other => other != known);

    /// <summary>The value set that a canonical reference names, or null.</summary>
    public ValueSet? ValueSet(string canonical) =>
        Library.Find("ValueSet", canonical) is { } entry
            ? _valueSets.GetOrAdd(entry, key => new(() => Read(key, Terminology.ValueSet.Read))).Value
            : null;

    /// <summary>The concept map that a canonical reference names, or null.</summary>
    public ConceptMap? ConceptMap(string canonical) =>
        Library.Find("ConceptMap", canonical) is { } entry ? ConceptMap(entry) : null;

    /// <summary>All concept maps, read as far as they are asked for.</summary>
    public IEnumerable<ConceptMap> ConceptMaps() =>
        Library.Entries.Where(entry => entry.Type == "ConceptMap").Select(ConceptMap).OfType<ConceptMap>();

    /// <summary>Whether a code system has a code.</summary>
    public Membership HasCode(string system, string code)
    {
        if (Grammar.Of(system) is { } grammar)
            return Memberships.From(grammar.Contains(code));
        if (CodeSystem(system) is not { HasContent: true } known)
            return Membership.Unknown;
        return known.Find(code) is not null ? Membership.Yes : known.IsComplete ? Membership.No : Membership.Unknown;
    }

    /// <summary>Whether a value set has a code.</summary>
    /// <param name="system">Null of an element of type code, whose binding says the system.</param>
    public Membership IsMember(ValueSet set, string? system, string code) => IsMember(set, system, code, new Visits());

    /// <summary>Why nothing can be told of a value set: it, or one that it takes codes from, has a filter that is not understood.</summary>
    public TerminologyFault? UnknownFilter(ValueSet set)
    {
        var (waiting, seen) = (new Queue<ValueSet>([set]), new HashSet<ValueSet>(ReferenceEqualityComparer.Instance) { set });
        while (waiting.TryDequeue(out var each))
        {
            ValueSetPart[] parts = [.. each.Included, .. each.Excluded];
            if (UnknownFilter(each, parts) is { } fault)
                return fault;
            foreach (var nested in parts.SelectMany(part => part.ValueSets).Select(ValueSet).OfType<ValueSet>())
                if (seen.Count < NestedMax && seen.Add(nested))
                    waiting.Enqueue(nested);
        }
        return null;
    }

    internal TerminologyFault? UnknownFilter(ValueSet set, IEnumerable<ValueSetPart> parts)
    {
        foreach (var part in parts)
        {
            if (part is { System: { } system, Filters.Count: > 0 } && CodeSystem(Versioned(part, system)) is { HasContent: true } known
                && part.Filters.FirstOrDefault(filter => !filter.IsKnown(known)) is { } unknown)
            {
                return TerminologyFault.UnknownFilter(set.Url, unknown);
            }
        }
        return null;
    }

    /// <summary>Whether one include or exclude of a value set holds for a code.</summary>
    internal Membership IsMember(ValueSetPart part, string? system, string code) => IsMember(part, system, code, new Visits());

    private Membership IsMember(ValueSetPart part, string? system, string code, Visits visits)
    {
        var isMember = Membership.Yes;
        if (part.System is { } own)
        {
            if (system is not null && system != own)
                return Membership.No;
            isMember = InSystem(part, own, code);
        }
        foreach (var url in part.ValueSets)
        {
            if (isMember == Membership.No)
                return isMember;
            isMember = isMember.And(
                visits.Count++ < NestedMax && ValueSet(url) is { } nested ? IsMember(nested, system, code, visits) : Membership.Unknown);
        }
        return part.System is null && part.ValueSets.Count == 0 ? Membership.No : isMember;
    }

    private Membership IsMember(ValueSet set, string? system, string code, Visits visits)
    {
        if (set.Expanded is { } expanded)
        {
            return Memberships.From(system is null
                ? expanded.Any(member => member.Code == code)
                : set.ExpandedCodes!.Contains(new(system, code)));
        }
        var included = Membership.No;
        foreach (var part in set.Included)
            if ((included = included.Or(IsMember(part, system, code, visits))) == Membership.Yes)
                break;
        foreach (var part in set.Excluded)
        {
            if (included == Membership.No)
                return included;
            included = included.And(IsMember(part, system, code, visits).Not());
        }
        return included;
    }

    private Membership InSystem(ValueSetPart part, string system, string code)
    {
        if (part.Concepts is { } listed)
            return Memberships.From(listed.ContainsKey(code));
        if (part.Filters.Count == 0)
            return HasCode(system, code);
        if (Grammar.Of(system) is not null || CodeSystem(Versioned(part, system)) is not { HasContent: true } known)
            return Membership.Unknown;
        if (known.Find(code) is not { } concept)
            return known.IsComplete ? Membership.No : Membership.Unknown;
        var holds = Membership.Yes;
        foreach (var filter in part.Filters)
            holds = holds.And(Memberships.From(filter.Holds(concept, known)));
        return holds;
    }

    // A value set may name a version that is not here; then the one that is here answers.
    internal string Versioned(ValueSetPart part, string system) =>
        part.Version is { } version && Library.Find("CodeSystem", $"{system}|{version}") is not null ? $"{system}|{version}" : system;

    private ConceptMap? ConceptMap(DefinitionEntry entry) =>
        _conceptMaps.GetOrAdd(entry, key => new(() => Read(key, Terminology.ConceptMap.Read))).Value;

    private CodeSystem? ReadCodeSystem(DefinitionEntry entry)
    {
        var supplements = Library.SupplementsOf(entry.Url).Select(supplement => FhirDocument.ParseLenient(supplement.Read()).Document)
            .OfType<FhirDocument>().ToList();
        try
        {
            return Read(entry, resource => CodeSystemReader.Read(resource, supplements.Select(document => document.Root), entry.IsForeign));
        }
        finally
        {
            supplements.ForEach(document => document.Dispose());
        }
    }

    private sealed class Visits
    {
        public int Count { get; set; }
    }

    private static T? Read<T>(DefinitionEntry entry, Func<Element, T> read) where T : class
    {
        var (document, _) = FhirDocument.ParseLenient(entry.Read());
        if (document is null)
            return null;
        using (document)
            return read(document.Root);
    }
}
