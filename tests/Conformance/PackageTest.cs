using System.Formats.Tar;
using System.IO.Compression;
using Phr.Conformance.Packages;
using Phr.Tests.Support;
using static Phr.Tests.Conformance.Packages;

namespace Phr.Tests.Conformance;

public sealed class PackageTest
{
    [SkippableTheory]
    [InlineData("jp-core.r4-1.1.2.tgz", "jp-core.r4#1.1.2", 89)]
    [InlineData("jp-clins.r4-1.5.2-snap.tgz", "jp-eCSCLINS.r4#1.x.x-temp", 49)]
    [InlineData("jp-eChekupReport.r4.tgz", "jp-eCheckupReport.r4#1.0.0-temp", 26)]
    public void A_published_package_is_read_as_it_is(string file, string label, int profiles)
    {
        var path = SharedFolder.Find("jp/packages/" + file);
        Skip.If(path is null, "../shared/data/jp is not here.");
        using var archive = File.OpenRead(path);

        var (package, fault) = PackageReader.Read(archive);

        Assert.Null(fault);
        Assert.Equal(label, package!.Label);
        Assert.Equal(profiles, package.Definitions.Count(entry => entry.Type == "StructureDefinition"));
        Assert.All(package.Definitions, entry => Assert.Equal('{', (char)entry.Read().Span.TrimStart("\uFEFF"u8)[0]));
    }

    [Theory]
    [InlineData("package/package.json", "{", "package/package.json", "structure")]
    [InlineData("package/package.json", "[]", "package/package.json: name", "value")]
    [InlineData("package/package.json", """{"name":"a","version":"../1"}""", "package/package.json: version", "value")]
    [InlineData("package/package.json", """{"name":"a","version":"1","fhirVersions":["5.0.0"]}""",
        "package/package.json: fhirVersions", "not-supported")]
    [InlineData("package/x.json", "{}", "package/package.json", "required")]
    [InlineData("package/../../etc/x.json", "{}", "package/../../etc/x.json", "security")]
    [InlineData("/package/x.json", "{}", "/package/x.json", "security")]
    [InlineData("package/CodeSystem-x.json", "{\"url\":", "package/CodeSystem-x.json", "structure")]
    public void A_bad_package_is_refused_at_its_place(string path, string content, string place, string code)
    {
        var fault = PackageReader.Read(new MemoryStream(Archive((path, content)))).Fault!;

        Assert.Equal((place, code), (fault.Place, fault.Code));
        Assert.NotEqual(fault.English, fault.Japanese);
    }

    [Fact]
    public void A_link_in_a_package_is_refused()
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "package/x.json") { LinkName = "/etc/passwd" });

        Assert.Equal("security", PackageReader.Read(new MemoryStream(archive.ToArray())).Fault!.Code);
    }

    [Fact]
    public void Each_limit_holds_from_one_past_it()
    {
        var archive = Small("a", "1");
        var fits = new PackageLimits(2, 4_000, 8_000, 32);

        Assert.Null(PackageReader.Read(new MemoryStream(archive), fits).Fault);
        Assert.Equal("too-costly", PackageReader.Read(new MemoryStream(archive), fits with { EntriesMax = 1 }).Fault!.Code);
        Assert.Equal("too-long", PackageReader.Read(new MemoryStream(archive), fits with { EntryBytesMax = 500 }).Fault!.Code);
        Assert.Equal("too-long", PackageReader.Read(new MemoryStream(archive), fits with { BytesMax = 500 }).Fault!.Code);
        Assert.Equal("security", PackageReader.Read(new MemoryStream(archive), fits with { PathLengthMax = 20 }).Fault!.Code);
    }

    [Fact]
    public void Cut_and_damaged_archives_are_refused_and_never_a_fault()
    {
        var sound = Small("a", "1");
        var dice = new Random(42);
        for (var round = 0; round < 500; round++)
        {
            var bytes = sound.ToArray();
            for (var i = 0; i < 4; i++)
                bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
            var (package, fault) = PackageReader.Read(new MemoryStream(bytes[..dice.Next(bytes.Length)]));
            Assert.True(package is null != fault is null);
        }
    }

    [Fact]
    public void Packages_are_ordered_by_what_they_need_and_one_without_is_told()
    {
        FhirPackage[] packages =
        [
            Read(Small("c", "1.0.0", ("b", "1.1.x"), ("hl7.fhir.r4.core", "4.0.1"))), Read(Small("b", "1.1.7")), Read(Small("d",
                "1.0.0", ("e", "2.0.0"))),
        ];

        var (set, left) = PackageSet.Of(packages);

        Assert.Equal(["b#1.1.7", "c#1.0.0"], set.Packages.Select(package => package.Label));
        Assert.Equal(("d#1.0.0", "package/package.json: dependencies.e"), (Assert.Single(left).Package.Label, left[0].Fault.Place));
    }

    private static FhirPackage Read(byte[] archive) => PackageReader.Read(new MemoryStream(archive)).Package!;
}
