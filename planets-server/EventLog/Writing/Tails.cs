using Npgsql;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>Where a stream stands.</summary>
internal readonly record struct Tail(int Sequence, KeyId Key, bool Erased);

/// <summary>
/// Where the streams stand that were written lately. True as long as the head is where this node left it; forgotten
/// when another node moved it.
/// </summary>
internal sealed class Tails
{
    private const int KnownMax = 100_000;

    private static readonly string ReadTails = Sql.Load(typeof(Tails), "Writing/read-tails.sql");

    private readonly Dictionary<StreamId, Tail> _known = [];

    public bool Find(StreamId stream, out Tail tail) => _known.TryGetValue(stream, out tail);

    public void Keep(Dictionary<StreamId, Tail> changed)
    {
        if (_known.Count + changed.Count > KnownMax)
            _known.Clear();
        foreach (var (stream, tail) in changed)
            _known[stream] = tail;
    }

    public void Forget() => _known.Clear();

    /// <summary>Reads those of <paramref name="streams"/> that exist.</summary>
    public static async Task<Dictionary<StreamId, Tail>> Read(
        NpgsqlConnection connection, HashSet<StreamId> streams, CancellationToken ct)
    {
        var tails = new Dictionary<StreamId, Tail>(streams.Count);
        await using var command = new NpgsqlCommand(ReadTails, connection);
        command.Parameters.Add(new() { Value = streams.Select(stream => stream.Value).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var tail = new Tail(rows.GetInt32(3), new KeyId(rows.GetGuid(1)), rows.GetBoolean(2));
            tails.Add(new StreamId(rows.GetInt64(0)), tail);
        }
        return tails;
    }
}
