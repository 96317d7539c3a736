using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>What refers to any of a person's Patients by a parameter that may name several people.</summary>
/// <param name="Key">Of the parameter, see <see cref="TokenKeys.ReferenceKey"/>.</param>
/// <param name="Others">Keys of other targets that were named as alternatives.</param>
public sealed record PersonReferenceCriterion(string[] Patients, long Key, long[] Others) : Criterion
{
    public override IEnumerable<string> Named => Patients;

    public override void AppendTo(SqlText sql, SearchContext context) => sql.Append(
        context.Tables.Load("Search/Criteria/person-reference.sql"),
        Binding.Texts("patients", Patients), Binding.Long("key", Key), Binding.Longs("others", Others),
        Binding.Short("patient", ResourceTypes.Number("Patient")));
}
