using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Cli.Bench.Main;

/// <summary>
/// Rows that a transaction of the product left in one of its tables, to be inserted again as arrays through <c>unnest</c>, each time
/// under positions and ids of their own.
/// </summary>
internal sealed class RawTable
{
    private static readonly string CloneTable = Sql.Load(typeof(RawTable), "Bench/Main/clone-table.sql");
    private static readonly string ReadRows = Sql.Load(typeof(RawTable), "Bench/Main/read-rows.sql");
    private static readonly string InsertRows = Sql.Load(typeof(RawTable), "Bench/Main/insert-rows.sql");

    private readonly string _table;
    private readonly List<(string Name, NpgsqlDbType Type)> _columns = [];
    private readonly List<object?[]> _rows = [];
    private string _insert = "";

    private RawTable(string source) => _table = source[(source.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public int Rows => _rows.Count;

    /// <param name="source">Schema and name of the product's table.</param>
    public static async Task<RawTable> Copy(NpgsqlDataSource database, string source, long after, long upTo, CancellationToken ct)
    {
        var table = new RawTable(source);
        var clone = CloneTable.Replace("{source}", source, StringComparison.Ordinal).Replace("{table}", table._table, StringComparison.Ordinal);
        await using (var create = database.CreateCommand(clone))
            await create.ExecuteNonQueryAsync(ct);
        await using var read = database.CreateCommand(ReadRows.Replace("{source}", source, StringComparison.Ordinal));
        read.Parameters.Add(new() { Value = after });
        read.Parameters.Add(new() { Value = upTo });
        await using var rows = await read.ExecuteReaderAsync(ct);
        foreach (var column in rows.GetColumnSchema())
            table._columns.Add((column.ColumnName, column.NpgsqlDbType!.Value));
        while (await rows.ReadAsync(ct))
            table._rows.Add([.. table._columns.Select((_, index) => rows.IsDBNull(index) ? null : rows.GetValue(index))]);
        table._insert = table.Statement();
        return table;
    }

    /// <summary>Adds the insert of all rows, moved to other positions.</summary>
    public void AddTo(NpgsqlBatch batch, long offset)
    {
        if (_rows.Count == 0)
            return;
        var insert = new NpgsqlBatchCommand(_insert);
        for (var index = 0; index < _columns.Count; index++)
        {
            var (name, type) = _columns[index];
            var values = _rows.Select((row, number) => Moved(name, row[index], number, offset));
            if (IsList(type))
                AddList(insert, values.Cast<long[]?>());
            else
                insert.Parameters.Add(new() { Value = Array(type, values), NpgsqlDbType = NpgsqlDbType.Array | type });
        }
        batch.BatchCommands.Add(insert);
    }

    private static object? Moved(string column, object? value, int row, long offset) => column switch
    {
        "position" => (long)value! + offset,
        "sequence" => (int)value! + (int)offset,
        // A key in one table and 36 characters in all.
        "id" => $"{offset + row:D36}",
        "self" => (long)value! ^ offset,
        _ => value,
    };

    // Lists of all rows lie one after the other, with the part of each: an array of lists would have to be of one length.
    private static void AddList(NpgsqlBatchCommand insert, IEnumerable<long[]?> lists)
    {
        var (all, from, to) = (new List<long>(), new List<int?>(), new List<int?>());
        foreach (var list in lists)
        {
            from.Add(list is null ? null : all.Count + 1);
            all.AddRange(list ?? []);
            to.Add(list is null ? null : all.Count);
        }
        insert.Parameters.Add(new() { Value = all.ToArray() });
        insert.Parameters.Add(new() { Value = from.ToArray() });
        insert.Parameters.Add(new() { Value = to.ToArray() });
    }

    private static bool IsList(NpgsqlDbType type) => type == (NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    private static object Array(NpgsqlDbType type, IEnumerable<object?> values) => type switch
    {
        NpgsqlDbType.Bigint => values.Select(value => (long?)value).ToArray(),
        NpgsqlDbType.Integer => values.Select(value => (int?)value).ToArray(),
        NpgsqlDbType.Smallint => values.Select(value => (short?)value).ToArray(),
        NpgsqlDbType.Double => values.Select(value => (double?)value).ToArray(),
        NpgsqlDbType.TimestampTz => values.Select(value => (DateTime?)value).ToArray(),
        NpgsqlDbType.Bytea => values.Select(value => (byte[]?)value).ToArray(),
        NpgsqlDbType.Text => values.Select(value => (string?)value).ToArray(),
        _ => throw new CommandException($"the bench does not know columns of type {type}."),
    };

    private string Statement()
    {
        var (parameters, names, values) = (new List<string>(), new List<string>(), new List<string>());
        var next = 1;
        foreach (var (name, type) in _columns)
        {
            if (IsList(type))
            {
                parameters.AddRange([$"${next + 1}", $"${next + 2}"]);
                names.AddRange([$"{name}_from", $"{name}_to"]);
                values.Add($"case when r.{name}_from is not null then (${next})[r.{name}_from : r.{name}_to] end");
                next += 3;
                continue;
            }
            parameters.Add($"${next++}");
            names.Add(name);
            values.Add($"r.{name}");
        }
        return InsertRows.Replace("{table}", _table, StringComparison.Ordinal)
            .Replace("{columns}", string.Join(", ", _columns.Select(column => column.Name)), StringComparison.Ordinal)
            .Replace("{values}", string.Join(", ", values), StringComparison.Ordinal)
            .Replace("{parameters}", string.Join(", ", parameters), StringComparison.Ordinal)
            .Replace("{names}", string.Join(", ", names), StringComparison.Ordinal);
    }
}
