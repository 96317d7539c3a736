using Phr.Planets.Bulk.Jobs;

namespace Phr.Planets.Bulk.Files;

/// <summary>
/// The files that one attempt at a job writes: one a kind and type, the next when it is full. It never adds to a file of another attempt,
/// whose worker may not know yet that the job is no longer theirs.
/// </summary>
/// <param name="linesMax">Of a file.</param>
public sealed class BulkOutput(BulkJob job, BulkFolder folder, long linesMax)
{
    private readonly List<BulkFile> _files = [.. job.Files];

    /// <summary>Whether there is a file of a kind, by whichever attempt.</summary>
    public bool Has(string kind) => _files.Exists(file => file.Kind == kind);

    /// <summary>Adds whole lines that come of no version; the answer is the file as it is to be committed.</summary>
    public Task<BulkFile> Add(string kind, string type, ReadOnlyMemory<byte> lines, long count, CancellationToken ct) =>
        Add(kind, type, BulkLines.Of(lines.Span, count), default, ct);

    /// <param name="header">What a file begins with; empty for nothing. It counts as no line.</param>
    public async Task<BulkFile> Add(string kind, string type, BulkLines lines, ReadOnlyMemory<byte> header, CancellationToken ct)
    {
        var at = _files.FindIndex(file =>
            file.Kind == kind && file.Type == type && file.Attempt == job.Attempt && file.Lines < linesMax);
        if (at < 0)
        {
            at = _files.Count;
            _files.Add(new BulkFile(_files.Count == 0 ? 1 : _files.Max(file => file.Number) + 1, kind, type, job.Attempt, 0, 0));
        }
        var file = _files[at];
        var page = file.Bytes == 0 && !header.IsEmpty ? lines.Behind(header.Span) : lines;
        var bytes = await folder.Append(job.Id, file.Number, file.Bytes, page, ct);
        return _files[at] = file with { Lines = file.Lines + page.Count, Bytes = bytes };
    }
}
