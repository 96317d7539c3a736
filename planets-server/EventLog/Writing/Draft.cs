using Npgsql;
using Phr.Platform;

namespace Phr.EventLog;

/// <summary>
/// What one proposal would append, while it decides. Positions are final if the group commits; a group that starts
/// over gives a fresh draft.
/// </summary>
public sealed class Draft
{
    private readonly GroupContext _group;
    private readonly Origin _origin;
    private readonly List<DraftedEvent> _events = [];
    private long _bytes;

    internal Draft(GroupContext group, Origin origin, long position) =>
        (_group, _origin, Position) = (group, origin, position);

    /// <summary>Position that the next appended event gets.</summary>
    public long Position { get; private set; }

    /// <summary>Recorded time of every event of this group.</summary>
    public DateTimeOffset RecordedTime => _group.RecordedTime;

    /// <summary>
    /// For reads that could not be foreseen. It sees what is committed, not what earlier members of the group add.
    /// </summary>
    public NpgsqlConnection Connection => _group.Connection;

    internal IReadOnlyList<DraftedEvent> Events => _events;

    /// <summary>A limit that the draft went over; then the proposal is refused whatever it answers.</summary>
    internal Refusal? OverLimit { get; private set; }

    /// <summary>A projection's part of this group, with the effects of earlier members.</summary>
    /// <exception cref="InvalidOperationException">The log was opened without that projection.</exception>
    public T View<T>() where T : ProjectionPart
    {
        foreach (var part in _group.Parts)
        {
            if (part is T view)
                return view;
        }
        throw new InvalidOperationException($"The log was opened without a projection that gives a {typeof(T).Name}.");
    }

    /// <summary>Founds a stream with its first event.</summary>
    public StreamId Found(NewEvent first)
    {
        var stream = new StreamId(Position);
        Add(stream, first, founding: true);
        return stream;
    }

    /// <summary>
    /// Adds an event to a stream that exists, also one that an earlier member or this draft founded, and gives its
    /// position. That the stream was erased, or never was, is found at the end of the group and refuses this
    /// proposal.
    /// </summary>
    /// <exception cref="ArgumentException">The event is not well formed: a bug of the proposer.</exception>
    public long Append(StreamId stream, NewEvent next)
    {
        var position = Position;
        Add(stream, next, founding: false);
        return position;
    }

    internal void AppendErased(StreamId stream, NewEvent erased) => AddChecked(stream, erased, founding: false);

    private void Add(StreamId stream, NewEvent next, bool founding)
    {
        if (!Enum.IsDefined(next.Kind) || next.Kind == EventKind.Erased)
            throw new ArgumentException($"An event of kind {next.Kind} cannot be proposed.", nameof(next));
        AddChecked(stream, next, founding);
    }

    private void AddChecked(StreamId stream, NewEvent next, bool founding)
    {
        Texts.Require(next.Type, NewEvent.TypeBytesMax, "type");
        Texts.Require(next.Id, NewEvent.IdBytesMax, "id");
        ArgumentOutOfRangeException.ThrowIfNegative(next.Version);
        _bytes += next.Body.Length;
        var limits = _group.Limits;
        if (next.Body.Length > limits.BodyBytesMax)
            OverLimit ??= TooLarge($"A body is over {limits.BodyBytesMax} bytes.");
        else if (_events.Count >= limits.ProposalEventsMax)
            OverLimit ??= TooLarge($"One unit is over {limits.ProposalEventsMax} events.");
        else if (_bytes > limits.ProposalBytesMax)
            OverLimit ??= TooLarge($"The bodies of one unit are over {limits.ProposalBytesMax} bytes together.");
        if (OverLimit is null)
            _events.Add(new DraftedEvent(Project(stream, next), founding));
        Position++;
    }

    private ProjectedEvent Project(StreamId stream, NewEvent next) => new(
        Position, stream, next.Kind, next.Type, next.Id, next.Version, next.EventTime?.ToMicroseconds(), RecordedTime,
        _origin, EventBody.Of(next.Body), next.Facets);

    private static Refusal TooLarge(string reason) => new(RefusalKind.TooLarge, reason);
}

/// <summary>An event that a proposal decided on, before it has its sequence.</summary>
internal readonly record struct DraftedEvent(ProjectedEvent Event, bool Founding);
