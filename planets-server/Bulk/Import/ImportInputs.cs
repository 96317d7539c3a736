using System.Runtime.CompilerServices;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bulk.Import;

/// <summary>
/// Where lines of an import come from: a body that was uploaded, and files of one folder of this machine that the operator names. Nothing
/// else is ever read, and nothing fetched.
/// </summary>
public sealed class ImportInputs(BulkFolder folder, string importFolder)
{
    /// <summary>Name of the input that an uploaded body is.</summary>
    public const string Body = "body";

    private const string Scheme = "file:";

    private static readonly Refusal NotHere = new(
        RefusalKind.Unprocessable, "Nothing is fetched from elsewhere: name a file of the import folder as file:NAME.", null,
        "not-supported");

    public static Refusal TooLarge(long bytesMax) =>
        new(RefusalKind.TooLarge, $"An import has at most {bytesMax} bytes, unpacked.", null, "too-long");

    /// <summary>The name of a file in the import folder; refused where the address is of anything else, or there is no such
    /// file.</summary>
    public Answer<string> FileOf(string url)
    {
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return NotHere;
        var name = url[Scheme.Length..].TrimStart('/');
        return Path(name) is not null
            ? name
            : new Refusal(RefusalKind.Unprocessable, "The import folder holds no file of this name.", null, "not-found");
    }

    /// <summary>The lines of an input, in order; null in place of one that is too long.</summary>
    /// <exception cref="IOException">It is not here any more.</exception>
    public async IAsyncEnumerable<byte[]?> Lines(Guid job, BulkFile input, [EnumeratorCancellation] CancellationToken ct)
    {
        if (input.Type == Body)
        {
            await foreach (var (page, _) in folder.Read(job, input.Number, 0, input.Bytes, ct))
            {
                await foreach (var line in LineReader.Lines(new MemoryStream(page.Unpack()), ct))
                    yield return line;
            }
            yield break;
        }
        await using var file = Open(input);
        await foreach (var line in LineReader.Lines(file, ct))
            yield return line;
    }

    /// <summary>Bytes of an input, unpacked; it is read no further than one behind <paramref name="atMost"/>.</summary>
    /// <exception cref="IOException">It is not here any more.</exception>
    /// <exception cref="InvalidDataException">A packed file is not sound.</exception>
    public async Task<long> Bytes(BulkFile input, long atMost, CancellationToken ct)
    {
        await using var file = Open(input);
        var (buffer, bytes) = (new byte[1 << 16], 0L);
        while (bytes <= atMost && await file.ReadAsync(buffer, ct) is > 0 and var read)
            bytes += read;
        return bytes;
    }

    private Stream Open(BulkFile input)
    {
        var path = Path(input.Type) ?? throw new IOException("A file of the import folder is not there any more.");
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new SoundGzip(file, leaveOpen: false) : file;
    }

    // No way out of the folder: not by dots, not by links.
    private string? Path(string name)
    {
        var root = System.IO.Path.GetFullPath(importFolder);
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, name));
        if (!path.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
            return null;
        for (var at = new FileInfo(path) as FileSystemInfo; at is not null && at.FullName.Length > root.Length; at = Above(at))
        {
            if (at.LinkTarget is not null)
                return null;
        }
        return path;
    }

    private static FileSystemInfo? Above(FileSystemInfo at) => at is FileInfo file ? file.Directory : ((DirectoryInfo)at).Parent;
}
