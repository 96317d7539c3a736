namespace Phr.Planets.Operations.LastN;

/// <summary>
/// The newest entries of each kind: two are of one kind where they share a coding, also by way of a third. Entries come newest first.
/// </summary>
/// <param name="max">How many of each kind.</param>
public sealed class LatestByCode<T>(int max)
{
    private readonly Dictionary<string, Kind> _kindOf = new(StringComparer.Ordinal);
    private int _added;

    /// <param name="codes">What it is of; one that has none is of the kind of all that have none.</param>
    public void Add(T entry, IReadOnlyList<string> codes)
    {
        var kinds = (codes.Count > 0 ? codes : [""]).Select(code => _kindOf.GetValueOrDefault(code)).OfType<Kind>().Distinct().ToList();
        var kind = kinds.Count > 0 ? kinds[0] : new Kind();
        foreach (var other in kinds.Skip(1))
            Join(kind, other);
        foreach (var code in codes.Count > 0 ? codes : [""])
        {
            if (_kindOf.TryAdd(code, kind))
                kind.Codes.Add(code);
        }
        if (kind.Newest.Count < max)
            kind.Newest.Add((_added, entry));
        _added++;
    }

    /// <summary>Kind after kind, the one with the newest entry first; in each, the newest first.</summary>
    public IEnumerable<T> All => _kindOf.Values.Distinct().OrderBy(kind => kind.Newest[0].Number)
        .SelectMany(kind => kind.Newest.Select(newest => newest.Entry));

    // What either left out was older than as many as are wanted, so it stays out.
    private void Join(Kind kind, Kind other)
    {
        var newest = kind.Newest.Concat(other.Newest).OrderBy(entry => entry.Number).Take(max).ToList();
        kind.Newest.Clear();
        kind.Newest.AddRange(newest);
        foreach (var code in other.Codes)
            _kindOf[code] = kind;
        kind.Codes.AddRange(other.Codes);
    }

    private sealed class Kind
    {
        public List<string> Codes { get; } = [];

        public List<(int Number, T Entry)> Newest { get; } = [];
    }
}
