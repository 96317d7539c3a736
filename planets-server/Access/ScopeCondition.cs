using System.Collections.Immutable;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>SMART scopes as a condition over rows <c>s</c>: whole types, and types narrowed by token searches.</summary>
internal static class ScopeCondition
{
    private static readonly string WholeTypes = Sql.Load(typeof(ScopeCondition), "Access/scope-types.sql");
    private static readonly string NarrowedType = Sql.Load(typeof(ScopeCondition), "Access/scope-narrowed.sql");

    public static void Append(SqlText sql, Visibility visibility)
    {
        if (visibility.Scopes.For(SmartScope.AnyType, visibility.Action).Everything)
            return;
        var whole = new List<short>();
        var narrowed = new List<(short Type, ImmutableArray<ScopeConstraint> Constraints)>();
        foreach (var type in ResourceTypes.All)
        {
            var permission = visibility.Scopes.For(type, visibility.Action);
            if (permission.Everything)
                whole.Add(ResourceTypes.Number(type));
            else
                narrowed.AddRange(permission.AnyOf.Select(constraints => (ResourceTypes.Number(type), constraints)));
        }
        sql.Append(WholeTypes, Binding.Shorts("types", [.. whole]));
        foreach (var (type, constraints) in narrowed)
        {
            foreach (var tokens in Alternatives(constraints, visibility.Keys))
                sql.Append(NarrowedType, Binding.Short("type", type), Binding.Longs("tokens", tokens));
        }
        sql.Append(")");
    }

    // All constraints have to hold; one of a union holds by any of its parts.
    private static IEnumerable<long[]> Alternatives(ImmutableArray<ScopeConstraint> constraints, TokenKeys keys) => constraints.Aggregate(
        (IEnumerable<long[]>)[[]],
        (all, constraint) => all.SelectMany(_ => TokensOf(constraint, keys), (tokens, token) => (long[])[.. tokens, token]));

    /// <summary>Keys of which one has to be among a resource's.</summary>
    internal static IEnumerable<long> TokensOf(ScopeConstraint constraint, TokenKeys keys) =>
        SearchUnions.PartsOf(constraint.Parameter).Select(part => TokenOf(constraint with { Parameter = part }, keys));

    private static long TokenOf(ScopeConstraint constraint, TokenKeys keys) =>
        constraint.Value.IndexOf('|', StringComparison.Ordinal) is var bar and >= 0
            ? keys.Token(constraint.Parameter, constraint.Value[..bar], constraint.Value[(bar + 1)..])
            : keys.Code(constraint.Parameter, constraint.Value);
}
