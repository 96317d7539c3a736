using Phr.Platform.Database;

namespace Phr.Planets.Access;

/// <summary>
/// Who may not see an entry as it is now sees none of its past: a hospital that adds a code which the person refused, or a label by which
/// it is kept from them, would else hide it and leave it in its history.
/// </summary>
internal static class NewestCondition
{
    private static readonly string Newest = Sql.Load(typeof(NewestCondition), "Access/newest.sql");

    /// <summary>Appends, behind a condition on rows <c>s</c> of any version, what has to hold of the newest.</summary>
    public static void Append(SqlText sql, Visibility visibility)
    {
        // Who sees only their own and what is about nobody sees all of it.
        if (visibility.Reader is RecordReader.Own)
            return;
        sql.Append(Newest, Binding.Text("organisation", (visibility.Reader as RecordReader.Care)?.Organisation));
        visibility.AppendRows(sql);
        sql.Append("))");
    }
}
