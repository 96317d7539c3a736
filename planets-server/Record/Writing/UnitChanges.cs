using Phr.Planets.Record.State;
using Phr.Planets.Search;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// What a unit has decided to store and delete so far, found by its keys: each of thousands of conditions would go through thousands of
/// resources otherwise, while the log waits.
/// </summary>
internal sealed class UnitChanges
{
    private readonly List<(string Id, IndexedResource Indexed)> _stored = [];
    private readonly Dictionary<(short Type, long Token), List<int>> _byToken = [];
    private readonly HashSet<(short Type, string Id)> _updated = [];
    private readonly HashSet<(short Type, string Id)> _deleted = [];
    private int _indexed;

    /// <param name="isNew">Whether nothing can be there under its id.</param>
    public void Store(string id, IndexedResource indexed, bool isNew)
    {
        _stored.Add((id, indexed));
        if (!isNew)
            _updated.Add((indexed.Type, id));
    }

    public void Delete(string type, string id) => _deleted.Add((ResourceTypes.Number(type), id));

    /// <summary>Whether what is committed under an id no longer counts.</summary>
    public bool Replaces(short type, string id) => _deleted.Contains((type, id)) || _updated.Contains((type, id));

    /// <summary>Ids of a type that no longer count as they are committed.</summary>
    public IEnumerable<string> Replaced(short type) => _deleted.Concat(_updated).Where(one => one.Type == type).Select(one => one.Id);

    /// <summary>Stored resources of the type of a condition that may satisfy it; the others do not.</summary>
    public IEnumerable<(string Id, IndexedResource Indexed)> Candidates(WriteCondition condition)
    {
        var type = ResourceTypes.Number(condition.Type);
        if (condition.ByKey is not { } keyed)
            return _stored.Where(one => one.Indexed.Type == type);
        for (; _indexed < _stored.Count; _indexed++)
        {
            foreach (var token in _stored[_indexed].Indexed.Tokens)
            {
                if (!_byToken.TryGetValue((_stored[_indexed].Indexed.Type, token), out var places))
                    _byToken.Add((_stored[_indexed].Indexed.Type, token), places = []);
                places.Add(_indexed);
            }
        }
        return keyed.Tokens.SelectMany(token => _byToken.GetValueOrDefault((type, token)) ?? []).Distinct().Order().Select(place => _stored[place]);
    }
}
