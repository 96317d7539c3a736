using System.Text.Json;
using Npgsql;
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
        if (await Refuses(draft.Connection, request, draft.RecordedTime, ct) is { } refusal)
            return refusal;
        var position = draft.Position;
        var remains = JsonSerializer.Serialize(request.RemainsWith, ErasureJson.Default.IReadOnlyListRemainder);
        var erased = new NewEvent(EventKind.Erased, EntityType, request.Stream.ToString(), 0, null, default, remains);
        draft.AppendErased(request.Stream, erased);
        return position;
    }

    /// <summary>Null where it may be erased.</summary>
    public static async ValueTask<Refusal?> Refuses(
        NpgsqlConnection connection, ErasureRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var summary = await StreamSummaries.Read(connection, request.Stream, ct);
        if (summary is null)
            return new Refusal(RefusalKind.NotFound, "There is no such stream.");
        return request.Retention(summary, now) is RetentionRuling.Retained retained
            ? new Refusal(RefusalKind.Conflict, Explain(retained))
            : null;
    }

    private static string Explain(RetentionRuling.Retained retained) => retained.Until is { } until
        ? $"It has to be kept until {until.UtcDateTime:yyyy-MM-dd}: {retained.Reason}"
        : $"It has to be kept: {retained.Reason}";
}
