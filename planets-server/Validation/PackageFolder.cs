using Microsoft.Extensions.Logging;
using Phr.Conformance.Packages;

namespace Phr.Planets.Validation;

/// <summary>
/// Packages that the site configures: the files and folders of <c>Phr:Packages</c> (environment <c>Phr__Packages__0</c>, …), and the folder
/// <c>packages</c> of the data folder. One that cannot be taken is logged with its place and left out; the record does not wait for it.
/// </summary>
public sealed class PackageFolder(IReadOnlyList<string> paths, ILogger<PackageFolder> logger)
{
    /// <summary>Packages of one site.</summary>
    public const int PackagesMax = 100;

    public IReadOnlyList<FhirPackage> Read() => [.. Files().Take(PackagesMax).Select(Read).OfType<FhirPackage>()];

    /// <summary>Logs packages that need what is not there.</summary>
    public void Report(IEnumerable<(FhirPackage Package, PackageFault Fault)> left)
    {
        foreach (var (package, fault) in left)
            logger.LogError("The package {Package} is left out. {Place}: {Reason}", package.Label, fault.Place, fault.English);
    }

    private IEnumerable<string> Files() => paths.SelectMany<string, string>(path =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.tgz").Order(StringComparer.Ordinal) : [path]);

    private FhirPackage? Read(string file)
    {
        try
        {
            using var archive = File.OpenRead(file);
            var (package, fault) = PackageReader.Read(archive);
            if (fault is not null)
                logger.LogError("The package {File} is left out. {Place}: {Reason}", file, fault.Place, fault.English);
            return package;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            logger.LogError("The package {File} cannot be read: {Reason}", file, unreadable.Message);
            return null;
        }
    }
}
