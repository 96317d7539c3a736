using Npgsql;
using Phr.EventLog;
using Phr.Planets.Search;

namespace Phr.Planets.Record.State;

/// <summary>The record's part of one group: what its events make of state, index and membership.</summary>
public sealed class RecordPart : ProjectionPart
{
    private readonly Indexer _indexer;
    private readonly StateRows _rows = new();
    private readonly MembershipRows _membership = new();

    internal RecordPart(Indexer indexer) => _indexer = indexer;

    public PresentRecord Present { get; } = new();

    /// <summary>Rows that the group's accepted events make; conditional creates of later members look here as well.</summary>
    internal StateRows Rows => _rows;

    public override void Apply(ProjectedEvent accepted)
    {
        switch (accepted.Kind)
        {
            case EventKind.Stored when ResourceTypes.Find(accepted.Type) is not null:
                Store(accepted);
                break;
            case EventKind.Deleted when ResourceTypes.Find(accepted.Type) is { } type:
                Delete(accepted, type);
                break;
            case EventKind.Linked or EventKind.Unlinked when LinkEvents.IsOfMerge(accepted):
                _membership.Merge(
                    long.Parse(accepted.Id), accepted.Stream.Value, accepted.Position, parts: accepted.Kind == EventKind.Unlinked);
                break;
            case EventKind.Linked:
                Join(long.Parse(accepted.Id), accepted.Stream.Value, LinkEvents.ConsentOf(accepted));
                break;
            case EventKind.Unlinked:
                Join(long.Parse(accepted.Id), long.Parse(accepted.Id), null);
                break;
            case EventKind.Erased:
                _rows.Erase(accepted.Stream.Value);
                _membership.Erase(accepted.Stream.Value);
                break;
        }
    }

    public override void Write(NpgsqlBatch batch)
    {
        // First: a row names the streams of other Patients, and they may be of this group.
        _membership.Write(batch);
        _rows.Write(batch);
    }

    private void Store(ProjectedEvent e)
    {
        // In a rebuild, of a stream that was erased since: no row may come of it.
        if (!e.Body.IsReadable)
            return;
        var indexed = e.Facets as IndexedResource ?? _indexer.Index(e.Type, e.Id, e.Body.Bytes, e.Origin.Source);
        Retire(e);
        _rows.Add(e, indexed);
        Present.Set(e.Type, e.Id, Newest(e, deleted: false));
        if (e.Stream.Value == e.Position)
            Found(e);
        if (indexed.Identity is { } identity)
            _membership.Identify(e.Id, identity);
    }

    private void Join(long stream, long person, string? consent)
    {
        _membership.Join(stream, person, consent);
        Present.Join(stream, person);
    }

    private void Found(ProjectedEvent e)
    {
        if (e.Type == "Patient")
        {
            Present.Set(new Member(e.Stream.Value, e.Stream.Value, e.Origin.Source, e.Id));
            _membership.AddPatient(e.Stream.Value, e.Origin.Source, e.Id);
        }
        else
        {
            Present.SetDirectory(e.Origin.Source, e.Stream.Value);
            _membership.AddDirectory(e.Stream.Value, e.Origin.Source);
        }
    }

    private void Delete(ProjectedEvent e, short type)
    {
        Retire(e);
        _rows.AddDeletion(e, type);
        Present.Set(e.Type, e.Id, Newest(e, deleted: true));
    }

    private static PresentVersion Newest(ProjectedEvent e, bool deleted) =>
        new(e.Position, e.Version, e.Stream.Value, e.Origin.Source, deleted, e.RecordedTime);

    private void Retire(ProjectedEvent e)
    {
        if (Present.Version(e.Type, e.Id) is { Deleted: false } before)
            _rows.Retire(before.Position, until: e.Position);
    }
}
