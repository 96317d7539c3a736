using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Phr.Tests.Conformance;

/// <summary>Packages made in a test.</summary>
internal static class Packages
{
    public static string Manifest(string name, string version, params (string Name, string Version)[] dependencies) =>
        $$"""{"name":"{{name}}","version":"{{version}}","fhirVersions":["4.0.1"],"canonical":"http://test.example/{{name}}","dependencies":{"""
        + string.Join(',', dependencies.Select(dependency => $"\"{dependency.Name}\":\"{dependency.Version}\"")) + "}}";

    public static byte[] Archive(params (string Path, string Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                    path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        return archive.ToArray();
    }

    /// <summary>A package of one code system.</summary>
    public static byte[] Small(string name, string version, params (string Name, string Version)[] dependencies) => Archive(
        ("package/package.json", Manifest(name, version, dependencies)), ("package/CodeSystem-animals.json",
            Terminology.Definitions.AnimalsJson.Replace("CodeSystem/animals", "CodeSystem/" + name, StringComparison.Ordinal)));
}
