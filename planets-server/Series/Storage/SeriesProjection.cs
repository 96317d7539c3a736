using Phr.EventLog;

namespace Phr.Planets.Series.Storage;

/// <summary>
/// Rows that find day chunks, and the figures of each day. The samples themselves stay in the sealed bodies of their
/// events.
/// </summary>
public sealed class SeriesProjection : IInlineProjection
{
    public string Name => "series";

    public int Version => 2;

    public IReadOnlyList<string> Tables =>
        ["series_chunk", "series_chunk_past", "series_day", "series_reading", "series_priority", "series_upload"];

    public async ValueTask<ProjectionPart> Begin(GroupStart start, CancellationToken ct)
    {
        var present = new PresentSeries();
        var uploads = start.Proposals.OfType<UploadProposal>().ToList();
        foreach (var upload in uploads)
            await present.Load(start.Connection, upload.Stream, upload.Plan, ct);
        var keys = uploads.Where(upload => upload.Key is not null).Select(upload => (upload.Stream, upload.Key!.Key)).ToList();
        await present.Load(start.Connection, keys, ct);
        return new SeriesPart(present);
    }
}
