using System.Collections.Frozen;
using Phr.Fhir.Definitions;

namespace Phr.Planets.Search;

/// <summary>
/// Numbers of the R4 resource types in the tables: their places in ordinal order. R4 is closed, so they stay.
/// </summary>
public static class ResourceTypes
{
    private static readonly string[] Names =
        [.. R4.Types.Where(type => type.IsResource && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, short> Numbers =
        Names.Select((name, index) => (name, index)).ToFrozenDictionary(pair => pair.name, pair => checked((short)pair.index));

    public static IReadOnlyList<string> All => Names;

    public static string Name(short number) => Names[number];

    /// <exception cref="KeyNotFoundException">Not an R4 resource type: a bug, requests were checked before.</exception>
    public static short Number(string name) => Numbers[name];

    public static short? Find(string name) => Numbers.TryGetValue(name, out var number) ? number : null;
}
