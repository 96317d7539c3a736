using System.IO.Compression;
using System.Text;
using Phr.Fhir.Definitions;

namespace Phr.Conformance.Definitions;

/// <summary>The definitions of R4 itself, which are always there: an index that is read at once, resources one by one when asked
/// for.</summary>
internal static class CoreDefinitions
{
    public const string Origin = "hl7.fhir.r4.core#4.0.1";

    private static readonly Lock Turn = new();
    private static readonly ZipArchive Archive = new(R4Archive.Open(), ZipArchiveMode.Read);

    public static IReadOnlyList<DefinitionEntry> Read()
    {
        var entries = new List<DefinitionEntry>();
        foreach (var line in Encoding.UTF8.GetString(Bytes("index")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split('\t');
            var name = $"{fields[0]}/{fields[3]}";
            entries.Add(new(
                fields[0], fields[1], fields[2].Length == 0 ? null : fields[2], fields[3], null, Origin, () => Bytes(name)));
        }
        return entries;
    }

    // An archive has one position: two readers at once would mix their bytes.
    private static byte[] Bytes(string name)
    {
        lock (Turn)
        {
            var entry = Archive.GetEntry(name)!;
            var bytes = new byte[entry.Length];
            using var content = entry.Open();
            content.ReadExactly(bytes);
            return bytes;
        }
    }
}
