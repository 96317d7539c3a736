using Phr.Planets.Access;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Criteria;

/// <summary>
/// Selects of what belongs to the people of whom any Patient is named. A Patient that the reader may not see is nobody's: otherwise what is
/// found would tell that it is linked to what they may see.
/// </summary>
internal static class NamedPeople
{
    /// <summary>Appends a select of all their streams, as column <c>stream</c>; one may come twice.</summary>
    public static SqlText AppendStreams(SqlText sql, SearchContext context, string[] patients)
    {
        sql.Append(context.Tables.Load("Search/Criteria/named-streams.sql"), Binding.Texts("patients", patients));
        context.Visibility.AppendNamed(sql);
        return sql;
    }

    /// <summary>Appends a select of the tokens that references to any of their Patients have.</summary>
    /// <param name="key">Of the parameter, see <see cref="TokenKeys.ReferenceKey"/>.</param>
    public static SqlText AppendReferences(SqlText sql, SearchContext context, string[] patients, long key)
    {
        sql.Append(
            context.Tables.Load("Search/Criteria/named-references.sql"),
            Binding.Texts("patients", patients), Binding.Long("key", key), Binding.Short("patient", ResourceTypes.Number("Patient")));
        context.Visibility.AppendNamed(sql);
        return sql;
    }
}
