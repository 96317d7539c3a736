using Phr.Fhir.Definitions;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>A number or a quantity. A quantity with a UCUM unit also finds values in other units of its kind. R4
/// search.html#quantity.</summary>
public sealed record QuantityCriterion(short Parameter, IReadOnlyList<AmountCondition> Amounts) : Criterion
{
    public static Answer<Criterion> Parse(SearchTerm term, SearchParameterType type, TokenKeys keys)
    {
        if (term.Modifier is not null)
            return Refusals.Modifier(term);
        var amounts = new List<AmountCondition>(term.Values.Count);
        foreach (var value in term.Values)
        {
            if (AmountCondition.Parse(value, type, keys) is not { } amount)
                return Refusals.Value(term, Refusals.Expected(type));
            amounts.Add(amount);
        }
        return new QuantityCriterion(Parameters.Number(term.Parameter), amounts);
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/quantity-any.sql"), Binding.Short("parameter", Parameter));
        sql.Append("(");
        for (var i = 0; i < Amounts.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Amounts[i].AppendTo(sql);
        }
        sql.Append("))");
    }
}
