using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// Opens stored events: resolves origins, finds keys, decrypts. What it looked up it keeps; both tables are
/// append-only.
/// </summary>
internal sealed class EventOpener(KeyStore keys)
{
    private const int KnownMax = 100_000;

    private static readonly string ReadOrigins = Sql.Load(typeof(EventOpener), "Reading/read-origins.sql");
    private static readonly string ReadStreamKeys = Sql.Load(typeof(EventOpener), "Reading/read-stream-keys.sql");

    private readonly ConcurrentDictionary<int, Origin> _origins = new();
    private readonly ConcurrentDictionary<StreamId, KeyId> _streamKeys = new();

    public async Task<List<StoredEvent>> Open(
        NpgsqlConnection connection, List<SealedEvent> events, CancellationToken ct)
    {
        var origins = await Known(
            _origins, events.Select(e => e.Origin), missing => FetchOrigins(connection, missing, ct));
        var streamKeys = await Known(
            _streamKeys, events.Where(e => e.Body.Length > 0).Select(e => e.Stream),
            missing => FetchStreamKeys(connection, missing, ct));
        var opened = new List<StoredEvent>(events.Count);
        foreach (var e in events)
        {
            KeyId? key = streamKeys.TryGetValue(e.Stream, out var id) ? id : null;
            opened.Add(new StoredEvent(
                e.Position, e.Stream, e.Sequence, e.Kind, e.Type, e.Id, e.Version, e.EventTime, e.RecordedTime,
                origins[e.Origin], Body(e, key)));
        }
        return opened;
    }

    /// <returns>Null when there is no such stream.</returns>
    public async ValueTask<KeyId?> KeyOf(NpgsqlDataSource database, StreamId stream, CancellationToken ct)
    {
        if (_streamKeys.TryGetValue(stream, out var known))
            return known;
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await Known(_streamKeys, [stream], missing => FetchStreamKeys(connection, missing, ct));
        return found.TryGetValue(stream, out var key) ? key : null;
    }

    /// <summary>Opens a body with the key of its stream; null where there is no key.</summary>
    public EventBody OpenBody(StreamId stream, int sequence, string type, ReadOnlySpan<byte> sealedBody, KeyId? key)
    {
        if (sealedBody.IsEmpty)
            return default;
        if (key is not { } id || keys.Find(id) is not { } cipher)
            return new EventBody(BodyState.Unreadable, default);
        Span<byte> associated = stackalloc byte[Seal.AssociatedBytesMax];
        associated = associated[..Seal.WriteAssociated(associated, stream, sequence, type)];
        var aes = keys.Take(cipher);
        var body = Seal.Open(aes, sealedBody, associated);
        cipher.PutBack(aes);
        return body is null ? new EventBody(BodyState.Unreadable, default) : new EventBody(BodyState.Readable, body);
    }

    // Another node may have erased the stream while this one still had its key.
    private EventBody Body(SealedEvent e, KeyId? key)
    {
        if (!e.Erased || e.Body.Length == 0)
            return OpenBody(e.Stream, e.Sequence, e.Type, e.Body, key);
        if (key is { } erased)
            keys.Forget(erased);
        return new EventBody(BodyState.Erased, default);
    }

    private static async ValueTask<IReadOnlyDictionary<TKey, TValue>> Known<TKey, TValue>(
        ConcurrentDictionary<TKey, TValue> known, IEnumerable<TKey> wanted,
        Func<TKey[], Task<List<KeyValuePair<TKey, TValue>>>> fetch)
        where TKey : notnull
    {
        var found = new Dictionary<TKey, TValue>();
        var missing = new HashSet<TKey>();
        foreach (var key in wanted)
        {
            if (known.TryGetValue(key, out var value))
                found.TryAdd(key, value);
            else
                missing.Add(key);
        }
        if (missing.Count == 0)
            return found;
        if (known.Count + missing.Count > KnownMax)
            known.Clear();
        foreach (var (key, value) in await fetch([.. missing]))
            found[key] = known[key] = value;
        return found;
    }

    private static async Task<List<KeyValuePair<int, Origin>>> FetchOrigins(
        NpgsqlConnection connection, int[] numbers, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadOrigins, connection);
        command.Parameters.Add(new() { Value = numbers });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var origins = new List<KeyValuePair<int, Origin>>(numbers.Length);
        while (await rows.ReadAsync(ct))
        {
            var origin = new Origin(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4));
            origins.Add(new(rows.GetInt32(0), origin));
        }
        return origins;
    }

    private static async Task<List<KeyValuePair<StreamId, KeyId>>> FetchStreamKeys(
        NpgsqlConnection connection, StreamId[] streams, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadStreamKeys, connection);
        command.Parameters.Add(new() { Value = Array.ConvertAll(streams, stream => stream.Value) });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var keys = new List<KeyValuePair<StreamId, KeyId>>(streams.Length);
        while (await rows.ReadAsync(ct))
            keys.Add(new(new StreamId(rows.GetInt64(0)), new KeyId(rows.GetGuid(1))));
        return keys;
    }
}
