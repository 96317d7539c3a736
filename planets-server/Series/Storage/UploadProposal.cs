using Phr.EventLog;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Uploads;
using Phr.Planets.Series.Views;
using Phr.Platform;

namespace Phr.Planets.Series.Storage;

/// <summary>A batch on its way into the log: all of what it decides is appended, or nothing.</summary>
/// <param name="subject">The stream and the Patient whose readings they are.</param>
/// <param name="known">Chunks that were read before, by position; what is missing of them is read in the
/// decision.</param>
internal sealed class UploadProposal(
    Origin origin, Subject subject, UploadPlan plan, IReadOnlyDictionary<long, Chunk> known, Reader reader)
    : Proposal<UploadAnswer>(origin)
{
    public StreamId Stream => subject.Stream;

    public UploadPlan Plan => plan;

    public override Lane Lane => plan.Days.Count > BulkDaysMin ? Lane.Bulk : Lane.Interactive;

    public override ProposalSize Size => new(plan.Days.Count, plan.Days.Count * ChunkBytesExpected);

    /// <summary>A phone that was away for weeks, or an import, lets small uploads go between.</summary>
    private const int BulkDaysMin = 200;

    private const long ChunkBytesExpected = 2_000;

    protected override async ValueTask<Answer<UploadAnswer>> Decide(Draft draft, CancellationToken ct)
    {
        var part = draft.View<SeriesPart>();
        var chunks = await Chunks(part, draft, ct);
        var decision = UploadDecision.Decide(plan, part.Stored(Stream, plan, chunks), Stream.Value);
        foreach (var chunk in decision.Chunks)
            draft.Append(Stream, SeriesEvents.Of(chunk));
        foreach (var change in decision.Readings)
            draft.Append(Stream, SeriesEvents.Of(change, Observation(change, draft.RecordedTime)));
        return new UploadAnswer(decision.Results);
    }

    private ReadOnlyMemory<byte> Observation(ReadingChange change, DateTimeOffset at) =>
        change.After is null ? default : ReadingObservation.Write(change.After, subject.Patient, change.ResourceVersion, at);

    private async ValueTask<IReadOnlyDictionary<long, Chunk>> Chunks(SeriesPart part, Draft draft, CancellationToken ct)
    {
        var missing = part.Positions(Stream, plan).Where(position => !known.ContainsKey(position)).ToList();
        if (missing.Count == 0)
            return known;
        var all = new Dictionary<long, Chunk>(known);
        await StoredChunks.Read(reader, draft.Connection, missing, all, ct);
        return all;
    }
}

/// <summary>What became of a batch.</summary>
/// <param name="Items">One for each item, in its order.</param>
public sealed record UploadAnswer(IReadOnlyList<ItemResult> Items);

/// <summary>Whose readings an upload is about.</summary>
/// <param name="Patient">Id of the Patient resource that founded the stream.</param>
public readonly record struct Subject(StreamId Stream, string Patient);
