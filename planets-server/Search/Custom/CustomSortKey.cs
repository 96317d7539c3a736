using NpgsqlTypes;
using Phr.Fhir.Definitions;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>A key of <c>_sort</c> by a parameter of the site's own whose values its index holds in the clear.</summary>
/// <param name="Extreme">The smallest or largest value among rows <c>x</c> of search.value.</param>
public sealed record CustomSortKey(CustomParameter Parameter, string Extreme, NpgsqlDbType ValueType, bool Descending) : SortKey(Descending)
{
    // In base units: the middle of what the digits leave open; as it was sent where the unit is none of UCUM.
    private static readonly string Amount = Sql.Load(typeof(CustomSortKey), "Search/Custom/canonical-amount.sql");

    public override NpgsqlDbType Type => ValueType;

    public override bool CanBeMissing => true;

    public static SortKey Of(CustomParameter parameter, bool descending)
    {
        var extreme = descending ? "max" : "min";
        return parameter.Definition.Type switch
        {
            SearchParameterType.Date =>
                new CustomSortKey(parameter, descending ? "max(x.date_hi)" : "min(x.date_lo)", NpgsqlDbType.TimestampTz, descending),
            SearchParameterType.String => new CustomSortKey(parameter, $"{extreme}(x.value)", NpgsqlDbType.Text, descending),
            SearchParameterType.Number or SearchParameterType.Quantity =>
                new CustomSortKey(parameter, $"{extreme}({Amount})", NpgsqlDbType.Double, descending),
            _ => new Opened(parameter.Definition.Code, descending) { Own = parameter.Expression },
        };
    }

    public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
        context.Tables.Load("Search/Custom/custom-sort.sql").Replace("{extreme}", Extreme, StringComparison.Ordinal), Parameter.Binding);
}
