using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Uploads;
using Phr.Planets.Series.Views;
using Phr.Platform;

namespace Phr.Planets.Series.Storage;

/// <summary>
/// A batch on its way into the log: all of what it decides is appended, or nothing. With each changed day goes the
/// Observation of its figures, so that whoever searches the record finds the day as it stands.
/// </summary>
/// <param name="upload">Checked, with its subject and the key of its client.</param>
/// <param name="known">Chunks that were read before, by position; what is missing of them is read in the
/// decision.</param>
internal sealed class UploadProposal(
    Origin origin, CheckedUpload upload, IReadOnlyDictionary<long, Chunk> known, Reader reader)
    : Proposal<UploadAnswer>(origin), IRecordProposal
{
    // Hashed before the turn comes.
    private readonly IReadOnlySet<string> _readings = upload.Plan.Readings(upload.Subject.Stream.Value);

    public StreamId Stream => upload.Subject.Stream;

    public UploadPlan Plan => upload.Plan;

    public UploadKey? Key => upload.Key;

    public override Lane Lane => Size.Events > BulkEventsMin ? Lane.Bulk : Lane.Interactive;

    public override ProposalSize Size { get; } = new(
        (2 * upload.Plan.Days.Count) + upload.Plan.Items.Count(item => item.Discrete is not null),
        (upload.Plan.Days.Count * ChunkBytesExpected) + (upload.Plan.Items.Count * ReadingBytesExpected));

    /// <summary>A phone that was away for weeks, or an import, lets small uploads go between.</summary>
    private const int BulkEventsMin = 400;

    private const long ChunkBytesExpected = 3_000;

    private const long ReadingBytesExpected = 1_000;

    public void Name(PresentKeys wanted)
    {
        foreach (var id in _readings)
            wanted.AddResource(SeriesEvents.ObservationType, id);
        foreach (var day in Plan.Days)
            wanted.AddResource(SeriesEvents.ObservationType, DayId.Daily(Stream, day));
    }

    protected override async ValueTask<Answer<UploadAnswer>> Decide(Draft draft, CancellationToken ct)
    {
        var part = draft.View<SeriesPart>();
        if (Key is { } key && part.Upload(Stream, key) is { } before)
            return before.Digest == key.Digest ? UploadAnswer.Again(before.Position) : OtherBatch;
        var chunks = await Chunks(part, draft, ct);
        var decision = UploadDecision.Decide(Plan, part.Stored(Stream, Plan, chunks), Stream.Value);
        var from = draft.Position;
        foreach (var chunk in decision.Chunks)
            draft.Append(Stream, SeriesEvents.Of(chunk));
        foreach (var change in decision.Readings)
            draft.Append(Stream, SeriesEvents.Of(change, Observation(change, draft.RecordedTime)));
        await AppendDays(decision.Days, draft, ct);
        if (Key is null || draft.Position == from)
            return new UploadAnswer(decision.Results, draft.Position - 1);
        var answer = new UploadAnswer(decision.Results, draft.Position);
        var json = ResultJson.Write(answer.Items, answer.Position);
        draft.Append(Stream, SeriesEvents.Of(Key, json));
        return answer with { Json = json };
    }

    private static Refusal OtherBatch => new(
        RefusalKind.Unprocessable, "Another batch was uploaded with this key. A new batch needs a key of its own.", UploadKey.Header, "duplicate");

    private ReadOnlyMemory<byte> Observation(ReadingChange change, DateTimeOffset at) =>
        change.After is null ? default : ReadingObservation.Write(change.After, upload.Subject.Patient, change.ResourceVersion, at);

    private async ValueTask AppendDays(IReadOnlyList<DayFigures> days, Draft draft, CancellationToken ct)
    {
        var present = draft.View<RecordPart>().Present;
        // Days that an item moves away from, and nights, are known only now.
        await present.Require(draft.Connection, "Observation", [.. days.Select(day => DayId.Daily(Stream, day.Key))], ct);
        foreach (var (key, summary) in days)
        {
            var before = present.Version(SeriesEvents.ObservationType, DayId.Daily(Stream, key));
            var day = new DaySource(Stream, upload.Subject.Patient, key);
            if (summary.Count > 0 || before is { Deleted: false })
                draft.Append(Stream, SeriesEvents.Of(day, summary, (before?.Version ?? 0) + 1, draft.RecordedTime));
        }
    }

    private async ValueTask<IReadOnlyDictionary<long, Chunk>> Chunks(SeriesPart part, Draft draft, CancellationToken ct)
    {
        var missing = part.Positions(Stream, Plan).Where(position => !known.ContainsKey(position)).ToList();
        if (missing.Count == 0)
            return known;
        var all = new Dictionary<long, Chunk>(known);
        await StoredChunks.Read(reader, draft.Connection, missing, all, ct);
        return all;
    }
}

/// <summary>A batch that was checked, and what it is for.</summary>
/// <param name="Key">Null of an upload that its caller does not name.</param>
internal sealed record CheckedUpload(Subject Subject, UploadPlan Plan, UploadKey? Key);

/// <summary>What became of a batch.</summary>
/// <param name="Items">One for each item, in its order; none when it was answered before.</param>
/// <param name="Position">Position of the log that has all of the batch; of one that was answered before, of that answer.</param>
public sealed record UploadAnswer(IReadOnlyList<ItemResult> Items, long Position)
{
    /// <summary>As it is kept in the log; null when nothing was stored, or the upload has no key.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>The event at the position keeps the answer.</summary>
    public bool WasAnswered { get; private init; }

    internal static UploadAnswer Again(long position) => new([], position) { WasAnswered = true };
}

/// <summary>Whose readings an upload is about.</summary>
/// <param name="Patient">Id of the Patient resource that founded the stream.</param>
public readonly record struct Subject(StreamId Stream, string Patient);
