using System.Collections.Concurrent;
using Phr.Conformance.Definitions;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>Profiles of a library, each compiled when first asked for and then kept. Thread safe.</summary>
internal sealed class ProfileStore
{
    private readonly StructureStore _structures;
    private readonly RuleCompiler _compiler;
    private readonly ConcurrentDictionary<Structure, Lazy<CompiledProfile>> _compiled = new(ReferenceEqualityComparer.Instance);

    public ProfileStore(DefinitionLibrary library)
    {
        _structures = new StructureStore(library);
        Bases = new BaseRules(_structures);
        _compiler = new RuleCompiler(_structures, Bases);
    }

    public BaseRules Bases { get; }

    public Structure? Structure(string canonical) => _structures.Find(canonical);

    /// <summary>A StructureDefinition as it was published.</summary>
    public DefinitionEntry? Entry(string canonical) => _structures.Entry(canonical);

    /// <summary>What has to hold for an item of a sliced element to be in one of its slices; null where the definition does not
    /// tell.</summary>
    public IReadOnlyList<SliceMatch>? Matches(StructureNode sliced, StructureNode slice, FhirType? owner) =>
        _compiler.Matches(sliced, slice, owner);

    /// <summary>The profile that a canonical reference names; null where it is not known or cannot be used.</summary>
    public CompiledProfile? Find(string canonical) => _structures.Find(canonical) is { } structure ? Compiled(structure) : null;

    public CompiledProfile Compiled(Structure structure) => _compiled.GetOrAdd(structure, key => new(
        () => new CompiledProfile(key, key.Url, key.Type, _compiler.Compile(key)))).Value;

    /// <summary>The R4 type that a structure is about; null where it is not known.</summary>
    public FhirType? TypeOf(string canonical) => canonical.StartsWith(StructureStore.Core, StringComparison.Ordinal)
        && R4.Type(canonical[StructureStore.Core.Length..].Split('|')[0]) is { } own
        ? own
        : _structures.Find(canonical) is { } structure ? R4.Type(structure.Type) : null;
}
