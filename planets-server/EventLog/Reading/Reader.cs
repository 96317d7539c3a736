using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>Reads the log. Bodies come opened; one that cannot be is a value (<see cref="BodyState"/>).</summary>
public sealed class Reader
{
    /// <summary>Most events that one call gives.</summary>
    public const int PageEventsMax = 10_000;

    /// <summary>Bytes of sealed bodies after which a page ends.</summary>
    public const long PageBytesMax = 64 << 20;

    private static readonly string ReadAtPositions = Sql.Load(typeof(Reader), "Reading/read-at.sql");
    private static readonly string ReadFromPosition = Sql.Load(typeof(Reader), "Reading/read-from.sql");
    private static readonly string ReadOneStream = Sql.Load(typeof(Reader), "Reading/read-stream.sql");
    private static readonly string PositionAtInstant = Sql.Load(typeof(Reader), "Reading/position-at.sql");

    private readonly NpgsqlDataSource _database;
    private readonly EventOpener _opener;

    internal Reader(NpgsqlDataSource database, EventOpener opener) => (_database, _opener) = (database, opener);

    /// <summary>How far the log has come.</summary>
    public async Task<Head> Head(CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await WriterState.Read(connection, ct);
    }

    /// <summary>Position of the newest event recorded at or before an instant; 0 when there is none.</summary>
    public async Task<long> PositionAt(DateTimeOffset instant, CancellationToken ct)
    {
        await using var command = _database.CreateCommand(PositionAtInstant);
        command.Parameters.Add(new() { Value = instant.ToUniversalTime() });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// The events at these positions, in the order asked for; positions beyond the head are left out.
    /// </summary>
    /// <param name="positions">At most <see cref="PageEventsMax"/>.</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadAt(IReadOnlyList<long> positions, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await ReadAt(connection, positions, ct);
    }

    /// <summary>
    /// As the other one, over a connection that the caller has: in a decision, <see cref="Draft.Connection"/>.
    /// </summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAt(
        NpgsqlConnection connection, IReadOnlyList<long> positions, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions.Count, PageEventsMax);
        if (positions.Count == 0)
            return [];
        await using var command = new NpgsqlCommand(ReadAtPositions, connection);
        command.Parameters.Add(new() { Value = positions.ToArray() });
        var found = await _opener.Open(connection, await SealedEvent.ReadAll(command, ct), ct);
        var byPosition = found.ToDictionary(e => e.Position);
        return [.. positions.Where(byPosition.ContainsKey).Select(position => byPosition[position])];
    }

    /// <summary>
    /// The events after a position, in order; fewer than asked for where bodies are large, none only at the end of
    /// the log.
    /// </summary>
    /// <param name="count">From 1 to <see cref="PageEventsMax"/>.</param>
    public async Task<IReadOnlyList<StoredEvent>> ReadFrom(long after, int count, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await ReadFrom(connection, after, count, ct);
    }

    /// <summary>
    /// The events of a stream after a sequence, in order; bounded as <see cref="ReadFrom(long, int,
    /// CancellationToken)"/>.
    /// </summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadStream(
        StreamId stream, int after, int count, CancellationToken ct)
    {
        RequirePage(count);
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(ReadOneStream, connection);
        command.Parameters.Add(new() { Value = stream.Value });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = after + count });
        command.Parameters.Add(new() { Value = PageBytesMax });
        return await _opener.Open(connection, await SealedEvent.ReadAll(command, ct), ct);
    }

    /// <summary>
    /// Opens a body that the caller's own statement read from log.event, for read paths that fetch rows and bodies in
    /// one statement. Such a statement must not reach erased streams, whose rows every inline projection removes.
    /// </summary>
    public async ValueTask<EventBody> OpenBody(
        StreamId stream, int sequence, string type, ReadOnlyMemory<byte> sealedBody, CancellationToken ct)
    {
        var key = await _opener.KeyOf(_database, stream, ct);
        return _opener.OpenBody(stream, sequence, type, sealedBody.Span, key);
    }

    internal async Task<List<StoredEvent>> ReadFrom(
        NpgsqlConnection connection, long after, int count, CancellationToken ct)
    {
        RequirePage(count);
        await using var command = new NpgsqlCommand(ReadFromPosition, connection);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = after + count });
        command.Parameters.Add(new() { Value = PageBytesMax });
        return await _opener.Open(connection, await SealedEvent.ReadAll(command, ct), ct);
    }

    private static void RequirePage(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, PageEventsMax);
    }
}
