using System.Collections.Frozen;
using Phr.Conformance.Packages;
using Phr.Fhir.Definitions;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Text;
using Phr.Planets.Validation;
using Phr.Platform;

namespace Phr.Planets.Search.Custom;

/// <summary>Changes whenever a SearchParameter of the record or a package does.</summary>
public sealed record CustomStamp(DefinitionStamp Stored, PackageSet Packages);

/// <summary>An index that follows the log by itself, so a search by it waits for it.</summary>
/// <param name="Name">Of its position in the log.</param>
/// <param name="Code">Of the parameter.</param>
public abstract record FollowedIndex(string Name, string Code)
{
    /// <summary>Rows of some events, not yet taken up.</summary>
    internal abstract FollowedRows Rows(Indexer indexer);
}

/// <summary>A SearchParameter of a package that is not followed, and why.</summary>
public sealed record UnfollowedParameter(string Package, string Url, Refusal Reason);

/// <summary>The parameters that hold at one moment.</summary>
public sealed record CustomSet(IReadOnlyList<CustomParameter> All, IReadOnlyList<UnfollowedParameter> Unfollowed, CustomStamp Stamp)
{
    private readonly FrozenDictionary<(string Type, string Code), CustomParameter> _byCode = All
        .SelectMany(one => one.Definition.Bases, (one, type) => ((type.Name, one.Definition.Code), one))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.one);

    /// <summary>Numbers of search.parameter, by the parameters of texts.</summary>
    public IReadOnlyDictionary<TextSource, int> Texts { get; init; } = new Dictionary<TextSource, int>();

    public IReadOnlyList<FollowedIndex> TextIndexes => [.. Texts.Select(text => text.Key.Index(text.Value))];

    public static CustomSet Empty { get; } = new([], [], new CustomStamp(new DefinitionStamp(-1, -1), PackageSet.Empty));

    public CustomParameter? Find(string type, string code) => _byCode.GetValueOrDefault((type, code));
}

/// <summary>The parameters of a set as one request looks them up; it remembers whose index has to be complete.</summary>
public sealed class CustomLookup(CustomSet set)
{
    /// <summary>The same parameters, none of which was used yet.</summary>
    public CustomLookup Anew() => new(set);

    private readonly HashSet<FollowedIndex> _used = [];

    public static CustomLookup None { get; } = new(CustomSet.Empty);

    public IReadOnlyCollection<FollowedIndex> Used => _used;

    public CustomParameter? Find(string type, string code)
    {
        if (set.Find(type, code) is not { } found)
            return null;
        _used.Add(found.Index);
        return found;
    }

    /// <summary>Number of the index of texts; null where what is asked has to be decided without waiting for it.</summary>
    public int? Texts(TextSource source)
    {
        if (!set.Texts.TryGetValue(source, out var number))
            return null;
        _used.Add(source.Index(number));
        return number;
    }

    /// <summary>Those that refer from a type; from any, where it is null.</summary>
    /// <param name="byIndex">Whether they are looked up in the index; otherwise in the bodies at hand.</param>
    public IReadOnlyList<CustomParameter> References(string? source, bool byIndex)
    {
        CustomParameter[] found = [.. set.All.Where(own =>
            own.Definition.Type == SearchParameterType.Reference && (source is null || own.IsOf(source)))];
        if (byIndex)
            _used.UnionWith(found.Select(own => own.Index));
        return found;
    }
}
