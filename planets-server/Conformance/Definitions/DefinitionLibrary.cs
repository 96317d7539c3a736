using System.Collections.Frozen;

namespace Phr.Conformance.Definitions;

/// <summary>
/// All definitions that checks may use, by canonical URL: those of R4, those of packages, those stored on the server. Immutable: what comes
/// to it makes another library. Nothing of a definition but its name is read until it is needed.
/// </summary>
public sealed class DefinitionLibrary
{
    private readonly FrozenDictionary<(string Type, string Url), DefinitionEntry[]> _byUrl;
    private readonly Lazy<Dictionary<string, DefinitionEntry>> _byReference;

    private DefinitionLibrary(IEnumerable<DefinitionEntry> entries)
    {
        Entries = [.. entries];
        _byUrl = Entries.GroupBy(entry => (entry.Type, entry.Url))
            .ToFrozenDictionary(group => group.Key, group => group.Reverse().ToArray());
        _byReference = new(() => Entries.GroupBy(entry => $"{entry.Type}/{entry.Id}")
            .ToDictionary(group => group.Key, group => group.Last()));
    }

    /// <summary>R4 alone.</summary>
    public static DefinitionLibrary Core { get; } = new(CoreDefinitions.Read());

    /// <summary>In the order added: of two with one URL and version the later one counts.</summary>
    public IReadOnlyList<DefinitionEntry> Entries { get; }

    /// <summary>This library with more in it.</summary>
    public DefinitionLibrary With(IEnumerable<DefinitionEntry> entries) => new(Entries.Concat(entries));

    /// <summary>The definition that a canonical reference names; without a version in it the one with the highest version, of equal ones
    /// the last added. <c>Type/id</c> names the one that has this id, whatever its URL. Null where there is none.</summary>
    public DefinitionEntry? Find(string type, string canonical)
    {
        var (url, version) = Canonical.Parse(canonical);
        if (!_byUrl.TryGetValue((type, url), out var entries))
        {
            return url.StartsWith(type, StringComparison.Ordinal) && _byReference.Value.GetValueOrDefault(url) is { } own
                && (version is null || own.Version == version) ? own : null;
        }
        if (version is null)
            return entries.MaxBy(entry => entry.Version, VersionOrder.Instance);
        // A version that names only its beginning (1.1) means any that goes on from it (1.1.2).
        return entries.FirstOrDefault(entry => entry.Version == version)
            ?? entries.FirstOrDefault(entry => entry.Version?.StartsWith(version + ".", StringComparison.Ordinal) == true)
            // R4 gives its v2 and v3 terminology dates as versions; others name it by the version of R4.
            ?? entries.FirstOrDefault(entry => entry.Origin.EndsWith("#" + version, StringComparison.Ordinal));
    }

    /// <summary>All definitions with a URL, the last added first.</summary>
    public IReadOnlyList<DefinitionEntry> All(string type, string url) => _byUrl.GetValueOrDefault((type, url)) ?? [];

    /// <summary>Supplements of a code system.</summary>
    public IEnumerable<DefinitionEntry> SupplementsOf(string url) => Entries.Where(
        entry => entry.Type == "CodeSystem" && entry.Supplements is { } supplemented && Canonical.Parse(supplemented).Url == url);

    /// <summary>Numbers between dots are compared as numbers, the rest as text; no version is the lowest.</summary>
    private sealed class VersionOrder : IComparer<string?>
    {
        public static readonly VersionOrder Instance = new();

        public int Compare(string? x, string? y)
        {
            if (x is null || y is null)
                return (x is null ? 0 : 1) - (y is null ? 0 : 1);
            var (left, right) = (x.Split('.', '-'), y.Split('.', '-'));
            for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            {
                var order = long.TryParse(left[i], out var a) && long.TryParse(right[i], out var b)
                    ? a.CompareTo(b)
                    : string.CompareOrdinal(left[i], right[i]);
                if (order != 0)
                    return order;
            }
            return left.Length.CompareTo(right.Length);
        }
    }
}
