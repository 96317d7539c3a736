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

    /// <summary>Adds whole lines; the answer is the file as it is to be committed.</summary>
    public Task<BulkFile> Add(string kind, string type, ReadOnlyMemory<byte> lines, long count, CancellationToken ct) =>
        Add(kind, type, new(default, lines, count), ct);

    public async Task<BulkFile> Add(string kind, string type, BulkLines added, CancellationToken ct)
    {
        var at = _files.FindIndex(file =>
            file.Kind == kind && file.Type == type && file.Attempt == job.Attempt && file.Lines < linesMax);
        if (at < 0)
        {
            at = _files.Count;
            _files.Add(new BulkFile(_files.Count == 0 ? 1 : _files.Max(file => file.Number) + 1, kind, type, job.Attempt, 0, 0));
        }
        var file = _files[at];
        var lines = file.Bytes == 0 && !added.Header.IsEmpty ? (byte[])[.. added.Header.Span, .. added.Lines.Span] : added.Lines;
        var bytes = await folder.Append(job.Id, file.Number, file.Bytes, lines, ct);
        return _files[at] = file with { Lines = file.Lines + added.Count, Bytes = bytes };
    }
}

/// <summary>Lines of a file.</summary>
/// <param name="Header">What a file begins with; empty for nothing. It counts as no line.</param>
public readonly record struct BulkLines(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Lines, long Count);
