using Npgsql;

namespace Phr.Platform.Database;

/// <summary>One statement of an <c>.sql</c> file with its values, in the order of <c>$1, $2, …</c>.</summary>
public static class Statements
{
    public static NpgsqlCommand Statement(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values) =>
        database.CreateCommand(sql).With(values);

    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
