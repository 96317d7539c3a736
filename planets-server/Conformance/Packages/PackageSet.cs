using Phr.Conformance.Definitions;

namespace Phr.Conformance.Packages;

/// <summary>Packages that are loaded together.</summary>
public sealed class PackageSet
{
    /// <summary>Its definitions are always there.</summary>
    public const string Core = "hl7.fhir.r4.core";

    private PackageSet(IReadOnlyList<FhirPackage> packages) => Packages = packages;

    public static PackageSet Empty { get; } = new([]);

    /// <summary>What is needed by others comes before them.</summary>
    public IReadOnlyList<FhirPackage> Packages { get; }

    /// <summary>The definitions of all of them.</summary>
    public IEnumerable<DefinitionEntry> Definitions => Packages.SelectMany(package => package.Definitions);

    /// <summary>This set with one package more; one of the same name and version takes the place of the one that is there.</summary>
    public (PackageSet? Set, PackageFault? Fault) With(FhirPackage package)
    {
        foreach (var (name, version) in package.Dependencies)
        {
            if (!Has(name, version))
                return (null, new(
                    $"{PackageManifest.Path}: dependencies.{name}", "not-found",
                        $"The package needs {name} {version}, which is not loaded.",
                    $"必要なパッケージ {name} {version} が読み込まれていません。"));
        }
        return (new([.. Packages.Where(other => other.Label != package.Label), package]), null);
    }

    /// <summary>All of these in an order in which each finds what it needs; what is left over has no such place.</summary>
    public static (PackageSet Set, IReadOnlyList<(FhirPackage Package, PackageFault Fault)> Left) Of(IEnumerable<FhirPackage> packages)
    {
        var set = Empty;
        var waiting = packages.ToList();
        while (true)
        {
            var ready = waiting.FirstOrDefault(package => set.With(package).Set is not null);
            if (ready is null)
                return (set, [.. waiting.Select(package => (package, set.With(package).Fault!))]);
            set = set.With(ready).Set!;
            waiting.Remove(ready);
        }
    }

    private bool Has(string name, string version) => name == Core
        ? Matches("4.0.1", version)
        : Packages.Any(package => package.Name == name && Matches(package.Version, version));

    // 1.1.x means any patch of 1.1, current and dev whatever is there (NPM Package Specification, "Version references").
    private static bool Matches(string version, string wanted) =>
        wanted is "" or "*" or "latest" or "current" or "dev" || version == wanted
        || (wanted.EndsWith(".x", StringComparison.Ordinal) && version.StartsWith(wanted[..^1], StringComparison.Ordinal));
}
