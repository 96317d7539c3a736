using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Reconciliation;
using Phr.Planets.Series.Uploads;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Series.Storage;

/// <summary>Takes up readings of phones and devices.</summary>
public sealed class Readings(NpgsqlDataSource database, Log log, TimeProvider clock)
{
    private static readonly string HintPositions = Sql.Load(typeof(Readings), "Series/Storage/hint-positions.sql");

    /// <summary>
    /// Takes up a batch. Each item gets its own answer; what holds is stored in one transaction and readable when this
    /// returns. The same batch again is answered <c>unchanged</c>.
    /// </summary>
    /// <param name="origin">Who uploads, through which client.</param>
    /// <param name="subject">Whose readings; that the caller may write them was decided before.</param>
    /// <returns>A refusal when nothing of the batch could be stored: the log is full or away, or the stream
    /// erased.</returns>
    public Task<Answer<UploadAnswer>> Upload(Origin origin, Subject subject, Batch batch, CancellationToken ct) =>
        Upload(origin, new CheckedUpload(subject, UploadPlan.Of(batch, clock.GetUtcNow()), Key: null), ct);

    /// <summary>
    /// Takes up a batch that its client gave a key, and gives the answer as JSON. With the same key and batch again it is the same answer;
    /// with the same key and another batch a refusal (Unprocessable).
    /// </summary>
    public async Task<Answer<UploadReply>> Upload(
        Origin origin, Subject subject, Batch batch, UploadKey key, CancellationToken ct)
    {
        var answer = await Upload(origin, new CheckedUpload(subject, UploadPlan.Of(batch, clock.GetUtcNow()), key), ct);
        if (answer.IsRefused(out var refusal))
            return refusal;
        return answer.Value.WasAnswered
            ? await Answered(answer.Value.Position, ct)
            : new UploadReply(answer.Value.Json ?? ResultJson.Write(answer.Value.Items, answer.Value.Position), IsRepeated: false);
    }

    private async Task<Answer<UploadAnswer>> Upload(Origin origin, CheckedUpload upload, CancellationToken ct)
    {
        var known = await Known(upload.Subject.Stream, upload.Plan, ct);
        return await log.Writer.Append(new UploadProposal(origin, upload, known, log.Reader), ct);
    }

    private async Task<Answer<UploadReply>> Answered(long position, CancellationToken ct)
    {
        var stored = await log.Reader.ReadAt([position], ct);
        return stored[0].Body.IsReadable
            ? new UploadReply(StoredUpload.Read(stored[0].Body.Bytes).Unpacked(), IsRepeated: true)
            : new Refusal(RefusalKind.Gone, "The readings were erased.", null, "deleted");
    }

    /// <summary>Sets in which order a person prefers their connections for a metric.</summary>
    public async Task<Answer<SourcePriority>> Prefer(
        Origin origin, StreamId stream, Metric metric, IReadOnlyList<string> connections, CancellationToken ct)
    {
        var priority = new SourcePriority(metric.Number, connections);
        return priority.Check() is { } refusal ? refusal
            : await log.Writer.Append(new PriorityProposal(origin, stream, priority), ct);
    }

    /// <summary>
    /// Reads and unpacks ahead of the turn in the writer, which is everybody's; what changes until then is read in the
    /// turn.
    /// </summary>
    private async Task<Dictionary<long, Chunk>> Known(StreamId stream, UploadPlan plan, CancellationToken ct)
    {
        var known = new Dictionary<long, Chunk>();
        if (plan.Days.Count == 0 && plan.Clients.Count == 0)
            return known;
        await using var connection = await database.OpenConnectionAsync(ct);
        await StoredChunks.Read(log.Reader, connection, await Positions(connection, stream, plan, ct), known, ct);
        return known;
    }

    private static async Task<List<long>> Positions(
        NpgsqlConnection connection, StreamId stream, UploadPlan plan, CancellationToken ct)
    {
        var days = SleepNights.WithNeighbours(plan.Days).ToList();
        await using var command = new NpgsqlCommand(HintPositions, connection)
        {
            Parameters =
            {
                new() { Value = stream.Value }, new() { Value = plan.Connection },
                new() { Value = days.Select(day => day.Metric).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = days.Select(day => day.Day).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = plan.Clients.Select(PresentSeries.Signed).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var positions = new List<long>();
        while (await rows.ReadAsync(ct))
            positions.Add(rows.GetInt64(0));
        return positions;
    }

    private sealed class PriorityProposal(Origin origin, StreamId stream, SourcePriority priority)
        : Proposal<SourcePriority>(origin)
    {
        protected override ValueTask<Answer<SourcePriority>> Decide(Draft draft, CancellationToken ct)
        {
            draft.Append(
                stream, new NewEvent(
                EventKind.Stored, SeriesEvents.PriorityType, "priority", 0, null, priority.Write()));
            return new(priority);
        }
    }
}

/// <param name="Json">See <see cref="ResultJson"/>.</param>
/// <param name="IsRepeated">Whether the batch had been answered before.</param>
public readonly record struct UploadReply(ReadOnlyMemory<byte> Json, bool IsRepeated);
