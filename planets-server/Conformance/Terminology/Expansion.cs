namespace Phr.Conformance.Terminology;

/// <summary>All codes of a value set.</summary>
/// <param name="IsPartial">Whether a code system that is known only in part gave codes.</param>
public sealed record Expansion(IReadOnlyList<ExpandedCode> Codes, bool IsPartial, IReadOnlyList<SystemVersion> Versions);

/// <summary>A code system in the version that was used.</summary>
public sealed record SystemVersion(string System, string? Version);

/// <summary>Either an expansion, or why there is none.</summary>
public readonly record struct ExpansionAnswer(Expansion? Expansion, TerminologyFault? Fault);

/// <summary>Lists the codes of value sets.</summary>
/// <param name="codesMax">Codes of one value set, nested ones included.</param>
public sealed class Expander(TerminologyStore store, int codesMax = Expander.CodesDefault)
{
    public const int CodesDefault = 50_000;

    public ExpansionAnswer Expand(ValueSet set)
    {
        var run = new Run(store, codesMax);
        var codes = run.Codes(set);
        return run.Fault is { } fault
            ? new(null, fault)
            : new(new(codes, run.IsPartial, [.. run.Versions.Select(pair => new SystemVersion(pair.Key, pair.Value))]), null);
    }

    private sealed class Run(TerminologyStore store, int codesMax)
    {
        private int _nested;

        public TerminologyFault? Fault { get; private set; }

        public bool IsPartial { get; private set; }

        public SortedDictionary<string, string?> Versions { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<ExpandedCode> Codes(ValueSet set)
        {
            if (set.Expanded is { } listed)
                return listed;
            if (_nested++ >= TerminologyStore.NestedMax)
                return Fail(TerminologyFault.Circular(set.Url));
            if (store.UnknownFilter(set, set.Excluded) is { } fault)
                return Fail(fault);
            var seen = new HashSet<SystemCode>();
            var codes = new List<ExpandedCode>();
            foreach (var part in set.Included)
            {
                foreach (var code in Codes(set, part))
                {
                    if (Fault is not null)
                        return [];
                    if ((!code.IsInactive || set.WithInactive) && !IsExcluded(set, code) && seen.Add(new(code.System, code.Code)))
                        codes.Add(code);
                    if (codes.Count > codesMax)
                        return Fail(TerminologyFault.TooCostly(set.Url, codesMax));
                }
            }
            return Fault is null ? codes : [];
        }

        private bool IsExcluded(ValueSet set, ExpandedCode code) =>
            set.Excluded.Any(part => store.IsMember(part, code.System, code.Code) == Membership.Yes);

        private IEnumerable<ExpandedCode> Codes(ValueSet set, ValueSetPart part)
        {
            if (part.System is null)
                return part.ValueSets.Count == 0 ? [] : Nested(part.ValueSets[0]).Where(code => InAll(part, code, 1));
            return Own(set, part, part.System).Where(code => InAll(part, code, 0));
        }

        private IReadOnlyList<ExpandedCode> Nested(string url) =>
            store.ValueSet(url) is { } nested ? Codes(nested) : Fail(TerminologyFault.NoValueSet(url));

        // An intersection with a value set that is not known is no answer.
        private bool InAll(ValueSetPart part, ExpandedCode code, int from)
        {
            foreach (var url in part.ValueSets.Skip(from))
            {
                if (store.ValueSet(url) is not { } other)
                    Fail(TerminologyFault.NoValueSet(url));
                else if (store.IsMember(other, code.System, code.Code) != Membership.Yes)
                    return false;
            }
            return Fault is null;
        }

        private IEnumerable<ExpandedCode> Own(ValueSet set, ValueSetPart part, string system)
        {
            var known = store.CodeSystem(store.Versioned(part, system));
            if (part.Concepts is not null)
                return part.Listed.Select(code => Described(code, known));
            if (Grammar.Of(system) is not null)
                return Fail(TerminologyFault.TooCostly(set.Url, codesMax));
            if (known is not { HasContent: true })
                return Fail(TerminologyFault.NoCodeSystem(system));
            Versions[known.Url] = known.Version;
            IsPartial |= !known.IsComplete;
            return Filtered(set, part, known);
        }

        private IEnumerable<ExpandedCode> Filtered(ValueSet set, ValueSetPart part, CodeSystem system)
        {
            if (store.UnknownFilter(set, [part]) is { } fault)
                Fail(fault);
            foreach (var concept in system.Concepts)
            {
                if (Fault is not null)
                    yield break;
                if (part.Filters.All(filter => filter.Holds(concept, system) == true))
                    yield return Expanded(system, concept);
            }
        }

        private ExpandedCode Described(ExpandedCode code, CodeSystem? system)
        {
            if (system?.Find(code.Code) is not { } concept)
                return code;
            Versions[system.Url] = system.Version;
            var full = Expanded(system, concept);
            return full with { Display = code.Display ?? full.Display, Designations = [.. code.Designations, .. full.Designations] };
        }

        private static ExpandedCode Expanded(CodeSystem system, Concept concept) => new(system.Url, concept.Code, concept.Display)
        {
            IsAbstract = concept.IsAbstract, IsInactive = concept.IsInactive, Designations = concept.Designations,
        };

        private IReadOnlyList<ExpandedCode> Fail(TerminologyFault fault)
        {
            Fault ??= fault;
            return [];
        }
    }
}
