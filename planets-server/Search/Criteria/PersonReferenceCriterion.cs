using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>What refers to any of a person's Patients by a parameter that may name several people.</summary>
/// <param name="Key">Of the parameter, see <see cref="TokenKeys.ReferenceKey"/>.</param>
/// <param name="Others">Keys of other targets that were named as alternatives.</param>
public sealed record PersonReferenceCriterion(string[] Patients, long Key, long[] Others) : Criterion
{
    public override IEnumerable<string> Named => Patients;

    public override void AppendTo(SqlText sql, SearchContext context)
    {
        sql.Append("s.tokens && (@others || array(", Binding.Longs("others", Others));
        NamedPeople.AppendReferences(sql, context, Patients, Key).Append("))");
    }
}
