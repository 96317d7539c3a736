using Phr.Fhir.Definitions;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// What refers to a resource or to one below or above it in the hierarchy of its type (<c>location:below=42</c>), as far as the reader may
/// see those between. R4 search.html#modifiers, reference.
/// </summary>
/// <param name="Key">Of the parameter, see <see cref="TokenKeys.ReferenceKey"/>.</param>
/// <param name="Parent">The same of the parameter that names the parent.</param>
public sealed record HierarchyCriterion(short Type, string[] Ids, long[] Selves, long Key, long Parent, bool IsBelow) : Criterion
{
    /// <summary>Levels that are gone down or up.</summary>
    public const int LevelsMax = 20;

    // A parameter that may name nearly anything makes no hierarchy (Communication's part-of).
    private const int TargetsMax = 3;

    // R4: strict hierarchies, in which a parent is one of the same type.
    private static readonly string[] Codes = ["partof", "part-of", "parent"];

    /// <summary>The parameter of a type that names its parent; null where the type has no hierarchy.</summary>
    public static SearchParameter? ParentOf(string type) => Codes.Select(code => SearchParameters.Find(type, code))
        .FirstOrDefault(parameter => parameter is { Type: SearchParameterType.Reference, Targets.Count: <= TargetsMax }
            && parameter.Targets.Any(target => target.Name == type));

    public static Answer<Criterion> Parse(SearchTerm term, SearchParameter parameter, CriterionParser parser)
    {
        var types = parameter.Targets.Select(target => target.Name).Where(type => ParentOf(type) is not null).ToArray();
        if (types.Length == 0)
            return Refusals.Modifier(term);
        var named = new List<(string Type, string Id)>();
        foreach (var value in term.Values)
        {
            var targets = ReferenceCriterion.Targets(parser.Local(SearchTerm.Unescape(value)), null, parameter)
                .Where(target => types.Contains(target.Type)).ToList();
            if (targets.Count == 0)
                return Refusals.Value(term, $"an id, or a reference to {string.Join(", ", types)}");
            named.AddRange(targets);
        }
        var keys = parser.Keys;
        return new AnyCriterion([.. named.GroupBy(target => target.Type).Select(target => new HierarchyCriterion(
            ResourceTypes.Number(target.Key), [.. target.Select(one => one.Id)], [.. target.Select(one => keys.Self(one.Type, one.Id))],
            keys.ReferenceKey(term.Parameter), keys.ReferenceKey(ParentOf(target.Key)!.Code), term.Modifier == "below"))]);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        var visibility = context.Visibility.Of(Type);
        var (type, ids) = (Binding.Short("target", Type), Binding.Texts("ids", Ids));
        sql.Append(
            context.Tables.Load("Search/Criteria/hierarchy.sql"), Binding.Long("key", Key), Binding.Longs("selves", Selves), type, ids);
        visibility.AppendTo(sql);
        sql.Append(
            context.Tables.Load(IsBelow ? "Search/Criteria/hierarchy-below.sql" : "Search/Criteria/hierarchy-above.sql"),
            Binding.Long("parent", Parent), type, new Binding("levels", LevelsMax, NpgsqlTypes.NpgsqlDbType.Integer));
        visibility.AppendTo(sql);
        sql.Append(context.Tables.Load("Search/Criteria/hierarchy-end.sql"));
    }
}
