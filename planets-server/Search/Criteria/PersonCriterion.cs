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

    public override void AppendStreams(SqlText sql, SearchContext context)
    {
        sql.Append(context.Tables.Load("Search/Criteria/each-once.sql"));
        NamedPeople.AppendStreams(sql, context, Patients).Append(") x");
    }

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        var present = Binding.Longs("present", [Present]);
        sql.Append(
            context.Tables.Load(Others.Length == 0 ? "Search/Criteria/person.sql" : "Search/Criteria/person-or-other.sql"),
            Others.Length == 0 ? [present] : [present, Binding.Longs("others", Others)]);
        NamedPeople.AppendStreams(sql, context, Patients).Append(")))");
    }
}
