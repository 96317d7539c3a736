using System.Text;
using Phr.EventLog;
using Phr.Platform;

namespace Phr.Tests.EventLog.Support;

/// <summary>One entity to store, or to delete when it has no text.</summary>
internal sealed record EntityChange(string Id, string? Text);

/// <summary>Positions that a unit took.</summary>
internal sealed record Stored(StreamId Stream, IReadOnlyList<long> Positions);

/// <summary>Stores entities, all or none, in one stream; founds the stream where none is given.</summary>
internal sealed class StoreEntities(StreamId? stream, params EntityChange[] entities) : Proposal<Stored>(Origins.Hospital)
{
    public IReadOnlyList<EntityChange> Entities => entities;

    public override Lane Lane => InLane;

    public override ProposalSize Size => new(entities.Length, entities.Sum(entity => entity.Text?.Length ?? 0));

    public Lane InLane { get; init; }

    /// <summary>Whether an entity that is there already makes it refuse.</summary>
    public bool OnlyNew { get; init; }

    public static StoreEntities One(StreamId? stream, string id, string text) => new(stream, new EntityChange(id, text));

    protected override ValueTask<Answer<Stored>> Decide(Draft draft, CancellationToken ct)
    {
        var view = draft.View<EntitiesPart>();
        var target = stream;
        var positions = new List<long>();
        foreach (var change in entities)
        {
            var current = view.Current(change.Id);
            if (OnlyNew && current is not null)
                return new(new Refusal(RefusalKind.Conflict, $"{change.Id} is there already."));
            positions.Add(draft.Position);
            var next = Next(change, (current?.Version ?? 0) + 1);
            if (target is { } known)
                draft.Append(known, next);
            else
                target = draft.Found(next);
        }
        return new(new Stored(target!.Value, positions));
    }

    private static NewEvent Next(EntityChange change, int version) => new(
        change.Text is null ? EventKind.Deleted : EventKind.Stored, "Note", change.Id, version, null,
        Encoding.UTF8.GetBytes(change.Text ?? ""));
}

internal static class Origins
{
    public static Origin Hospital { get; } = new("practitioner-1", "hospital-a-system", "hospital-a", "TREAT");
}
