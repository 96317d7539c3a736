using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>Any of some values of a parameter of the site's own, or none of them.</summary>
/// <param name="Conditions">Over rows <c>x</c> of search.value.</param>
public sealed record CustomCriterion(CustomParameter Parameter, IReadOnlyList<Action<SqlText>> Conditions, bool Negated) : Criterion
{
    /// <summary>Modifiers that a parameter takes, as the CapabilityStatement tells them.</summary>
    public static IReadOnlyList<string> Modifiers(SearchParameterType type) => type switch
    {
        SearchParameterType.Token => ["missing", "not", "text"],
        SearchParameterType.String => ["missing", "exact", "contains"],
        _ => ["missing"],
    };

    public static Answer<Criterion> Parse(SearchTerm term, CustomParameter parameter, CriterionParser parser)
    {
        var kind = parameter.Definition.Type;
        if (term.Modifier == "missing")
            return Missing(term, parameter, parser.Keys);
        var isText = kind == SearchParameterType.String || kind == SearchParameterType.Token && term.Modifier == "text";
        if (!isText && term.Modifier is not null && (kind, term.Modifier) is not (SearchParameterType.Token, "not"))
            return Refusals.Modifier(term);
        if (isText && term.Modifier is not (null or "text" or "exact" or "contains"))
            return Refusals.Modifier(term);
        var conditions = new List<Action<SqlText>>(term.Values.Count);
        foreach (var value in term.Values)
        {
            var condition = isText
                ? value.Length == 0 ? null : TextCondition.Of(term.Modifier is "text" ? "" : term.Modifier ?? "", SearchTerm.Unescape(value), parser.Keys).AppendTo
                : Condition(value, parameter.Definition, parser);
            if (condition is null)
                return Refusals.Value(term, $"a value of a {kind.ToString().ToLowerInvariant()} parameter");
            conditions.Add(condition);
        }
        return new CustomCriterion(parameter, conditions, term.Modifier == "not");
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(Negated ? "not (" : "(");
        sql.Append(context.Tables.Load("Search/Custom/custom-any.sql"), Number(Parameter));
        sql.Append("(");
        for (var i = 0; i < Conditions.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Conditions[i](sql);
        }
        sql.Append(")))");
    }

    internal static Binding Number(CustomParameter parameter) => new("custom", parameter.Number, NpgsqlTypes.NpgsqlDbType.Integer);

    private static Answer<Criterion> Missing(SearchTerm term, CustomParameter parameter, TokenKeys keys) =>
        term.Values is ["true" or "false"]
            ? new CustomCriterion(parameter, [Has([keys.Present(term.Parameter)])], Negated: term.Values[0] == "true")
            : Refusals.Value(term, "true or false");

    private static Action<SqlText>? Condition(string value, SearchParameter definition, CriterionParser parser)
    {
        switch (definition.Type)
        {
            case SearchParameterType.Token:
                return TokenCriterion.KeyOf(value, definition.Code, parser.Keys) is { } key ? Has([key]) : null;
            case SearchParameterType.Reference:
                var targets = ReferenceCriterion.Keys(SearchTerm.Unescape(value), definition.Code, definition, parser);
                return targets.Count == 0 ? null : Has([.. targets]);
            case SearchParameterType.Uri:
                return Has([parser.Keys.Uri(definition.Code, SearchTerm.Unescape(value))]);
            case SearchParameterType.Date:
                return DateCondition.Parse(value, parser) is { } date ? sql => date.AppendTo(sql, "x.date_lo", "x.date_hi") : null;
            default:
                return AmountCondition.Parse(value, definition.Type, parser.Keys) is { } amount ? amount.AppendTo : null;
        }
    }

    private static Action<SqlText> Has(long[] tokens) => sql => sql.Append("x.token = any (@tokens)", Binding.Longs("tokens", tokens));
}

/// <summary>Chains over a reference parameter of the site's own: to what it names (forward), or from what names it (<c>_has</c>).</summary>
/// <param name="Type">Of the resource at the other end.</param>
public sealed record CustomLinkCriterion(CustomParameter Parameter, bool Forward, short Type, long Key, Criterion Condition) : Criterion
{
    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(
            context.Tables.Load(Forward ? "Search/Custom/custom-forward.sql" : "Search/Custom/custom-reverse.sql"),
            CustomCriterion.Number(Parameter), Binding.Long("key", Key), Binding.Short(Forward ? "target" : "source", Type));
        Condition.AppendTo(sql, context.Inside);
        sql.Append(" and ");
        context.Visibility.AppendTo(sql);
        sql.Append(")");
    }
}
