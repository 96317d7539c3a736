using Npgsql;

namespace Phr.EventLog;

/// <summary>
/// Rows that are derived from events in the transaction that appends them, so that a writer reads its own writes.
/// <para>The law, which <c>phr verify</c> checks: the rows are a function of the log alone. No clock, no identity
/// column, no default of
/// <c>now()</c>; and after an <see cref="EventKind.Erased"/> event they are what a rebuild gives that never could
/// read that stream's bodies.</para>
/// <para>Statements name tables without schema: the connection's <c>search_path</c> is the projections' schema, which
/// verification replaces by a scratch one.</para>
/// </summary>
public interface IInlineProjection
{
    /// <summary>Stays the same for ever; tells the projections of a schema apart.</summary>
    string Name { get; }

    /// <summary>Raised when the same events are to give other rows: the next start rebuilds them.</summary>
    int Version { get; }

    /// <summary>
    /// Its tables, without schema, each written by this projection alone; emptied before a rebuild, compared by
    /// verification.
    /// </summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Begins the projection's part of one group. It reads, with one query where possible, what the group's proposals
    /// or replayed events need of its present rows. The log may begin a group again with fewer members, so nothing
    /// may be kept outside the part.
    /// </summary>
    ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct);
}

/// <summary>What a group begins from.</summary>
/// <param name="Connection">For reads; <c>search_path</c> is the projections' schema.</param>
/// <param name="Position">Position of the newest event that the present rows contain.</param>
/// <param name="Proposals">The members of the group, before any has decided; empty in a rebuild.</param>
/// <param name="Replayed">The events of the group in a rebuild; empty on the way in.</param>
public sealed record GroupStart(
    NpgsqlConnection Connection, long Position, IReadOnlyList<Proposal> Proposals,
    IReadOnlyList<ProjectedEvent> Replayed);

/// <summary>
/// One projection's part of one group: the present rows it read, and over them what the group's accepted events
/// change. Proposals read it through <see cref="Draft.View{T}"/> and must not change it.
/// </summary>
public abstract class ProjectionPart
{
    /// <summary>Takes up an accepted event, in order of position. Later members of the group see its effect.</summary>
    public abstract void Apply(ProjectedEvent accepted);

    /// <summary>
    /// Adds the statements that make the rows what <see cref="Apply"/> said, with arrays for many rows. They run in the
    /// transaction of the append, after the events and before the head moves.
    /// </summary>
    public abstract void Write(NpgsqlBatch batch);
}
