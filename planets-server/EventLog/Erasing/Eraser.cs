using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Erases streams: the log says so and the inline projections drop their rows, in one transaction; then the key goes
/// on the key store's erasure list and is destroyed; then a certificate is signed. Each step can be repeated, so a
/// start finishes what a crash left.
/// </summary>
public sealed class Eraser
{
    private static readonly string Unfinished = Sql.Load(typeof(Eraser), "Erasing/unfinished-erasures.sql");
    private static readonly string Unlogged = Sql.Load(typeof(Eraser), "Erasing/unlogged-erasures.sql");
    private static readonly string InsertCertificate = Sql.Load(typeof(Eraser), "Erasing/insert-certificate.sql");
    private static readonly string ReadCertificate = Sql.Load(typeof(Eraser), "Erasing/read-certificate.sql");

    private static readonly string ReadHash = Sql.Load(typeof(Eraser), "Chain/hash-at.sql");

    private static readonly Origin RestoreOrigin = new("phr", "phr", "phr", "HDM");

    private readonly NpgsqlDataSource _database;
    private readonly KeyStore _keys;
    private readonly Writer _writer;

    internal Eraser(NpgsqlDataSource database, KeyStore keys, Writer writer) =>
        (_database, _keys, _writer) = (database, keys, writer);

    /// <summary>
    /// Erases one stream for good. Refused: Conflict (it has to be kept; the reason says why and until when),
    /// NotFound, Gone (erased before; <see cref="Certificate"/> has its certificate).
    /// </summary>
    public async Task<Answer<ErasureCertificate>> Erase(ErasureRequest request, CancellationToken ct)
    {
        var erased = await _writer.Append(new EraseStream(request), ct);
        if (erased.IsRefused(out var refusal))
            return refusal;
        await Finish(request.Stream, ct);
        return (await Certificate(request.Stream, ct))!;
    }

    /// <summary>
    /// Why <see cref="Erase"/> would refuse as things are, NotFound or Conflict; null where it would not. Erasing decides
    /// again.
    /// </summary>
    public async Task<Refusal?> Refuses(ErasureRequest request, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        return await EraseStream.Refuses(connection, request, now, ct);
    }

    /// <summary>The certificate of an erased stream; null when it was not erased.</summary>
    public async Task<ErasureCertificate?> Certificate(StreamId stream, CancellationToken ct)
    {
        await using var command = _database.CreateCommand(ReadCertificate);
        command.Parameters.Add(new() { Value = stream.Value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? new ErasureCertificate(rows.GetFieldValue<byte[]>(0), rows.GetFieldValue<byte[]>(1))
            : null;
    }

    /// <summary>
    /// Brings log and key store to the same erasures: what the log says and a crash left half done is finished, and
    /// what the key store's list says and a restored log has forgotten is said again.
    /// </summary>
    internal async Task Reconcile(CancellationToken ct)
    {
        foreach (var stream in await UnloggedStreams(ct))
        {
            var request = new ErasureRequest(stream, RestoreOrigin, [], (_, _) => new RetentionRuling.Released());
            var answer = await _writer.Append(new EraseStream(request), ct);
            if (answer.IsRefused(out var refusal) && refusal.Kind != RefusalKind.Gone)
                throw new KeyStoreException($"The erasure of stream {stream} cannot be repeated: {refusal.Reason}");
        }
        await Finish(null, ct);
    }

    private async Task Finish(StreamId? stream, CancellationToken ct)
    {
        await using var connection = await _database.OpenConnectionAsync(ct);
        foreach (var erasure in await Uncertified(connection, stream, ct))
        {
            _keys.Erase(new ErasedKey(erasure.Key, erasure.Stream, erasure.At));
            var summary = await StreamSummaries.Read(connection, erasure.Stream, ct)
                ?? throw new KeyStoreException($"The erased stream {erasure.Stream} has no founding event.");
            var statement = erasure.State(summary,
                _keys.Options.BackupDays) with { LogHash = await HashAt(connection, erasure.Position, ct) };
            var certificate = ErasureCertificate.Sign(statement, _keys);
            await using var insert = new NpgsqlCommand(InsertCertificate, connection)
            {
                Parameters =
                {
                    new() { Value = erasure.Stream.Value },
                    new() { Value = certificate.Content },
                    new() { Value = certificate.Signature },
                },
            };
            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<string> HashAt(NpgsqlConnection connection, long position, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadHash, connection) { Parameters = { new() { Value = position } } };
        return Convert.ToHexStringLower((byte[])(await command.ExecuteScalarAsync(ct))!);
    }

    private async Task<List<StreamId>> UnloggedStreams(CancellationToken ct)
    {
        await using var command = _database.CreateCommand(Unlogged);
        command.Parameters.Add(new() { Value = _keys.Erasures.Select(erased => erased.Key.Value).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var streams = new List<StreamId>();
        while (await rows.ReadAsync(ct))
            streams.Add(new StreamId(rows.GetInt64(0)));
        return streams;
    }

    private static async Task<List<LoggedErasure>> Uncertified(
        NpgsqlConnection connection, StreamId? stream, CancellationToken ct)
    {
        object one = stream is { } only ? only.Value : DBNull.Value;
        await using var command = new NpgsqlCommand(Unfinished, connection);
        command.Parameters.Add(new() { Value = one, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var erasures = new List<LoggedErasure>();
        while (await rows.ReadAsync(ct))
        {
            erasures.Add(new LoggedErasure(
                new StreamId(rows.GetInt64(0)), rows.GetInt64(1), rows.GetString(2), new KeyId(rows.GetGuid(3)),
                rows.GetFieldValue<DateTimeOffset>(4),
                new Origin(rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetString(8))));
        }
        return erasures;
    }

    private sealed record LoggedErasure(
        StreamId Stream, long Position, string RemainsWith, KeyId Key, DateTimeOffset At, Origin Origin)
    {
        public ErasureStatement State(StreamSummary summary, int backupDays) => new(
            ErasureStatement.CurrentFormat, Stream.Value, summary.Source, summary.Events, summary.Bodies, Origin, At,
            Position, At.AddDays(backupDays),
            JsonSerializer.Deserialize(RemainsWith, ErasureJson.Default.IReadOnlyListRemainder) ?? []);
    }
}
