using System.Text;
using Npgsql;

namespace Phr.Platform.Hosting;

/// <summary>
/// A fault as the log may know it: types, SQLSTATEs and stack frames. Messages stay out, because those of the framework and of the
/// database quote the value that they stumbled over, and that may be health content.
/// </summary>
public static class FaultText
{
    private const int CausesMax = 8;

    public static string Of(Exception fault)
    {
        var text = new StringBuilder();
        var cause = (Exception?)fault;
        for (var depth = 0; cause is not null && depth < CausesMax; depth++, cause = cause.InnerException)
        {
            text.Append(depth == 0 ? "" : "\n caused by ").Append(cause.GetType().FullName);
            if (cause is PostgresException postgres)
                text.Append(" SQLSTATE ").Append(postgres.SqlState).Append(' ').Append(postgres.ConstraintName ?? postgres.TableName);
            if (cause is ProcessException or Database.MigrationException)
                text.Append(": ").Append(cause.Message);
            text.Append('\n').Append(cause.StackTrace);
        }
        return text.ToString();
    }
}
