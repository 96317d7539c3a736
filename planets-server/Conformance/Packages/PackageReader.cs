using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Phr.Conformance.Definitions;

namespace Phr.Conformance.Packages;

/// <summary>
/// Reads a <c>.tgz</c>: the resources directly in its folder <c>package</c>. Nothing is written to a disk, so a path can lead nowhere;
/// one that
/// would is refused all the same, because such an archive is not what it says it is.
/// </summary>
public static class PackageReader
{
    private const string Folder = "package/";
    private const string SearchParameter = "SearchParameter";

    public static PackageAnswer Read(Stream tgz, PackageLimits? limits = null)
    {
        var run = new Run(limits ?? PackageLimits.Default);
        try
        {
            using var gzip = new GZipStream(tgz, CompressionMode.Decompress, leaveOpen: true);
            using var tar = new TarReader(gzip, leaveOpen: true);
            while (run.Fault is null && tar.GetNextEntry() is { } entry)
                run.Take(entry);
        }
        // The tar reader reports some malformed headers by exceptions of argument and format.
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
            or IOException or OverflowException)
        {
            run.Refuse(run.Place, "structure", "This is no whole gzipped tar archive.", "gzip で圧縮された完全な tar ではありません。");
        }
        return run.Finish();
    }

    private sealed class Run(PackageLimits limits)
    {
        private readonly List<(string Path, ResourceHead Head, PackedJson Json)> _resources = [];
        private PackageManifest? _manifest;
        private int _entries;
        private int _others;
        private long _bytes;

        public PackageFault? Fault { get; private set; }

        public string Place { get; private set; } = "";

        public void Refuse(string place, string code, string english, string japanese) => Fault ??= new(place, code, english, japanese);

        public void Take(TarEntry entry)
        {
            Place = entry.Name.Length > limits.PathLengthMax ? entry.Name[..limits.PathLengthMax] : entry.Name;
            if (++_entries > limits.EntriesMax)
                Refuse("", "too-costly", $"The package has more than {limits.EntriesMax} entries.",
                    $"パッケージの項目が {limits.EntriesMax} 個を超えています。");
            else if (entry.Name.Length > limits.PathLengthMax || LeavesFolder(entry.Name))
                Refuse(Place, "security", "The path of this entry leaves the package or is too long.", "項目のパスがパッケージの外を指すか、長すぎます。");
            else if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes)
                return;
            else if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                Refuse(Place, "security", "A package holds files, not links or devices.", "パッケージにはファイルだけを入れられます。");
            else if (entry.Length > limits.EntryBytesMax || (_bytes += entry.Length) > limits.BytesMax)
                Refuse(Place, "too-long",
                    $"The package is larger than {limits.EntryBytesMax} bytes in one file or {limits.BytesMax} in all.",
                    $"パッケージが一つのファイルで {limits.EntryBytesMax} バイト、全体で {limits.BytesMax} バイトを超えています。");
            else if (entry.DataStream is { } content && IsResource(Place))
                Take(Place, Bytes(content, (int)entry.Length));
        }

        public PackageAnswer Finish()
        {
            if (_manifest is null)
                Refuse(PackageManifest.Path, "required", "The package has no manifest.", "パッケージにマニフェストがありません。");
            if (Fault is not null)
                return new(null, Fault);
            var origin = $"{_manifest!.Name}#{_manifest.Version}";
            var definitions = _resources.Select(resource => new DefinitionEntry(
                resource.Head.Type!, resource.Head.Url ?? $"{_manifest.Canonical}/{resource.Head.Type}/{resource.Head.Id}",
                    resource.Head.Version,
                resource.Head.Id ?? resource.Path, resource.Head.Supplements, origin, resource.Json.Unpack)
            {
                IsForeign = IsForeign(resource.Head.Url, _manifest.Canonical),
            });
            var kinds = definitions.ToLookup(entry => entry.Type == SearchParameter);
            return new(
                new(_manifest.Name, _manifest.Version, _manifest.Canonical, _manifest.Dependencies, [.. kinds[false]], _others)
                {
                    SearchParameters = [.. kinds[true]],
                },
                null);
        }

        // An OID or UUID does not say whose it is.
        private static bool IsForeign(string? url, string? canonical) =>
            Uri.TryCreate(url, UriKind.Absolute, out var own) && own.Scheme != "urn"
            && Uri.TryCreate(canonical, UriKind.Absolute, out var home) && !own.Host.Equals(home.Host, StringComparison.OrdinalIgnoreCase);

        private void Take(string path, byte[] json)
        {
            if (path == PackageManifest.Path)
            {
                (_manifest, var fault) = PackageManifest.Read(json);
                Fault ??= fault;
                return;
            }
            try
            {
                var head = ResourceHead.Read(json);
                if (head.Type is { } type && (type == SearchParameter || DefinitionEntry.IsKind(type)) && (head.Url ?? head.Id) is not null)
                    _resources.Add((path, head, new PackedJson(json)));
                else
                    _others++;
            }
            catch (JsonException)
            {
                Refuse(path, "structure", "This file of the package is no JSON object.", "パッケージのこのファイルは JSON オブジェクトではありません。");
            }
        }

        private static byte[] Bytes(Stream content, int length)
        {
            var bytes = new byte[length];
            content.ReadExactly(bytes);
            return bytes;
        }

        // Examples and other things lie in folders below; .index.json is an index that we make ourselves.
        private static bool IsResource(string path) =>
            path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal)
            && path.IndexOf('/', Folder.Length) < 0 && path[Folder.Length] != '.';

        private static bool LeavesFolder(string path) =>
            path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal)
            || path.Split('/').Contains("..");
    }
}
