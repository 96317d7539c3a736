namespace Phr.Conformance.Terminology;

/// <summary>How the meanings of two codes of one system lie to each other (R4 codesystem-operation-subsumes.html).</summary>
public enum Subsumption { Equivalent, Subsumes, SubsumedBy, NotSubsumed }

/// <summary>Broader and narrower codes.</summary>
public static class Hierarchy
{
    /// <summary>How a code lies to another; null where the system or one of the codes is not known.</summary>
    public static Subsumption? Compare(TerminologyStore store, string system, string code, string other)
    {
        if (Grammar.Of(system) is { } grammar)
        {
            return grammar.Contains(code) && grammar.Contains(other)
                ? code == other ? Subsumption.Equivalent : Subsumption.NotSubsumed
                : null;
        }
        if (store.CodeSystem(system) is not { HasContent: true } known || known.Find(code) is not { } left
            || known.Find(other) is not { } right)
            return null;
        return ReferenceEquals(left, right) ? Subsumption.Equivalent
            : left.Subsumes(right) ? Subsumption.Subsumes
            : right.Subsumes(left) ? Subsumption.SubsumedBy
            : Subsumption.NotSubsumed;
    }
}
