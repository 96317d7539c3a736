using System.Collections.Frozen;

namespace Phr.Platform.Identity;

/// <summary>
/// The resource types of FHIR R4 (4.0.1) and the token search parameters by which a granular scope may narrow them. From
/// hl7.fhir.r4.core; the list is <c>scope-types.txt</c>, a type and its parameters a line.
/// </summary>
internal static class ScopeTypes
{
    private static readonly FrozenDictionary<string, string[]> Parameters = Load();

    public static bool Knows(string type) => Parameters.ContainsKey(type);

    public static bool HasToken(string type, string parameter) =>
        Parameters.TryGetValue(type, out var parameters) && parameters.Contains(parameter);

    private static FrozenDictionary<string, string[]> Load()
    {
        using var stream = typeof(ScopeTypes).Assembly.GetManifestResourceStream("Identity/scope-types.txt")
            ?? throw new InvalidOperationException("Phr.Platform embeds no Identity/scope-types.txt.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToFrozenDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);
    }
}
