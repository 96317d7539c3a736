using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// Values that belong together in one element: <c>code$value</c>. R4 search.html#composite.
/// </summary>
/// <param name="Candidates">Keys of the first components among a resource's own: who has none of them has no such element. Empty where
/// the first
/// component is no code.</param>
/// <param name="Alternatives">Each the conditions of all components over one row <c>x</c>.</param>
public sealed record CompositeCriterion(
    short[] Parameters, long[] Candidates, IReadOnlyList<IReadOnlyList<Action<SqlText>>> Alternatives) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, SearchParameter parameter, CriterionParser parser)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var components = CompositeDefinition.Of(parameter);
        var candidates = new List<long>();
        var alternatives = new List<IReadOnlyList<Action<SqlText>>>();
        foreach (var value in term.Values)
        {
            var parts = SearchTerm.Split(value, '$');
            if (parts.Count != components.Count || Conditions(components, parts, parser) is not { } conditions)
                return Refusals.Value(term, string.Join('$', components.Select(component => component.Code)));
            alternatives.Add(conditions);
            if (components[0].Type == SearchParameterType.Token)
                candidates.AddRange(SearchUnions.PartsOf(components[0].Code)
                    .Select(code => TokenCriterion.KeyOf(parts[0], code, parser.Keys)!.Value));
        }
        return new CompositeCriterion(SearchUnions.Numbers(term.Parameter), [.. candidates], alternatives);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("(");
        if (Candidates.Length > 0)
        {
            context.AppendTokens(sql, Candidates);
            sql.Append(" and ");
        }
        sql.Append(context.Tables.Load("Search/Criteria/composite-any.sql"), Binding.Shorts("parameters", Parameters));
        sql.Append("(");
        for (var i = 0; i < Alternatives.Count; i++)
        {
            sql.Append(i == 0 ? "(" : " or (");
            for (var j = 0; j < Alternatives[i].Count; j++)
            {
                sql.Append(j == 0 ? "" : " and ");
                Alternatives[i][j](sql);
            }
            sql.Append(")");
        }
        sql.Append(")))");
    }

    private static List<Action<SqlText>>? Conditions(
        IReadOnlyList<SearchParameter> components, IReadOnlyList<string> parts, CriterionParser parser)
    {
        var conditions = new List<Action<SqlText>>();
        var amounts = 0;
        for (var i = 0; i < components.Count; i++)
        {
            var isAmount = components[i].Type is SearchParameterType.Number or SearchParameterType.Quantity;
            var condition = isAmount
                ? AmountOf(parts[i], components[i].Type, isFirst: amounts++ == 0, parser.Keys)
                : Condition(parts[i], components[i], CompositeComponents.Name(i + 1), parser);
            if (condition is null)
                return null;
            conditions.Add(condition);
        }
        return conditions;
    }

    private static Action<SqlText>? AmountOf(string value, SearchParameterType type, bool isFirst, TokenKeys keys) =>
        AmountCondition.Parse(value, type, keys) is { } amount ? isFirst ? amount.AppendTo : amount.AppendNext : null;

    private static Action<SqlText>? Condition(string value, SearchParameter component, string name, CriterionParser parser)
    {
        switch (component.Type)
        {
            case SearchParameterType.Token:
                return TokenCriterion.KeyOf(value, name, parser.Keys) is { } key ? Has(key) : null;
            case SearchParameterType.Reference:
                var targets = ReferenceCriterion.Keys(SearchTerm.Unescape(value), name, component, parser);
                return targets.Count == 0 ? null : sql => sql.Append("x.tokens && @tokens", Binding.Longs("tokens", [.. targets]));
            case SearchParameterType.Uri:
                return Has(parser.Keys.Uri(name, SearchTerm.Unescape(value)));
            case SearchParameterType.Date:
                return DateCondition.Parse(value, parser) is { } date ? sql => date.AppendTo(sql, "x.date_lo", "x.date_hi") : null;
            default:
                return value.Length == 0 ? null : TextCondition.Of("", SearchTerm.Unescape(value), parser.Keys).AppendTo;
        }
    }

    private static Action<SqlText> Has(long key) => sql => sql.Append("@token = any (x.tokens)", Binding.Long("token", key));
}
