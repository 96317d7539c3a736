using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Phr.Planets.Bulk.Files;

/// <summary>
/// The files of bulk jobs, in the data folder. A file is a sequence of pages (<see cref="BulkPage"/>), each sealed under a key of the job,
/// which is derived from the key store's and stored nowhere: length ‖ nonce ‖ ciphertext ‖ tag, bound to its place.
/// </summary>
/// <param name="root">Made when it is not there.</param>
/// <param name="indexKey">Of the key store.</param>
public sealed class BulkFolder(string root, ReadOnlyMemory<byte> indexKey)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Bytes of a sealed page; a longer one was not written here.</summary>
    private const int PageBytesMax = 256 << 20;

    /// <summary>Seals a request, which can name people.</summary>
    public byte[] Seal(Guid job, ReadOnlySpan<byte> text) => Seal(job, text, "request");

    public byte[] Open(Guid job, ReadOnlySpan<byte> text) => Open(job, text, "request");

    /// <summary>Puts a page behind the part of a file that counts, and on the disk. What an earlier attempt left behind it is cut
    /// off.</summary>
    /// <returns>How long the part is that counts now.</returns>
    public async Task<long> Append(Guid job, int file, long after, BulkLines lines, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder(job));
        var page = Seal(job, BulkPage.Of(lines).ToStored(), $"{file}@{after}");
        await using var stream = new FileStream(Name(job, file), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.SetLength(after);
        stream.Position = after;
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, page.Length);
        await stream.WriteAsync(length, ct);
        await stream.WriteAsync(page, ct);
        stream.Flush(flushToDisk: true);
        return after + length.Length + page.Length;
    }

    /// <summary>Whether the part of a file that counts is here.</summary>
    public bool Has(Guid job, int file, long bytes) => new FileInfo(Name(job, file)) is { Exists: true } found && found.Length >= bytes;

    /// <summary>The pages of a file in order; each with the place of the next.</summary>
    /// <param name="from">Where a page begins.</param>
    /// <param name="bytes">How much of the file counts.</param>
    /// <exception cref="IOException">The file is not here, or not as it was written.</exception>
    public async IAsyncEnumerable<(BulkPage Page, long Next)> Read(
        Guid job, int file, long from, long bytes, [EnumeratorCancellation] CancellationToken ct)
    {
        // A file is made by its first page: of an empty body there is none.
        if (from >= bytes)
            yield break;
        await using var stream = new FileStream(Name(job, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = new byte[sizeof(int)];
        for (var at = from; at < bytes;)
        {
            stream.Position = at;
            await stream.ReadExactlyAsync(length, ct);
            var count = BinaryPrimitives.ReadInt32BigEndian(length);
            if (count is < NonceBytes + TagBytes or > PageBytesMax)
                throw new IOException("A page of a bulk file has no sound length.");
            var sealedPage = new byte[count];
            await stream.ReadExactlyAsync(sealedPage, ct);
            var page = BulkPage.Read(Open(job, sealedPage, $"{file}@{at}"));
            at += sizeof(int) + count;
            yield return (page, at);
        }
    }

    /// <summary>Removes all files of a job; there may be none.</summary>
    public void Remove(Guid job)
    {
        if (Directory.Exists(Folder(job)))
            Directory.Delete(Folder(job), recursive: true);
    }

    private byte[] Seal(Guid job, ReadOnlySpan<byte> text, string place)
    {
        var page = new byte[NonceBytes + text.Length + TagBytes];
        RandomNumberGenerator.Fill(page.AsSpan(0, NonceBytes));
        using var key = new AesGcm(KeyOf(job), TagBytes);
        key.Encrypt(
            page.AsSpan(0, NonceBytes), text, page.AsSpan(NonceBytes, text.Length), page.AsSpan(NonceBytes + text.Length),
            Encoding.UTF8.GetBytes(place));
        return page;
    }

    private byte[] Open(Guid job, ReadOnlySpan<byte> page, string place)
    {
        var text = new byte[page.Length - NonceBytes - TagBytes];
        using var key = new AesGcm(KeyOf(job), TagBytes);
        key.Decrypt(page[..NonceBytes], page[NonceBytes..^TagBytes], page[^TagBytes..], text, Encoding.UTF8.GetBytes(place));
        return text;
    }

    private byte[] KeyOf(Guid job)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey.Span, key, job.ToByteArray(), "phr bulk files 1"u8);
        return key;
    }

    private string Folder(Guid job) => Path.Combine(root, job.ToString("N"));

    private string Name(Guid job, int file) => Path.Combine(Folder(job), $"{file}.pages");
}
