using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Phr.Fhir.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Writing;

/// <summary>What the links of a transaction become: from a fullUrl or a conditional reference to <c>Type/id</c>. Looked
/// up by bytes.</summary>
public sealed class ReferenceMap
{
    private readonly Dictionary<byte[], byte[]> targets = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> lookup;

    public ReferenceMap() => lookup = targets.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Sends <paramref name="from"/> to <paramref name="to"/>; the last one given wins.</summary>
    public void Add(string from, string to) =>
        targets[Encoding.UTF8.GetBytes(from)] = JsonEncodedText.Encode(to).EncodedUtf8Bytes.ToArray();

    public bool IsEmpty => targets.Count == 0;

    /// <summary>The new link, ready to stand between the quotes of a JSON string; a part from # on stays.</summary>
    /// <param name="link">Text without quotes and escapes.</param>
    /// <param name="serverBase">That a relative link belongs to first, with its slash; null of this server.</param>
    /// <param name="matched">How many bytes of <paramref name="link"/> the new one replaces.</param>
    internal bool TryFind(ReadOnlySpan<byte> link, string? serverBase, [NotNullWhen(true)] out byte[]? target, out int matched)
    {
        matched = link.Length;
        if (lookup.TryGetValue(link, out target))
            return true;
        matched = link.IndexOf((byte)'#');
        if (matched > 0 && lookup.TryGetValue(link[..matched], out target))
            return true;
        matched = matched < 0 ? link.Length : matched;
        // A version stays where the resource keeps its name.
        return LiteralReference.Read(link[..matched]).FullUrl(serverBase) is { } url && lookup.TryGetValue(Encoding.UTF8.GetBytes(url), out target)
            && !$"/{url}".EndsWith($"/{Encoding.UTF8.GetString(target)}", StringComparison.Ordinal);
    }
}
