using System.Text.Json;
using Phr.Platform;

namespace Phr.EventLog;

/// <summary>What somebody wants erased.</summary>
/// <param name="RemainsWith">Who will still have something of it; stated in the certificate.</param>
public sealed record ErasureRequest(
    StreamId Stream, Origin Origin, IReadOnlyList<Remainder> RemainsWith, RetentionRule Retention);

/// <summary>Appends the event by which a stream gives up its key, if its source need not keep it.</summary>
internal sealed class EraseStream(ErasureRequest request) : Proposal<long>(request.Origin)
{
    // The event names the stream, since it is about no entity in it.
    private const string EntityType = "Stream";

    protected override async ValueTask<Answer<long>> Decide(Draft draft, CancellationToken ct)
    {
        var summary = await StreamSummaries.Read(draft.Connection, request.Stream, ct);
        if (summary is null)
            return new Refusal(RefusalKind.NotFound, "There is no such stream.");
        if (request.Retention(summary, draft.RecordedTime) is RetentionRuling.Retained retained)
            return new Refusal(RefusalKind.Conflict, Explain(retained));
        var position = draft.Position;
        var remains = JsonSerializer.Serialize(request.RemainsWith, ErasureJson.Default.IReadOnlyListRemainder);
        var erased = new NewEvent(EventKind.Erased, EntityType, request.Stream.ToString(), 0, null, default, remains);
        draft.AppendErased(request.Stream, erased);
        return position;
    }

    private static string Explain(RetentionRuling.Retained retained) => retained.Until is { } until
        ? $"It has to be kept until {until.UtcDateTime:yyyy-MM-dd}: {retained.Reason}"
        : $"It has to be kept: {retained.Reason}";
}
