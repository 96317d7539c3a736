using System.Collections.Frozen;
using Phr.Conformance.Packages;
using Phr.Fhir.Definitions;
using Phr.Platform;

namespace Phr.Planets.Search.Custom;

/// <summary>Changes whenever a SearchParameter of the record or a package does.</summary>
/// <param name="Newest">Position of the last one that was stored: positions only grow.</param>
public sealed record CustomStamp(long Count, long Newest, PackageSet Packages);

/// <summary>A SearchParameter of a package that is not followed, and why.</summary>
public sealed record UnfollowedParameter(string Package, string Url, Refusal Reason);

/// <summary>The parameters that hold at one moment.</summary>
public sealed record CustomSet(IReadOnlyList<CustomParameter> All, IReadOnlyList<UnfollowedParameter> Unfollowed, CustomStamp Stamp)
{
    private readonly FrozenDictionary<(string Type, string Code), CustomParameter> _byCode = All
        .SelectMany(one => one.Definition.Bases, (one, type) => ((type.Name, one.Definition.Code), one))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.one);

    public static CustomSet Empty { get; } = new([], [], new CustomStamp(-1, -1, PackageSet.Empty));

    public CustomParameter? Find(string type, string code) => _byCode.GetValueOrDefault((type, code));
}

/// <summary>The parameters of a set as one request looks them up; it remembers whose index has to be complete.</summary>
public sealed class CustomLookup(CustomSet set)
{
    private readonly HashSet<CustomParameter> _used = [];

    public static CustomLookup None { get; } = new(CustomSet.Empty);

    public IReadOnlyCollection<CustomParameter> Used => _used;

    public CustomParameter? Find(string type, string code)
    {
        if (set.Find(type, code) is not { } found)
            return null;
        _used.Add(found);
        return found;
    }

    /// <summary>Those that refer from a type; from any, where it is null.</summary>
    /// <param name="byIndex">Whether they are looked up in the index; otherwise in the bodies at hand.</param>
    public IReadOnlyList<CustomParameter> References(string? source, bool byIndex)
    {
        CustomParameter[] found = [.. set.All.Where(own =>
            own.Definition.Type == SearchParameterType.Reference && (source is null || own.IsOf(source)))];
        if (byIndex)
            _used.UnionWith(found);
        return found;
    }
}
