using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Record.Versions;

/// <summary>An entry of a history.</summary>
/// <param name="Body">Empty of a deletion.</param>
public sealed record VersionEntry(
    VersionPlace Place, long Stream, string Type, string Id, int Version, bool IsDeletion, ReadOnlyMemory<byte> Body);

/// <summary>A page of a history, the newest first. Versions that come to be meanwhile are on no later page.</summary>
public sealed record HistoryPage(IReadOnlyList<VersionEntry> Entries, bool HasMore);

/// <summary>Reads histories.</summary>
public sealed class HistoryRun(NpgsqlDataSource database, Reader log)
{
    private static readonly string StreamsOfPerson = Sql.Load(typeof(HistoryRun), "Record/Versions/streams-of-person.sql");

    public async Task<HistoryPage> Page(HistoryRequest request, Visibility visibility, CancellationToken ct)
    {
        var bounds = new HistoryBounds(
            request.Since is { } since ? await log.PositionAt(Before(since), ct) : 0,
            request.At is { } from ? await log.PositionAt(new DateTimeOffset(from.Low), ct) : 0,
            request.At is { } to ? await log.PositionAt(Before(new DateTimeOffset(to.High)), ct) : 0,
            await Streams(request, visibility, ct));
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new HistoryStatement(request, bounds, visibility).Build().ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var entries = new List<VersionEntry>();
        var count = 0;
        while (await rows.ReadAsync(ct))
        {
            if (count++ < request.Count && await Read(rows, ct) is { } entry)
                entries.Add(entry);
        }
        return new HistoryPage(entries, count > request.Count);
    }

    // Null while its key is being destroyed: the version is as good as gone.
    private async ValueTask<VersionEntry?> Read(NpgsqlDataReader rows, CancellationToken ct)
    {
        var place = new VersionPlace(rows.GetFieldValue<DateTime>(1), rows.GetInt64(0));
        var (stream, type, isDeletion) = (rows.GetInt64(2), ResourceTypes.Name(rows.GetInt16(3)), rows.GetBoolean(6));
        if (isDeletion)
            return new VersionEntry(place, stream, type, rows.GetString(4), rows.GetInt32(5), isDeletion, default);
        var body = await log.OpenBody(new(stream), rows.GetInt32(7), type, rows.GetFieldValue<byte[]>(8), ct);
        return body.IsReadable
            ? new VersionEntry(place, stream, type, rows.GetString(4), rows.GetInt32(5), isDeletion, body.Bytes)
            : null;
    }

    // A person's own versions lie in a few streams; what is about nobody lies in others.
    private async Task<long[]?> Streams(HistoryRequest request, Visibility visibility, CancellationToken ct)
    {
        if (visibility.Reader is not RecordReader.Person person || request.Scope is { Id: not null }
            || request.Scope.Type is { } type && Authors.IsAboutNobody(type))
        {
            return null;
        }
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new SqlText().Append(StreamsOfPerson, Binding.Text("patient", person.Patient)).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var streams = new List<long>();
        while (await rows.ReadAsync(ct))
            streams.Add(rows.GetInt64(0));
        return [.. streams];
    }

    // Recorded times have microseconds.
    private static DateTimeOffset Before(DateTimeOffset instant) =>
        instant > DateTimeOffset.MinValue ? instant.AddMicroseconds(-1) : instant;
}
