using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Phr.Cli;
using Phr.Cli.Ingest;
using Phr.Planets.Intake.Offers;

namespace Phr.Tests.Cli;

public sealed class IngestDocumentsTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-ingest-").FullName;

    [Theory]
    [InlineData("a.json", """{"resourceType":"Bundle","type":"collection"}""", "Bundle")]
    [InlineData("a.json", """ {"id":"1","text":{"div":"x"},"resourceType":"Patient"}""", "Resource")]
    [InlineData("a.ndjson", "{\"resourceType\":\"Condition\"}\n{\"resourceType\":\"Condition\"}\n", "Lines")]
    [InlineData("a.json", """{"glucose":1}""", "Unknown")]
    [InlineData("a.json", """{"resourceType":7}""", "Unknown")]
    [InlineData("a.json", "{", "Unknown")]
    [InlineData("LICENCE", "All may use it.", "Unknown")]
    [InlineData("empty.json", "", "Unknown")]
    public void A_document_is_what_its_content_says(string name, string content, string kind) =>
        Assert.Equal(kind, DocumentKind.Of(Named(name, content)).GetType().Name);

    [Fact]
    public void A_byte_order_mark_does_not_hide_what_a_document_is()
    {
        var path = Path.Combine(_folder, "marked.json");
        File.WriteAllBytes(path, [.. Encoding.UTF8.Preamble, .. "{\"resourceType\":\"Patient\"}"u8]);
        Assert.IsType<DocumentKind.Resource>(DocumentKind.Of(SourceDocument.In([path]).Single()));
    }

    [Fact]
    public void Entries_wait_for_the_patients_and_organisations_that_they_are_about()
    {
        Assert.False(DocumentKind.Of(Named("p.json", """{"resourceType":"Patient"}""")).ComesAfterOthers);
        Assert.True(DocumentKind.Of(Named("o.json", """{"resourceType":"Observation"}""")).ComesAfterOthers);
        Assert.False(DocumentKind.Of(Named("b.json", """{"resourceType":"Bundle"}""")).ComesAfterOthers);
    }

    [Fact]
    public void Folders_and_archives_give_each_document_with_its_place_and_leave_nothing_behind()
    {
        File.WriteAllText(Path.Combine(_folder, "plain.json"), "1");
        using (var zip = ZipFile.Open(Path.Combine(_folder, "one.zip"), ZipArchiveMode.Create))
        using (var entry = new StreamWriter(zip.CreateEntry("inner/a.json").Open()))
            entry.Write("2");
        using (var tar = new TarWriter(new GZipStream(File.Create(Path.Combine(_folder, "two.tar.gz")), CompressionLevel.Fastest)))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "b.json") { DataStream = new MemoryStream("3"u8.ToArray()) });

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var unpacked = new List<string>();
        foreach (var document in SourceDocument.In([_folder]))
        {
            using (document)
                found.Add(Path.GetRelativePath(_folder, document.Where), File.ReadAllText(document.Path));
            if (document.IsTemporary)
                unpacked.Add(document.Path);
            Assert.False(document.IsNamed);
        }

        Assert.Equal(["one.zip!inner/a.json=2", "plain.json=1", "two.tar.gz!b.json=3"], found.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(2, unpacked.Count);
        Assert.DoesNotContain(unpacked, File.Exists);
    }

    [Theory]
    [InlineData("broken.zip")]
    [InlineData("broken.tar.gz")]
    public void An_archive_that_is_none_is_named(string name)
    {
        File.WriteAllText(Path.Combine(_folder, name), "this is no archive");
        var refused = Assert.Throws<CommandException>(() => SourceDocument.In([Path.Combine(_folder, name)]).Count());
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named() =>
        Assert.Contains("nothing.json", Assert.Throws<CommandException>(() => SourceDocument.In(["nothing.json"]).Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void Reports_add_up_altogether_and_of_each_type()
    {
        var total = new IngestTotal();
        total.Add("a", Report("Patient", new IngestCount(3, 1, 1, 0, 1)));
        total.Add("b", Report("Patient", new IngestCount(2, 2, 0, 0, 0)));
        total.Add("b", Report("steps", new IngestCount(5, 1, 2, 2, 0)));
        total.Refuse("c", "unknown", "no");

        var sum = total.Report();

        Assert.Equal(sum.In, sum.Stored + sum.Merged + sum.KeptRaw + sum.Refused);
        Assert.Equal((11, 4, 3, 2, 2), (sum.In, sum.Stored, sum.Merged, sum.KeptRaw, sum.Refused));
        Assert.Equal(new IngestCount(5, 3, 1, 0, 1), sum.ByType["Patient"]);
        Assert.Contains(new IngestRefusal("a#Bundle.entry[0]", "why"), sum.Refusals);
        Assert.Contains(new IngestRefusal("c", "no"), sum.Refusals);
    }

    [Fact]
    public void Refusals_beyond_the_limit_are_counted_and_not_listed()
    {
        var total = new IngestTotal();
        for (var i = 0; i <= IngestTotal.RefusalsMax; i++)
            total.Refuse($"{i}", "unknown", "no");

        Assert.Equal(IngestTotal.RefusalsMax + 1, total.Report().Refused);
        Assert.Equal(IngestTotal.RefusalsMax, total.Report().Refusals.Count);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SourceDocument Named(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return new SourceDocument(path, path, IsTemporary: false) { IsNamed = true };
    }

    private static IngestReport Report(string type, IngestCount count) => new(
        count.In, count.Stored, count.Merged, count.KeptRaw, count.Refused, new Dictionary<string, IngestCount> { [type] = count },
        count.Refused == 0 ? [] : [new IngestRefusal("Bundle.entry[0]", "why")]);
}
