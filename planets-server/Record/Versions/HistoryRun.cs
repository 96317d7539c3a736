using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Record.Versions;

/// <summary>An entry of a history.</summary>
/// <param name="Body">Empty of a deletion.</param>
public sealed record VersionEntry(
    VersionPlace Place, long Stream, string Type, string Id, int Version, bool IsDeletion, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether nothing held under its id before: it is the first, or the first after a deletion.</summary>
    public bool IsCreation { get; init; }
}

/// <summary>A page of a history, the newest first. Versions that come to be meanwhile are on no later page.</summary>
/// <param name="Next">Behind what the next page begins; null of the last one.</param>
public sealed record HistoryPage(IReadOnlyList<VersionEntry> Entries, VersionPlace? Next);

/// <summary>Reads histories.</summary>
public sealed class HistoryRun(NpgsqlDataSource database, Reader log)
{
    /// <summary>
    /// Positions of the log that one page of a history by type or of all goes through, or versions of the one resource, so rows that are
    /// examined: a reader may see few of them. Where it ends depends on the log alone, so it tells nothing of what is hidden.
    /// </summary>
    public const int WindowMax = 20_000;

    /// <summary>Bytes of the bodies of one page, but for the last one: then the page ends before its count.</summary>
    public const int BytesMax = 16 << 20;

    private static readonly string VersionFloor = Sql.Load(typeof(HistoryRun), "Record/Versions/version-floor.sql");
    private static readonly string WindowFloor = Sql.Load(typeof(HistoryRun), "Record/Versions/window-floor.sql");
    private static readonly string StreamsOfPerson = Sql.Load(typeof(HistoryRun), "Record/Versions/streams-of-person.sql");

    /// <summary>Positions or versions of one page, at most <see cref="WindowMax"/>.</summary>
    public int Window { get; init; } = WindowMax;

    /// <summary>Bytes of one page, at most <see cref="BytesMax"/>.</summary>
    public int Bytes { get; init; } = BytesMax;

    public async Task<HistoryPage> Page(HistoryRequest request, Visibility visibility, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var bounds = new HistoryBounds(
            request.Since is { } since ? await log.PositionAt(Before(since), ct) : 0,
            request.At is { } from ? await log.PositionAt(new DateTimeOffset(from.Low), ct) : 0,
            request.At is { } to ? await log.PositionAt(Before(new DateTimeOffset(to.High)), ct) : long.MaxValue,
            await Streams(connection, request, visibility, ct));
        if (request.Scope.Id is not null || bounds.Streams is null)
            bounds = bounds with { Window = await Floor(connection, request, bounds, ct) };
        await using var command = new HistoryStatement(request, bounds, visibility).Build().ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<VersionEntry>();
        var last = default(VersionPlace);
        var bytes = 0L;
        for (var count = 0; await rows.ReadAsync(ct); count++)
        {
            if (count == request.Count || bytes >= Bytes)
                return new HistoryPage(entries, last);
            last = new VersionPlace(rows.GetFieldValue<DateTime>(1), rows.GetInt64(0), request.Scope.Id is null ? 0 : rows.GetInt32(5));
            if (await Read(rows, last, ct) is not { } entry)
                continue;
            entries.Add(entry);
            bytes += entry.Body.Length;
        }
        return new HistoryPage(entries, bounds.Window is { } floor && floor.Position > bounds.Floor ? Behind(floor) : null);
    }

    // Null while its key is being destroyed: the version is as good as gone.
    private async ValueTask<VersionEntry?> Read(NpgsqlDataReader rows, VersionPlace place, CancellationToken ct)
    {
        var (stream, type, isDeletion) = (rows.GetInt64(2), ResourceTypes.Name(rows.GetInt16(3)), rows.GetBoolean(6));
        if (isDeletion)
            return new VersionEntry(place, stream, type, rows.GetString(4), rows.GetInt32(5), isDeletion, default);
        var body = await log.OpenBody(new(stream), rows.GetInt32(7), type, rows.GetFieldValue<byte[]>(8), ct);
        return body.IsReadable
            ? new VersionEntry(place, stream, type, rows.GetString(4), rows.GetInt32(5), isDeletion, body.Bytes)
            {
                IsCreation = rows.GetBoolean(9),
            }
            : null;
    }

    // A person's own versions lie in a few streams; what is about nobody lies in others.
    private static async Task<long[]?> Streams(
        NpgsqlConnection connection, HistoryRequest request, Visibility visibility, CancellationToken ct)
    {
        if (visibility.Reader is not RecordReader.Person person || request.Scope is { Id: not null }
            || request.Scope.Type is { } type && Authors.IsAboutNobody(type))
        {
            return null;
        }
        await using var command = new SqlText().Append(StreamsOfPerson, Binding.Text("patient", person.Patient)).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var streams = new List<long>();
        while (await rows.ReadAsync(ct))
            streams.Add(rows.GetInt64(0));
        return [.. streams];
    }

    private static VersionPlace Behind(VersionPlace floor) =>
        floor with { Position = floor.Position + 1, Version = floor.Version == 0 ? 0 : floor.Version + 1 };

    // Null where nothing lies below the window.
    private async Task<VersionPlace?> Floor(NpgsqlConnection connection, HistoryRequest request, HistoryBounds bounds, CancellationToken ct)
    {
        if (request.Scope is { Type: { } type, Id: { } id })
            return await Floor(connection, type, id, request.After, ct);
        var before = Math.Min(request.After?.Position ?? long.MaxValue, request.At is null ? long.MaxValue : bounds.Last + 1);
        await using var command = new SqlText()
            .Append(WindowFloor, Binding.Long("before", before), Binding.Long("window", Window)).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new VersionPlace(rows.GetFieldValue<DateTime>(1), rows.GetInt64(0)) : null;
    }

    private async Task<VersionPlace?> Floor(NpgsqlConnection connection, string type, string id, VersionPlace? after, CancellationToken ct)
    {
        await using var command = new SqlText().Append(
            VersionFloor, Binding.Short("type", ResourceTypes.Number(type)), Binding.Text("id", id),
            new Binding("before", after is { Version: > 0 and var version } ? version : null, NpgsqlDbType.Integer),
            new Binding("window", Window, NpgsqlDbType.Integer)).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new VersionPlace(rows.GetFieldValue<DateTime>(0), rows.GetInt64(1), rows.GetInt32(2)) : null;
    }

    // Recorded times have microseconds.
    private static DateTimeOffset Before(DateTimeOffset instant) =>
        instant > DateTimeOffset.MinValue ? instant.AddMicroseconds(-1) : instant;
}
