using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>What is about a person, named by any of their Patients: all their linked streams.</summary>
/// <param name="Patients">Ids.</param>
/// <param name="Present">Key that rows with any value of the parameter have: a stream also holds rows that name its Patient
/// otherwise.</param>
/// <param name="Others">Keys of other targets that were named as alternatives.</param>
public sealed record PersonCriterion(string[] Patients, long Present, long[] Others) : StreamCriterion(Present)
{
    public override IEnumerable<string> Named => Patients;

    public override void AppendStreams(SqlText sql, SearchContext context) =>
        sql.Append(context.Tables.Load("Search/Criteria/streams-named.sql"), Binding.Texts("patients", Patients));

    public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
        context.Tables.Load(Others.Length == 0 ? "Search/Criteria/person.sql" : "Search/Criteria/person-or-other.sql"),
        Others.Length == 0
            ? [Binding.Texts("patients", Patients), Binding.Longs("present", [Present])]
            : [Binding.Texts("patients", Patients), Binding.Longs("present", [Present]), Binding.Longs("others", Others)]);
}
