using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Phr.Conformance.Packages;

/// <summary>The <c>package.json</c> of a package.</summary>
internal sealed partial record PackageManifest(
    string Name, string Version, string? Canonical, IReadOnlyDictionary<string, string> Dependencies)
{
    public const string Path = "package/package.json";

    /// <summary>The manifest, or what is wrong with it.</summary>
    public static (PackageManifest? Manifest, PackageFault? Fault) Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (!Utf8.IsValid(json))
                throw new JsonException("This is no UTF-8.");
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement);
        }
        // The latter where a text holds half of a surrogate pair.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, new(Path, "structure", "The manifest is no JSON.", "マニフェストが JSON ではありません。"));
        }
    }

    private static (PackageManifest?, PackageFault?) Read(JsonElement root)
    {
        if (Text(root, "name") is not { } name || !PackageName().IsMatch(name))
            return (null, new($"{Path}: name", "value", "The manifest has no package name.", "マニフェストにパッケージ名がありません。"));
        if (Text(root, "version") is not { } version || !PackageVersion().IsMatch(version))
            return (null, new($"{Path}: version", "value", "The manifest has no version.", "マニフェストに版がありません。"));
        if (!IsForR4(root))
            return (null, new($"{Path}: fhirVersions", "not-supported", "The package is not for FHIR R4 (4.0).",
                "FHIR R4 (4.0) 用のパッケージではありません。"));
        return (new(name, version, Text(root, "canonical"), Needs(root)), null);
    }

    // hl7.fhir.r4.core says fhir-version-list; a package that says nothing is taken at its word as R4.
    private static bool IsForR4(JsonElement root)
    {
        foreach (var property in (string[])["fhirVersions", "fhir-version-list"])
            if (root.TryGetProperty(property, out var versions) && versions.ValueKind == JsonValueKind.Array
                && versions.GetArrayLength() > 0)
                return versions.EnumerateArray().Any(version =>
                    version.ValueKind == JsonValueKind.String && version.GetString()!.StartsWith("4.0", StringComparison.Ordinal));
        return true;
    }

    private static Dictionary<string, string> Needs(JsonElement root)
    {
        var dependencies = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.TryGetProperty("dependencies", out var listed) && listed.ValueKind == JsonValueKind.Object)
            foreach (var dependency in listed.EnumerateObject())
                dependencies[dependency.Name] = dependency.Value.ValueKind == JsonValueKind.String ? dependency.Value.GetString()! : "";
        return dependencies;
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    [GeneratedRegex(@"^[A-Za-z0-9@][A-Za-z0-9@/._-]{0,99}$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+_-]{0,49}$")]
    private static partial Regex PackageVersion();
}
