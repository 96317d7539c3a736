using Phr.Conformance.Packages;
using Phr.Fhir;

namespace Phr.Planets.Validation;

/// <summary>
/// How a package that an administrator installs is kept: as a Library of the log, its archive untouched in <c>Library.content</c>. So a
/// backup
/// holds it, every node reads it, and a restart finds it.
/// </summary>
public static class InstalledPackages
{
    /// <summary>Source of what is kept so. No organisation has this code, so no one but <c>$install</c> writes it.</summary>
    public const string Source = "conformance";

    public const string ContentType = "application/gzip";

    /// <summary>Bytes of an archive. As base64 in a resource it has to go into one event of the log.</summary>
    public const int ArchiveBytesMax = 11 << 20;

    /// <summary>Id of the Library that keeps a package: FHIR allows letters, digits, minus and dot, 64 of them.</summary>
    public static string IdOf(string name, string version)
    {
        var plain = string.Concat($"{name}-{version}".Select(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '-'));
        return plain.Length <= 64 ? plain : plain[^64..];
    }

    /// <summary>The package of a stored Library; null where it has none that can be read.</summary>
    public static FhirPackage? Read(ReadOnlyMemory<byte> library)
    {
        var (document, _) = FhirDocument.ParseLenient(library);
        if (document is null)
            return null;
        using (document)
        {
            var archive = document.Root.Child("content").Exists ? document.Root.Child("content").Child("data").Text : null;
            return archive is null ? null : PackageReader.Read(new MemoryStream(Convert.FromBase64String(archive))).Package;
        }
    }
}
