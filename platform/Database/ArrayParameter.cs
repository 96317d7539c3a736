using Npgsql;
using NpgsqlTypes;

namespace Phr.Platform.Database;

/// <summary>A column of many rows as one positional parameter, for <c>unnest</c>.</summary>
public static class ArrayParameter
{
    /// <param name="element">
    /// Type of one element; stated, so that the statement is prepared the same for every call.
    /// </param>
    public static NpgsqlParameter Of<T>(List<T> column, NpgsqlDbType element) =>
        new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | element };
}
