using System.Data;
using Npgsql;
using NpgsqlTypes;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.EventLog;

/// <summary>
/// One attempt to commit the proposals of a group: decide, number, seal, chain, one batch. Thrown away when it has to
/// be repeated.
/// </summary>
internal sealed class Group : IDisposable
{
    private static readonly string Enter = Sql.Load(typeof(Group), "Writing/enter.sql");
    private static readonly string InsertStreams = Sql.Load(typeof(Group), "Writing/insert-streams.sql");
    private static readonly string InsertErasures = Sql.Load(typeof(Group), "Writing/insert-erasures.sql");
    private static readonly string Advance = Sql.Load(typeof(Group), "Writing/advance.sql");

    /// <summary>How far over the bounds of a group its members may decide when they announced less.</summary>
    private const int OversizeFactor = 2;

    private static readonly Refusal NoSuchStream = new(RefusalKind.NotFound, "There is no such stream.");
    private static readonly Refusal StreamErased = new(RefusalKind.Gone, "The stream was erased.");

    private readonly WriterState _state;
    private readonly GroupContext _context;
    private readonly Head _from;
    private readonly List<long> _foundedStreams = [];
    private readonly List<Guid> _foundedKeys = [];
    private readonly List<long> _erasedStreams = [];
    private readonly List<long> _erasedAt = [];
    private readonly List<string> _erasedRemains = [];
    private SealedRows? _rows;
    private long _nextPosition;
    private long _bodyBytes;

    private Group(WriterState state, GroupContext context)
    {
        (_state, _context, _from) = (state, context, state.Head);
        _nextPosition = _from.Position + 1;
    }

    /// <summary>Streams that the group touches, as it leaves them.</summary>
    public Dictionary<StreamId, Tail> Touched { get; } = [];

    public int EventCount => (int)(_nextPosition - 1 - _from.Position);

    public int FoundedCount => _foundedStreams.Count;

    /// <summary>Whether the members decided on far more than groups are meant to hold.</summary>
    public bool IsOversized =>
        _bodyBytes > OversizeFactor * _state.Limits.GroupBytesMax
        || EventCount > OversizeFactor * (long)_state.Limits.GroupEventsMax;

