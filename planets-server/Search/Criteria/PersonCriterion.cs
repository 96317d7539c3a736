using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>What is about a person, named by any of their Patients: all their linked streams.</summary>
/// <param name="Patients">Ids.</param>
/// <param name="Present">Key that rows with any value of the parameter have: a stream also holds rows that name its Patient otherwise.</param>
/// <param name="Others">Keys of other targets that were named as alternatives.</param>
public sealed record PersonCriterion(string[] Patients, long Present, long[] Others) : Criterion
{
    /// <summary>What is left to ask of rows of the person's streams.</summary>
    public void AppendPresence(SqlText sql, SearchContext context) =>
        sql.Append("\nand ").Append(context.Tables.Load("Search/Criteria/token-has.sql"), Binding.Longs("tokens", [Present]));

    public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
        context.Tables.Load(Others.Length == 0 ? "Search/Criteria/person.sql" : "Search/Criteria/person-or-other.sql"),
        Others.Length == 0
            ? [Binding.Texts("patients", Patients), Binding.Longs("present", [Present])]
            : [Binding.Texts("patients", Patients), Binding.Longs("present", [Present]), Binding.Longs("others", Others)]);
}
