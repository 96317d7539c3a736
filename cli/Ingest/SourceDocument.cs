using System.Formats.Tar;
using System.IO.Compression;

namespace Phr.Cli.Ingest;

/// <summary>One document to take in: a file, or a file inside an archive.</summary>
/// <param name="Where">For reports: <c>archive!inner</c> of what came out of an archive.</param>
/// <param name="Path">Where its bytes lie now.</param>
/// <param name="IsTemporary">Whether it was unpacked for this and goes away with it.</param>
internal sealed record SourceDocument(string Where, string Path, bool IsTemporary) : IDisposable
{
    /// <summary>Bytes of one document, unpacked.</summary>
    public const long BytesMax = 1L << 30;

    /// <summary>Documents of one archive.</summary>
    public const int ArchiveDocumentsMax = 1_000_000;

    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true };

    /// <summary>The documents in files, folders and archives, one after another; each is unpacked when it is its turn.</summary>
    /// <exception cref="CommandException">Something is not there, or is no archive although it is called one.</exception>
    public static IEnumerable<SourceDocument> In(IEnumerable<string> paths) => paths.SelectMany(In);

    /// <summary>Whether somebody named this document itself, and not an archive or a folder that holds it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether it is of a form that data come in; a licence or a note in an archive is not.</summary>
    public bool LooksLikeData => System.IO.Path.GetExtension(Where).ToLowerInvariant() is ".json" or ".ndjson" or ".csv" or ".xml";

    public void Dispose()
    {
        if (IsTemporary)
            File.Delete(Path);
    }

    private static IEnumerable<SourceDocument> In(string path)
    {
        if (Directory.Exists(path))
            return Directory.EnumerateFiles(path, "*", Deep).Order(StringComparer.Ordinal).SelectMany(In).Select(inside => inside with { IsNamed = false });
        if (!File.Exists(path))
            throw new CommandException($"{path} is not there.");
        var name = System.IO.Path.GetFileName(path).ToLowerInvariant();
        if (name.EndsWith(".zip", StringComparison.Ordinal))
            return Guarded(path, Zip(path));
        if (name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal) || name.EndsWith(".tar", StringComparison.Ordinal))
            return Guarded(path, Tar(path, isPacked: !name.EndsWith(".tar", StringComparison.Ordinal)));
        return name.EndsWith(".gz", StringComparison.Ordinal) ? Guarded(path, Gzip(path)) : [new SourceDocument(path, path, IsTemporary: false) { IsNamed = true }];
    }

    // An enumeration faults when it moves on, far from where it was begun.
    private static IEnumerable<SourceDocument> Guarded(string archive, IEnumerable<SourceDocument> documents)
    {
        using var inner = documents.GetEnumerator();
        for (var count = 1; ; count++)
        {
            try
            {
                if (!inner.MoveNext())
                    yield break;
            }
            catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
            {
                throw new CommandException($"{archive} cannot be unpacked: {broken.Message}");
            }
            if (count > ArchiveDocumentsMax)
                throw new CommandException($"{archive} holds more than {ArchiveDocumentsMax:N0} documents.");
            yield return inner.Current;
        }
    }

    private static IEnumerable<SourceDocument> Zip(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0))
        {
            using var content = entry.Open();
            yield return Unpacked($"{path}!{entry.FullName}", content);
        }
    }

    private static IEnumerable<SourceDocument> Tar(string path, bool isPacked)
    {
        using var file = File.OpenRead(path);
        using var plain = isPacked ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var archive = new TarReader(plain);
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } content && entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                yield return Unpacked($"{path}!{entry.Name}", content);
        }
    }

    private static IEnumerable<SourceDocument> Gzip(string path)
    {
        using var content = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        yield return Unpacked(path[..^".gz".Length], content);
    }

    private static SourceDocument Unpacked(string where, Stream content)
    {
        var document = new SourceDocument(where, System.IO.Path.GetTempFileName(), IsTemporary: true);
        try
        {
            using var file = File.Create(document.Path);
            var buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                if (file.Length + read > BytesMax)
                    throw new InvalidDataException($"{where} has more than {BytesMax:N0} bytes.");
                file.Write(buffer, 0, read);
            }
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }
}
