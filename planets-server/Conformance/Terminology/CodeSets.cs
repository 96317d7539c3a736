namespace Phr.Conformance.Terminology;

/// <summary>
/// What search asks of terminology for the token modifiers <c>:in</c>, <c>:not-in</c>, <c>:above</c> and <c>:below</c> (R4
/// search.html#modifiers): the codes that a modifier stands for, as a finite set of system and code. Pure and thread safe; take a new one
/// for each request from the server's rulebook, which follows what is stored.
/// <code>
/// sets.In("http://hl7.org/fhir/ValueSet/observation-status")  // codes of a value set, or the fault that says why there are none
/// sets.Below("http://…/v3-ActCode", "ACUTE")                  // the code and all that it subsumes
/// sets.Above("http://…/v3-ActCode", "ACUTE")                  // the code and all that subsume it
/// </code>
/// A fault has a FHIR issue-type code: not-found (value set, code system or code not known), too-costly, not-supported.
/// </summary>
/// <param name="codesMax">Codes of one set; a larger one is too costly for a search.</param>
public sealed class CodeSets(TerminologyStore store, int codesMax = CodeSets.CodesDefault)
{
    public const int CodesDefault = 10_000;

    /// <summary>The codes of a value set.</summary>
    /// <param name="canonical">URL, with <c>|version</c> or without, or <c>ValueSet/id</c>.</param>
    public CodeSet In(string canonical)
    {
        if (store.ValueSet(canonical) is not { } set)
            return new(null, TerminologyFault.NoValueSet(canonical));
        var (expansion, fault) = new Expander(store, codesMax).Expand(set);
        return new(expansion?.Codes.Select(code => new SystemCode(code.System, code.Code)).ToHashSet(), fault);
    }

    /// <summary>A code and all codes below it in the hierarchy of its system.</summary>
    public CodeSet Below(string system, string code) => Near(system, code, concept => concept.Descendants());

    /// <summary>A code and all codes above it in the hierarchy of its system.</summary>
    public CodeSet Above(string system, string code) => Near(system, code, concept => concept.Ancestry());

    private CodeSet Near(string system, string code, Func<Concept, IEnumerable<Concept>> walk)
    {
        if (Grammar.Of(system) is not null)
            return new(new HashSet<SystemCode> { new(system, code) }, null);
        if (store.CodeSystem(system) is not { HasContent: true } known)
            return new(null, TerminologyFault.NoCodeSystem(system));
        if (known.Find(code) is not { } concept)
            return new(null, new("not-found", $"{system} has no such code.", $"{system} にこのコードはありません。"));
        var codes = walk(concept).Take(codesMax + 1).Select(near => new SystemCode(system, near.Code)).ToHashSet();
        return codes.Count > codesMax ? new(null, TerminologyFault.TooCostly(system, codesMax)) : new(codes, null);
    }
}

/// <summary>Either a set of codes, or why there is none.</summary>
public readonly record struct CodeSet(IReadOnlySet<SystemCode>? Codes, TerminologyFault? Fault);
