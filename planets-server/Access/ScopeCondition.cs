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
            var tokens = constraints.Select(constraint => TokenOf(constraint, visibility.Keys)).ToArray();
            sql.Append(NarrowedType, Binding.Short("type", type), Binding.Longs("tokens", tokens));
        }
        sql.Append(")");
    }

    internal static long TokenOf(ScopeConstraint constraint, TokenKeys keys) =>
        constraint.Value.IndexOf('|', StringComparison.Ordinal) is var bar and >= 0
            ? keys.Token(constraint.Parameter, constraint.Value[..bar], constraint.Value[(bar + 1)..])
            : keys.Code(constraint.Parameter, constraint.Value);
}
