using System.Collections.Concurrent;
using Phr.Conformance.Definitions;
using Phr.Fhir;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Profiles;

/// <summary>StructureDefinitions of a library, each read when first asked for. Thread safe.</summary>
internal sealed class StructureStore(DefinitionLibrary library)
{
    public const string Core = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>Profiles on profiles; also what ends a circle of them.</summary>
    public const int ParentsMax = 32;

    /// <summary>Elements of one snapshot.</summary>
    public const int ElementsMax = 100_000;

    private readonly ConcurrentDictionary<DefinitionEntry, Structure?> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>The structure that a canonical reference names; null where there is none, or none that can be used.</summary>
    public Structure? Find(string canonical) => Find(canonical, 0);

    /// <summary>The definition of an R4 type itself.</summary>
    public Structure? OfType(FhirType type) => Find(Core + type.Name);

    /// <summary>The structure that a canonical reference names, as it was published.</summary>
    public DefinitionEntry? Entry(string canonical) => library.Find("StructureDefinition", Canonical(canonical));

    internal Structure? Find(string canonical, int parents)
    {
        if (parents > ParentsMax || Entry(canonical) is not { } entry)
            return null;
        if (_read.TryGetValue(entry, out var known))
            return known;
        var structure = Read(entry, parents);
        return _read.GetOrAdd(entry, structure);
    }

    // The name of a type stands for its definition.
    private static string Canonical(string canonical) => canonical.Contains(':') ? canonical : Core + canonical;

    private Structure? Read(DefinitionEntry entry, int parents)
    {
        var (document, _) = FhirDocument.ParseLenient(entry.Read());
        if (document is null)
            return null;
        using (document)
            return Read(document.Root, parents);
    }

    private Structure? Read(Element definition, int parents)
    {
        if (definition.Child("type").Text is not { } type || definition.Child("kind").Text == "logical")
            return null;
        var parent = definition.Child("baseDefinition").Text;
        var contexts = new List<ExtensionContext>();
        foreach (var context in definition.Children("context"))
            contexts.Add(new(context.Child("type").Text ?? "", context.Child("expression").Text ?? ""));
        var root = definition.Child("snapshot") is { Exists: true } snapshot
            ? SnapshotReader.Read(snapshot)
            : parent is not null && Find(parent, parents + 1) is { } own
                ? new Differential(this, own.Root).Apply(definition.Child("differential"))
                : null;
        return root is null ? null : new(
            definition.Child("url").Text ?? "", definition.Child("version").Text, type,
            definition.Child("derivation").Text == "constraint", parent, contexts, root);
    }
}
