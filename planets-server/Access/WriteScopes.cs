using Phr.Planets.Search;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>SMART scopes on the way in: what is written has to be what the token may write.</summary>
public static class WriteScopes
{
    /// <param name="tokens">Index keys of what is written: a scope narrowed to a category permits what has that category.</param>
    public static bool Permit(Caller caller, string type, ScopeAccess access, IReadOnlyCollection<long> tokens, TokenKeys keys) =>
        caller.Permissions.Permit(type, access, tokens, keys);

    /// <summary>Of a deletion, which brings no content: only a scope for the whole type permits it.</summary>
    public static bool PermitDelete(Caller caller, string type) => caller.Permissions.For(type, ScopeAccess.Delete).Everything;

    /// <summary>Whether scopes permit something on a resource with these index keys.</summary>
    internal static bool Permit(this ScopeSet scopes, string type, ScopeAccess access, IReadOnlyCollection<long> tokens, TokenKeys keys)
    {
        var permission = scopes.For(type, access);
        return permission.Everything || permission.AnyOf.Any(constraints =>
            constraints.All(constraint => ScopeCondition.TokensOf(constraint, keys).Any(tokens.Contains)));
    }
}
