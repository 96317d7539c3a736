using System.Buffers;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// The rows of one group as the arrays of its insert statement, sealed and chained as they come. Bodies and hashes
/// lie in one rented buffer, and nonces are drawn for the whole group at once: a draw for each body costs 1.0 µs
/// (reference measurement A7).
/// </summary>
internal sealed class SealedRows : IDisposable
{
    private static readonly string InsertEvents = Sql.Load(typeof(SealedRows), "Writing/insert-events.sql");

    private readonly KeyStore _keys;
    private readonly ChainHash _chain = new();
    private readonly byte[] _header = new byte[EventHeader.BytesMax];
    private readonly byte[] _associated = new byte[Seal.AssociatedBytesMax];
    private readonly byte[] _buffer;
    private readonly byte[] _nonces;
    private int _used;
    private StreamId _cipherStream;
    private StreamCipher? _cipher;

    private readonly List<long> _positions;
    private readonly List<long> _streams;
    private readonly List<DateTimeOffset?> _eventTimes;
    private readonly List<int> _sequences;
    private readonly List<int> _versions;
    private readonly List<int> _origins;
    private readonly List<short> _kinds;
    private readonly List<string> _types;
    private readonly List<string> _ids;
    private readonly List<ReadOnlyMemory<byte>> _bodies;
    private readonly List<ReadOnlyMemory<byte>> _hashes;

    /// <param name="previousHash">Hash of the event before the first.</param>
    /// <param name="bodyBytes">Bytes of all bodies together, before they are sealed.</param>
    public SealedRows(KeyStore keys, ReadOnlyMemory<byte> previousHash, int count, long bodyBytes)
    {
        (_keys, LastHash) = (keys, previousHash);
        var bytes = bodyBytes + ((long)count * (Seal.OverheadBytes + ChainHash.Bytes));
        _buffer = ArrayPool<byte>.Shared.Rent(checked((int)bytes));
        _nonces = ArrayPool<byte>.Shared.Rent(count * Seal.NonceBytes);
        RandomNumberGenerator.Fill(_nonces.AsSpan(0, count * Seal.NonceBytes));
        (_positions, _streams, _eventTimes) = (new(count), new(count), new(count));
        (_sequences, _versions, _origins, _kinds) = (new(count), new(count), new(count), new(count));
        (_types, _ids, _bodies, _hashes) = (new(count), new(count), new(count), new(count));
    }

    /// <summary>Hash of the event that was added last. Lies in the rented buffer.</summary>
    public ReadOnlyMemory<byte> LastHash { get; private set; }

    public void Add(ProjectedEvent e, int sequence, Tail tail, bool founding, OriginNumber origin)
    {
        var body = SealBody(e, sequence, tail.Key);
        var fields = new HeaderFields(
            e.Position, e.Stream, sequence, e.Kind, e.Type, e.Id, e.Version, e.EventTime, e.RecordedTime,
            founding ? tail.Key : null, body.Length);
        var headerBytes = EventHeader.Write(_header, fields, origin.Encoded);
        var hash = Room(ChainHash.Bytes);
        _chain.Next(LastHash.Span, _header.AsSpan(0, headerBytes), body.Span, hash.Span);
        LastHash = hash;

        _positions.Add(e.Position);
        _streams.Add(e.Stream.Value);
        _eventTimes.Add(e.EventTime);
        _sequences.Add(sequence);
        _versions.Add(e.Version);
        _origins.Add(origin.Number);
        _kinds.Add((short)e.Kind);
        _types.Add(e.Type);
        _ids.Add(e.Id);
        _bodies.Add(body);
        _hashes.Add(hash);
    }

    public NpgsqlBatchCommand Insert(DateTimeOffset recordedTime) => new(InsertEvents)
    {
        Parameters =
        {
            ArrayParameter.Of(_positions, NpgsqlDbType.Bigint),
            ArrayParameter.Of(_streams, NpgsqlDbType.Bigint),
            new NpgsqlParameter<DateTimeOffset> { TypedValue = recordedTime },
            ArrayParameter.Of(_eventTimes, NpgsqlDbType.TimestampTz),
            ArrayParameter.Of(_sequences, NpgsqlDbType.Integer),
            ArrayParameter.Of(_versions, NpgsqlDbType.Integer),
            ArrayParameter.Of(_origins, NpgsqlDbType.Integer),
            ArrayParameter.Of(_kinds, NpgsqlDbType.Smallint),
            ArrayParameter.Of(_types, NpgsqlDbType.Text),
            ArrayParameter.Of(_ids, NpgsqlDbType.Text),
            ArrayParameter.Of(_bodies, NpgsqlDbType.Bytea),
            ArrayParameter.Of(_hashes, NpgsqlDbType.Bytea),
        },
    };

    public void Dispose()
    {
        _chain.Dispose();
        ArrayPool<byte>.Shared.Return(_nonces);
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private ReadOnlyMemory<byte> SealBody(ProjectedEvent e, int sequence, KeyId key)
    {
        var plain = e.Body.Bytes.Span;
        if (plain.IsEmpty)
            return ReadOnlyMemory<byte>.Empty;
        if (_cipher is null || _cipherStream != e.Stream)
        {
            _cipher = _keys.Find(key)
                ?? throw new KeyStoreException($"The key of stream {e.Stream} is missing from the key store.");
            _cipherStream = e.Stream;
        }
        var body = Room(Seal.SealedBytes(plain.Length));
        _nonces.AsSpan(_positions.Count * Seal.NonceBytes, Seal.NonceBytes).CopyTo(body.Span);
        var associated = _associated.AsSpan(0, Seal.WriteAssociated(_associated, e.Stream, sequence, e.Type));
        var aes = _keys.Take(_cipher);
        Seal.Close(aes, plain, body.Span, associated);
        _cipher.PutBack(aes);
        return body;
    }

    private Memory<byte> Room(int bytes)
    {
        var room = _buffer.AsMemory(_used, bytes);
        _used += bytes;
        return room;
    }
}
