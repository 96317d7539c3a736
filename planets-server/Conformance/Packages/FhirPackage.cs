using Phr.Conformance.Definitions;

namespace Phr.Conformance.Packages;

/// <summary>A FHIR NPM package (https://confluence.hl7.org/display/FHIR/NPM+Package+Specification), read.</summary>
/// <param name="Canonical">Base of its canonical URLs; null where the manifest does not say it.</param>
/// <param name="Dependencies">Packages it needs, by name: a version, or a beginning of one with <c>x</c> for the rest.</param>
/// <param name="Definitions">What checks use of it.</param>
/// <param name="Others">Resources of other kinds: examples, naming systems.</param>
public sealed record FhirPackage(
    string Name, string Version, string? Canonical, IReadOnlyDictionary<string, string> Dependencies,
    IReadOnlyList<DefinitionEntry> Definitions, int Others)
{
    /// <summary>Its SearchParameters.</summary>
    public IReadOnlyList<DefinitionEntry> SearchParameters { get; init; } = [];

    public string Label => $"{Name}#{Version}";
}

/// <summary>Why a package is not taken.</summary>
/// <param name="Place">The entry of the archive, with a property of it; empty of the whole.</param>
/// <param name="Code">FHIR issue-type code.</param>
public sealed record PackageFault(string Place, string Code, string English, string Japanese);

/// <summary>Either a package or what is wrong with it.</summary>
public readonly record struct PackageAnswer(FhirPackage? Package, PackageFault? Fault);

/// <summary>How much a package may hold.</summary>
/// <param name="EntriesMax">Files and folders of the archive.</param>
/// <param name="EntryBytesMax">One file, unpacked.</param>
/// <param name="BytesMax">All files, unpacked.</param>
/// <param name="PathLengthMax">Characters of the path of an entry.</param>
public sealed record PackageLimits(int EntriesMax, int EntryBytesMax, long BytesMax, int PathLengthMax)
{
    /// <summary>20,000 entries, 32 MiB an entry, 512 MiB together, paths of 256 characters.</summary>
    public static PackageLimits Default { get; } = new(20_000, 32 << 20, 512L << 20, 256);
}
