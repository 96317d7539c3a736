using System.Collections.Immutable;

namespace Phr.Platform.Identity;

/// <summary>What the scopes of one token permit on one resource type.</summary>
/// <param name="Everything">No constraint: all resources of the type.</param>
/// <param name="AnyOf">Otherwise, a resource has to satisfy all constraints of at least one entry. Empty: nothing is permitted.</param>
public sealed record ScopePermission(bool Everything, ImmutableArray<ImmutableArray<ScopeConstraint>> AnyOf)
{
    public static readonly ScopePermission Nothing = new(false, []);

    public static readonly ScopePermission All = new(true, []);

    public bool IsNothing => !Everything && AnyOf.IsEmpty;
}

/// <summary>
/// The resource scopes of a token. They only narrow: what is permitted at all is decided by role, consent and labels. Words that
/// are not resource scopes (<c>openid</c>, <c>launch/patient</c>, anything unknown) permit nothing here.
/// </summary>
public sealed class ScopeSet
{
    private readonly ImmutableArray<SmartScope> _scopes;

    private ScopeSet(ImmutableArray<SmartScope> scopes) => _scopes = scopes;

    public static ScopeSet Parse(IEnumerable<string> words) => new([.. words.Select(SmartScope.Parse).OfType<SmartScope>()]);

    public ImmutableArray<SmartScope> Scopes => _scopes;

    /// <summary>What the token may do with a type. Scopes add up: each of them is a permission of its own.</summary>
    /// <param name="type">Name of an R4 resource type.</param>
    /// <param name="access">One kind of access; where several are given, a single scope has to hold them all.</param>
    public ScopePermission For(string type, ScopeAccess access)
    {
        var narrowed = ImmutableArray.CreateBuilder<ImmutableArray<ScopeConstraint>>();
        foreach (var scope in _scopes)
        {
            if ((scope.Type != SmartScope.AnyType && scope.Type != type) || (access & ~scope.Access) != ScopeAccess.None)
                continue;
            if (scope.Constraints.IsEmpty)
                return ScopePermission.All;
            narrowed.Add(scope.Constraints);
        }
        return narrowed.Count == 0 ? ScopePermission.Nothing : new ScopePermission(false, narrowed.ToImmutable());
    }
}
