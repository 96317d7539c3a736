using System.Globalization;
using System.Text;

namespace Phr.EventLog;

/// <summary>A stream key that was given up for ever.</summary>
/// <param name="Stream">The stream whose key it was.</param>
/// <param name="At">When; whole seconds.</param>
public readonly record struct ErasedKey(KeyId Key, StreamId Stream, DateTimeOffset At);

/// <summary>
/// The key store's own memory of erasures: a file that only grows, synced at each line, which outlives restored
/// backups of log and keys. One line: key id, stream, instant (ISO 8601), line feed. A stored format.
/// </summary>
internal static class ErasureList
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>
    /// What the list says now; empty when there is none. A last line that a crash cut off does not count.
    /// </summary>
    /// <exception cref="KeyStoreException">
    /// A line cannot be read: an erasure must not be forgotten silently.
    /// </exception>
    public static IReadOnlyList<ErasedKey> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var lines = File.ReadAllText(path).Split('\n');
        var erased = new List<ErasedKey>(lines.Length);
        for (var line = 0; line < lines.Length - 1; line++)
        {
            erased.Add(Parse(lines[line])
                ?? throw new KeyStoreException($"Line {line + 1} of the erasure list {path} cannot be read."));
        }
        return erased;
    }

    /// <summary>
    /// Removes a last line that a crash cut off: its erasure was not answered, and is repeated from the log.
    /// </summary>
    public static void Mend(string path)
    {
        if (!File.Exists(path))
            return;
        var whole = File.ReadAllBytes(path).AsSpan().LastIndexOf((byte)'\n') + 1;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (file.Length == whole)
            return;
        file.SetLength(whole);
        file.Flush(flushToDisk: true);
    }

    /// <summary>On disk when it returns.</summary>
    public static void Add(string path, ErasedKey entry) =>
        DurableFile.Append(path, Encoding.ASCII.GetBytes(Format(entry)));

    private static string Format(ErasedKey entry) =>
        $"{entry.Key} {entry.Stream} {entry.At.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)}\n";

    private static ErasedKey? Parse(string line) =>
        line.Split(' ') is [var key, var stream, var at]
        && Guid.TryParseExact(key, "N", out var id)
        && long.TryParse(stream, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && DateTimeOffset.TryParseExact(
            at, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? new ErasedKey(new KeyId(id), new StreamId(number), instant)
            : null;
}
