using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Tests.Model;

public class SyntheaRecordTest
{
    private const int PeopleRead = 40;

    [SkippableFact]
    public void Real_bundles_are_read_with_hardly_a_fact_unread()
    {
        var records = Bundles().Select(bundle => FhirRecordReader.Record(Resources(bundle), [])).OfType<PersonRecord>()
            .ToList();
        Assert.True(records.Count >= PeopleRead - 2, $"{records.Count} people");
        var builder = new VocabularyBuilder(peopleMin: 3);
        foreach (var record in records.Take(records.Count / 2))
            builder.Add(record, Records.Later);
        var tokeniser = new Tokeniser(Vocabulary.Load(builder.Build("synthea", Records.Tasks)));

        var flags = new Dictionary<ReadingFlag, int>();
        var steps = 0;
        foreach (var read in records.Skip(records.Count / 2).Select(record => tokeniser.Read(record, Records.Later)))
        {
            steps += read.Steps.Count;
            foreach (var (flag, count) in read.Flags)
                flags[flag] = flags.GetValueOrDefault(flag) + count;
            Assert.True(read.Steps.Zip(read.Steps.Skip(1)).All(pair => pair.First.Day <= pair.Second.Day));
        }

        Assert.True(steps > 1000, $"{steps} steps");
        Assert.Equal(
            records.Skip(records.Count / 2).SelectMany(record => record.Events).Count(IsMislabelled),
            flags.GetValueOrDefault(ReadingFlag.ImplausibleValue));
        Assert.True(flags.GetValueOrDefault(ReadingFlag.UnknownUnit) < steps / 100, "units");
        Assert.True(flags.GetValueOrDefault(ReadingFlag.UnknownCode) < steps / 10, "codes");
    }

    /// <summary>This version of Synthea writes total protein of 60 to 80 g/L as so many g/dL.</summary>
    private static bool IsMislabelled(RecordEvent item) =>
        item.Codes.Contains(new SourceCode(CodeSystem.Loinc, "2885-2")) && item.Value is { Value: > 15, Unit: "g/dL" };

    private static IEnumerable<JsonElement> Bundles()
    {
        using var file = File.OpenRead(Records.SharedData("synthea-r4-2019.tar.gz"));
        using var tar = new TarReader(new GZipStream(file, CompressionMode.Decompress));
        for (var read = 0; read < PeopleRead && tar.GetNextEntry() is { } entry;)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal))
                continue;
            using var document = JsonDocument.Parse(entry.DataStream);
            read++;
            yield return document.RootElement;
        }
    }

    private static IEnumerable<JsonElement> Resources(JsonElement bundle) =>
        bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource"));
}
