using System.Collections.Frozen;

namespace Phr.Planets.Search;

/// <summary>
/// Parameters whose values are those of two others, so that the index need not hold them again: R4's combo parameters of Observation ask
/// the
/// Observation and its components alike.
/// </summary>
public static class SearchUnions
{
    private static readonly FrozenDictionary<string, string[]> Parts = new Dictionary<string, string[]>
    {
        ["combo-code"] = ["code", "component-code"],
        ["combo-data-absent-reason"] = ["data-absent-reason", "component-data-absent-reason"],
        ["combo-value-concept"] = ["value-concept", "component-value-concept"],
        ["combo-value-quantity"] = ["value-quantity", "component-value-quantity"],
        ["combo-code-value-concept"] = ["code-value-concept", "component-code-value-concept"],
        ["combo-code-value-quantity"] = ["code-value-quantity", "component-code-value-quantity"],
    }.ToFrozenDictionary();

    /// <summary>The parameters whose values a parameter finds; itself, but for a union.</summary>
    public static IReadOnlyList<string> PartsOf(string code) => Parts.TryGetValue(code, out var parts) ? parts : [code];

    public static bool IsUnion(string code) => Parts.ContainsKey(code);

    /// <summary>Numbers of <see cref="PartsOf"/> in the tables.</summary>
    public static short[] Numbers(string code) => [.. PartsOf(code).Select(Parameters.Number)];
}
