using Phr.Conformance.Definitions;
using Phr.Conformance.Profiles;
using Phr.Conformance.Terminology;

namespace Phr.Conformance;

/// <summary>Everything that resources and codes are checked by at one moment: a library, and what was made of it so far. Thread
/// safe.</summary>
public sealed class Rulebook
{
    /// <param name="clock">What <c>now()</c> and <c>today()</c> of invariants say.</param>
    public Rulebook(DefinitionLibrary library, TimeProvider? clock = null)
    {
        Library = library;
        Terminology = new TerminologyStore(library);
        Sets = new CodeSets(Terminology);
        Validator = new Validator(new ProfileStore(library), Terminology, clock ?? TimeProvider.System);
    }

    /// <summary>R4 without any package.</summary>
    public static Rulebook Core { get; } = new(DefinitionLibrary.Core);

    public DefinitionLibrary Library { get; }

    public TerminologyStore Terminology { get; }

    /// <summary>For the token modifiers of a search.</summary>
    public CodeSets Sets { get; }

    public Validator Validator { get; }
}