    public static async Task<Group> Begin(
        WriterState state, NpgsqlConnection connection, IReadOnlyList<Member> members, CancellationToken ct)
    {
        var proposals = new Proposal[members.Count];
        for (var i = 0; i < proposals.Length; i++)
            proposals[i] = members[i].Proposal;
        var start = new GroupStart(connection, state.Head.Position, proposals, []);
        var parts = new ProjectionPart[state.Projections.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = await state.Projections[i].Begin(start, ct);
        return new Group(state, new GroupContext(connection, state.NextRecordedTime(), parts, state.Limits));
    }

    /// <summary>Lets a member decide. What it throws is its own failure; its neighbours do not notice.</summary>
    /// <exception cref="NpgsqlException">The connection broke, which is the group's failure.</exception>
    public async ValueTask Decide(Member member, CancellationToken ct)
    {
        var draft = new Draft(_context, member.Proposal.Origin, _nextPosition);
        try
        {
            var refusal = await member.Proposal.DecideAndHold(draft, ct);
            if ((draft.OverLimit ?? refusal) is { } no)
                member.Refuse(no);
            else
                member.Accept(draft.Events);
        }
        catch (Exception fault) when (_context.Connection.FullState == ConnectionState.Open)
        {
            member.Fail(fault);
        }
        foreach (var drafted in member.Events)
        {
            foreach (var part in _context.Parts)
                part.Apply(drafted.Event);
            _bodyBytes += drafted.Event.Body.Bytes.Length;
        }
        _nextPosition += member.Events.Count;
    }

    /// <summary>
    /// Gives every event its sequence, seals and chains it. Members that write to a stream that was erased or never was
    /// are refused.
    /// </summary>
    /// <returns>Those members, without which the group has to start over; empty when there are none.</returns>
    public async Task<IReadOnlyCollection<Member>> SealAndChain(IReadOnlyList<Member> members, CancellationToken ct)
    {
        await ReadUnknownTails(members, ct);
        if (members.Where(IsGuilty).ToList() is { Count: > 0 } guilty)
            return guilty;
        await _state.Origins.Require(_context.Connection, Origins(members), ct);
        _rows = new SealedRows(_state.Keys, _from.Hash, EventCount, _bodyBytes);
        var keys = new Queue<KeyId>(_state.NewKeys.Take(FoundingCount(members)));
        foreach (var member in members)
        {
            if (member.Events.Count == 0)
                continue;
            var origin = _state.Origins[member.Proposal.Origin];
            foreach (var drafted in member.Events)
            {
                // An earlier member of this very group may have erased the stream.
                if (Number(drafted, keys, out var tail) is { } refusal)
                {
                    member.Refuse(refusal);
                    return [member];
                }
                _rows.Add(drafted.Event, tail.Sequence, tail, drafted.Founding, origin);
            }
        }
        return [];
    }

    /// <summary>Writes everything in one round trip and one transaction; the head moves last.</summary>
    /// <param name="last">From <see cref="LastHead"/>.</param>
    public async Task Write(Head last, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(_context.Connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Enter));
        batch.BatchCommands.Add(_rows!.Insert(_context.RecordedTime));
        AddStreams(batch);
        AddErasures(batch);
        foreach (var part in _context.Parts)
            part.Write(batch);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Advance)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = _from.Position },
                new NpgsqlParameter<long> { TypedValue = last.Position },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = last.Hash },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = last.RecordedTime },
                new NpgsqlParameter<long> { TypedValue = last.Streams },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The head that the log has once this group is committed.</summary>
    public Head LastHead() => new(
        _nextPosition - 1, _rows!.LastHash.ToArray(), _context.RecordedTime,
        _from.Streams + _foundedStreams.Count);

    public void Dispose() => _rows?.Dispose();

    private bool IsGuilty(Member member)
    {
        foreach (var drafted in member.Events)
        {
            if (drafted.Founding || drafted.Event.Stream.Value > _from.Position)
                continue;
            if (!_state.Tails.Find(drafted.Event.Stream, out var tail))
                member.Refuse(NoSuchStream);
            else if (tail.Erased)
                member.Refuse(StreamErased);
            else
                continue;
            return true;
        }
        return false;
    }

    // The tail as it is with this event; or why there is none.
    private Refusal? Number(DraftedEvent drafted, Queue<KeyId> keys, out Tail tail)
    {
        var stream = drafted.Event.Stream;
        if (drafted.Founding)
        {
            tail = new Tail(1, keys.Dequeue(), Erased: false);
            _foundedStreams.Add(stream.Value);
            _foundedKeys.Add(tail.Key.Value);
        }
        else
        {
            if (!Touched.TryGetValue(stream, out tail) && !_state.Tails.Find(stream, out tail))
                return NoSuchStream;
            if (tail.Erased)
                return StreamErased;
            tail = tail with { Sequence = tail.Sequence + 1, Erased = drafted.Event.Kind == EventKind.Erased };
        }
        if (tail.Erased)
        {
            _erasedStreams.Add(stream.Value);
            _erasedAt.Add(drafted.Event.Position);
            _erasedRemains.Add((string)drafted.Event.Facets!);
        }
        Touched[stream] = tail;
        return null;
    }

    private async ValueTask ReadUnknownTails(IReadOnlyList<Member> members, CancellationToken ct)
    {
        HashSet<StreamId>? unknown = null;
        var last = default(StreamId);
        foreach (var member in members)
        {
            foreach (var drafted in member.Events)
            {
                // A stream founded in this group has a number above the head.
                if (drafted.Event.Stream == last || drafted.Event.Stream.Value > _from.Position)
                    continue;
                last = drafted.Event.Stream;
                if (!_state.Tails.Find(last, out _))
                    (unknown ??= []).Add(last);
            }
        }
        if (unknown is not null)
            _state.Tails.Keep(await Tails.Read(_context.Connection, unknown, ct));
    }

    private static IEnumerable<Origin> Origins(IReadOnlyList<Member> members)
    {
        foreach (var member in members)
        {
            if (member.Events.Count > 0)
                yield return member.Proposal.Origin;
        }
    }

    private static int FoundingCount(IReadOnlyList<Member> members)
    {
        var count = 0;
        foreach (var member in members)
        {
            foreach (var drafted in member.Events)
                count += drafted.Founding ? 1 : 0;
        }
        return count;
    }

    private void AddStreams(NpgsqlBatch batch)
    {
        if (_foundedStreams.Count == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertStreams)
        {
            Parameters =
            {
                ArrayParameter.Of(_foundedStreams, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_foundedKeys, NpgsqlDbType.Uuid),
            },
        });
    }

    private void AddErasures(NpgsqlBatch batch)
    {
        if (_erasedStreams.Count == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertErasures)
        {
            Parameters =
            {
                ArrayParameter.Of(_erasedStreams, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_erasedAt, NpgsqlDbType.Bigint),
                ArrayParameter.Of(_erasedRemains, NpgsqlDbType.Text),
            },
        });
    }
}
