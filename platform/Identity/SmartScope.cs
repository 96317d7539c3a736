using System.Collections.Immutable;

namespace Phr.Platform.Identity;

/// <summary>Whose data a scope speaks of (SMART App Launch 2.2, scopes-and-launch-context).</summary>
public enum ScopeContext
{
    /// <summary>The one patient of the launch context.</summary>
    Patient,
    /// <summary>All that the signed-in person may reach.</summary>
    User,
    /// <summary>A back-end service without a person.</summary>
    System,
}

/// <summary>What a scope lets its holder do; the letters of SMART v2 in the order that the specification demands.</summary>
[Flags]
public enum ScopeAccess
{
    None = 0,
    Create = 1,
    Read = 2,
    Update = 4,
    Delete = 8,
    Search = 16,
    All = Create | Read | Update | Delete | Search,
}

/// <summary>A token search that resources have to satisfy, for example <c>category=http://…|vital-signs</c>.</summary>
/// <param name="Parameter">A token search parameter of the type: <c>category</c>, <c>code</c>, <c>type</c> or <c>class</c>.</param>
/// <param name="Value">Decoded, as a search would state it: <c>system|code</c> or <c>code</c>.</param>
public readonly record struct ScopeConstraint(string Parameter, string Value);

/// <summary>
/// One resource scope of SMART App Launch, v1 (<c>patient/Observation.read</c>) or v2 (<c>patient/Observation.rs?category=…</c>). What
/// does not parse permits nothing: unknown types, letters out of order, and constraints that we do not enforce are no scopes.
/// </summary>
/// <param name="Type">Name of an R4 resource type, or <c>*</c>.</param>
/// <param name="Constraints">All of them have to hold; ordered, so that equal scopes compare equal.</param>
public sealed record SmartScope(ScopeContext Context, string Type, ScopeAccess Access, ImmutableArray<ScopeConstraint> Constraints)
{
    public const string AnyType = "*";

    /// <summary>Characters of one scope. Longer ones are not read.</summary>
    public const int CharactersMax = 512;

    private const string Letters = "cruds";

    /// <summary>The scope that the text states, or null when it states none that we know and enforce.</summary>
    public static SmartScope? Parse(string text)
    {
        if (text.Length > CharactersMax || text.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0)
            return null;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? text : text[..question];
        var dot = path.LastIndexOf('.');
        if (dot < slash || ContextOf(path[..slash]) is not { } context)
            return null;
        var type = path[(slash + 1)..dot];
        var access = AccessOf(path[(dot + 1)..]);
        if (access == ScopeAccess.None || (type != AnyType && !ScopeTypes.Knows(type)))
            return null;
        if (question < 0)
            return new SmartScope(context, type, access, []);
        return ConstraintsOf(type, text[(question + 1)..]) is { } constraints
            ? new SmartScope(context, type, access, constraints)
            : null;
    }

    /// <summary>Whether everything that <paramref name="other"/> permits is permitted by this one too.</summary>
    public bool Covers(SmartScope other) =>
        Context == other.Context && (Type == AnyType || Type == other.Type) && (other.Access & ~Access) == ScopeAccess.None
        && Constraints.All(other.Constraints.Contains);

    /// <summary>The same permission on its common part with <paramref name="other"/>; null where they share nothing.</summary>
    public SmartScope? Intersect(SmartScope other)
    {
        var access = Access & other.Access;
        var type = Type == AnyType ? other.Type : Type;
        var typesMeet = Type == other.Type || Type == AnyType || other.Type == AnyType;
        if (Context != other.Context || !typesMeet || access == ScopeAccess.None)
            return null;
        return new SmartScope(Context, type, access, Ordered(Constraints.Union(other.Constraints)));
    }

    /// <summary>The scope as SMART v2 writes it.</summary>
    public override string ToString()
    {
        var access = string.Concat(Letters.Where((_, bit) => Access.HasFlag((ScopeAccess)(1 << bit))));
        var query = string.Join('&', Constraints.Select(c => $"{c.Parameter}={Escape(c.Value)}"));
        return $"{Context.ToString().ToLowerInvariant()}/{Type}.{access}{(query.Length > 0 ? "?" : "")}{query}";
    }

    public bool Equals(SmartScope? other) =>
        other is not null && Context == other.Context && Type == other.Type && Access == other.Access
        && Constraints.SequenceEqual(other.Constraints);

    public override int GetHashCode() => HashCode.Combine(Context, Type, Access, Constraints.Length);

    private static ScopeContext? ContextOf(string text) => text switch
    {
        "patient" => ScopeContext.Patient,
        "user" => ScopeContext.User,
        "system" => ScopeContext.System,
        _ => null,
    };

    private static ScopeAccess AccessOf(string text) => text switch
    {
        "read" => ScopeAccess.Read | ScopeAccess.Search,
        "write" => ScopeAccess.Create | ScopeAccess.Update | ScopeAccess.Delete,
        "*" => ScopeAccess.All,
        _ => LettersOf(text),
    };

    private static ScopeAccess LettersOf(string text)
    {
        var (access, next) = (ScopeAccess.None, 0);
        foreach (var letter in text)
        {
            var bit = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (bit < next)
                return ScopeAccess.None;
            (access, next) = (access | (ScopeAccess)(1 << bit), bit + 1);
        }
        return access;
    }

    private static ImmutableArray<ScopeConstraint>? ConstraintsOf(string type, string query)
    {
        var constraints = new List<ScopeConstraint>();
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var parameter = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            // A comma would be an "or" of values, which one constraint does not carry.
            if (!ScopeTypes.HasToken(type, parameter) || value.Length == 0 || value.Any(c => c is <= ' ' or > '~' or ',' or '"' or '\\'))
                return null;
            constraints.Add(new ScopeConstraint(parameter, value));
        }
        return Ordered(constraints);
    }

    private static ImmutableArray<ScopeConstraint> Ordered(IEnumerable<ScopeConstraint> constraints) =>
        [.. constraints.Distinct().OrderBy(c => c.Parameter, StringComparer.Ordinal).ThenBy(c => c.Value, StringComparer.Ordinal)];

    // RFC 6749 section 3.3 leaves these out of a scope; '&', '=', '#' and '%' would change the query.
    private static string Escape(string value) =>
        string.Concat(value.Select(c => c is '&' or '=' or '#' or '%' or '+' ? Uri.EscapeDataString($"{c}") : $"{c}"));
}
