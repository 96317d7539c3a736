using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>A condition over rows <c>x</c> of search.value.</summary>
public delegate void CustomCondition(SqlText sql, SearchContext context);

/// <summary>Any of some values of a parameter of the site's own, or none of them.</summary>
public sealed record CustomCriterion(CustomParameter Parameter, IReadOnlyList<CustomCondition> Conditions, bool Negated) : Criterion
{
    /// <summary>Ids of the Patients that are asked for.</summary>
    public IReadOnlyList<string> Patients { get; init; } = [];

    /// <summary>Modifiers that a parameter takes, as the CapabilityStatement tells them.</summary>
    public static IReadOnlyList<string> Modifiers(SearchParameterType type) => type switch
    {
        SearchParameterType.Token => ["missing", "not", "text", "in", "not-in", "above", "below", "of-type"],
        SearchParameterType.Reference => ["missing", "identifier", Search.Modifiers.AnyType],
        SearchParameterType.String => ["missing", "exact", "contains"],
        SearchParameterType.Uri => ["missing", "above", "below"],
        _ => ["missing"],
    };

    public override IEnumerable<string> Named => Patients;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append(Negated ? "not (" : "(");
        sql.Append(
            context.Tables.Load(context.IsWalking ? "Search/Custom/custom-of-row.sql" : "Search/Custom/custom-any.sql"), Parameter.Binding);
        sql.Append("(");
        for (var i = 0; i < Conditions.Count; i++)
        {
            sql.Append(i == 0 ? "" : " or ");
            Conditions[i](sql, context);
        }
        sql.Append(")))");
    }
}
