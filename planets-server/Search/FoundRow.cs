using Npgsql;
using Phr.EventLog;

namespace Phr.Planets.Search;

/// <summary>A version of a resource as a statement found it, its body opened.</summary>
/// <param name="Body">The stored JSON.</param>
/// <param name="Keys">Its place in the order of the search; empty where the statement has none.</param>
public sealed record FoundRow(
    long Position, StreamId Stream, string Type, string Id, int Version, ReadOnlyMemory<byte> Body, IReadOnlyList<object?> Keys);

/// <summary>
/// Reads rows of the record with their bodies: the position first, then columns of the statement's own, then id, version, stream,
/// sequence, type and body of log.event.
/// </summary>
public sealed class RowReader(Reader log)
{
    private const int LogColumns = 6;

    /// <summary>Rows of a page of a search: sort keys, and the log's head as the last column of the statement's own.</summary>
    public async Task<(List<FoundRow> Rows, long Head)> ReadPage(NpgsqlDataReader rows, CancellationToken ct)
    {
        var found = new List<FoundRow>();
        var head = 0L;
        while (await rows.ReadAsync(ct))
        {
            var own = rows.FieldCount - LogColumns;
            head = rows.GetInt64(own - 1);
            if (await Read(rows, own, ct) is { } row)
                found.Add(row with { Keys = Values(rows, 1, own - 1) });
        }
        return (found, head);
    }

    public async Task<List<FoundRow>> ReadAll(NpgsqlDataReader rows, CancellationToken ct)
    {
        var found = new List<FoundRow>();
        while (await rows.ReadAsync(ct))
        {
            if (await Read(rows, rows.FieldCount - LogColumns, ct) is { } row)
                found.Add(row);
        }
        return found;
    }

    // Null while its key is being destroyed: the row is as good as gone.
    private async ValueTask<FoundRow?> Read(NpgsqlDataReader rows, int own, CancellationToken ct)
    {
        var stream = new StreamId(rows.GetInt64(own + 2));
        var type = rows.GetString(own + 4);
        var body = await log.OpenBody(stream, rows.GetInt32(own + 3), type, rows.GetFieldValue<byte[]>(own + 5), ct);
        return body.IsReadable
            ? new FoundRow(rows.GetInt64(0), stream, type, rows.GetString(own), rows.GetInt32(own + 1), body.Bytes, [])
            : null;
    }

    private static object?[] Values(NpgsqlDataReader rows, int from, int to)
    {
        var values = new object?[to - from];
        for (var i = 0; i < values.Length; i++)
            values[i] = rows.IsDBNull(from + i) ? null : rows.GetValue(from + i);
        return values;
    }
}
