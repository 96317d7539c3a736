using Phr.Conformance.Definitions;
using Phr.Conformance.Terminology;

namespace Phr.Conformance;

/// <summary>Everything that resources and codes are checked by at one moment: a library, and what was made of it so far. Thread
/// safe.</summary>
public sealed class Rulebook
{
    public Rulebook(DefinitionLibrary library)
    {
        Library = library;
        Terminology = new TerminologyStore(library);
        Sets = new CodeSets(Terminology);
    }

    /// <summary>R4 without any package.</summary>
    public static Rulebook Core { get; } = new(DefinitionLibrary.Core);

    public DefinitionLibrary Library { get; }

    public TerminologyStore Terminology { get; }

    /// <summary>For the token modifiers of a search.</summary>
    public CodeSets Sets { get; }
}
