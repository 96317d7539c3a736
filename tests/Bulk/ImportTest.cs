using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using Microsoft.Extensions.DependencyInjection;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Import;
using Phr.Planets.Bulk.Jobs;
using Phr.Tests.Record;
using Phr.Tests.Support;
using static Phr.Tests.Bulk.BulkClient;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Bulk;

/// <summary><c>$import</c>: NDJSON into the record of its sender.</summary>
public sealed class ImportTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Fact]
    public async Task What_an_export_gave_an_empty_server_takes_and_gives_again()
    {
        using var a = host.Hospital("hospital-round");
        var patient = await a.Create(Patient("Sato"));
        var clinic = await a.Create(new() { ["resourceType"] = "Organization", ["name"] = "Minato" });
        var seen = Observation(patient, "8480-6", 120.50m);
        seen["performer"] = new JsonArray(new JsonObject { ["reference"] = $"Organization/{clinic}" });
        await a.Create(seen);
        await a.Create(Condition(patient, "I10", "urn:label|x"));
        var lines = await a.Lines(await a.Export("Patient/$export"));
        var other = new RecordHost();
        await other.InitializeAsync();
        try
        {
            using var b = other.Hospital("hospital-round");
            // Whatever comes first: the entries stand before the Patient that they are about.
            var counts = Counts(await b.Import(lines.OrderBy(line => line["resourceType"]!.GetValue<string>() == "Patient")));
            var again = await b.Lines(await b.Export("Patient/$export"));

            Assert.Equal((lines.Count, 0, 0, 0), counts);
            Assert.Equal(lines.Select(Content).Order(), again.Select(Content).Order());
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_body_without_a_line_is_an_import_of_nothing()
    {
        using var a = host.Hospital("hospital-empty");

        Assert.Equal((0, 0, 0, 0), Counts(await a.Import([])));
    }

    [SkippableFact]
    public async Task Synthea_s_export_is_taken_whole_and_a_second_time_stores_nothing()
    {
        var data = SharedFolder.Find("synthea-bulk-2025/10-patients");
        Skip.If(data is null, "../shared/data is not here.");
        var folder = Path.Combine(host.Settings.DataFolder, "import");
        Directory.CreateDirectory(folder);
        var files = Directory.GetFiles(data, "*.000.ndjson");
        foreach (var file in files)
            await Pack(file, Path.Combine(folder, Path.GetFileName(file) + ".gz"));
        var lines = files.Sum(file => File.ReadLines(file).Count(line => line.Length > 0));
        using var a = host.Hospital("hospital-synthea");

        var first = await a.Manifest(await Start(a, [.. files.Select(file => Path.GetFileName(file) + ".gz")]));
        var second = await a.Manifest(await Start(a, [.. files.Select(file => Path.GetFileName(file) + ".gz")]));

        Assert.Equal((lines, 0, 0, 0), Counts(first));
        Assert.Equal((0, 0, lines, 0), Counts(second));
        Assert.Empty(await a.Lines(first, "error"));
    }

    [Fact]
    public async Task Each_line_that_cannot_be_taken_is_told_with_its_number_and_the_rest_is_taken()
    {
        using var a = host.Hospital("hospital-lines");
        var (patient, stranger) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var sound = Patient("Sato");
        sound["id"] = patient;
        string[] lines =
        [
            "{", "", """{"resourceType":"Observations"}""", sound.ToJsonString(), Observation(stranger, "8480-6", 1).ToJsonString(),
            """{"resourceType":"Patient","gender":"blue"}""", "[]", "7",
            """{"resourceType":"Observation","status":"final","code":{},"performer":[{"reference":"Practitioner?identifier=u|1"}]}""",
            """{"resourceType":"Basic","code":{"text":"x"}}},{"resource":{"resourceType":"Basic","code":{"text":"x"}}""",
        ];

        var manifest = await a.Manifest(await Upload(a, Encoding.UTF8.GetBytes(string.Join("\r\n", lines))));
        var errors = await a.Lines(manifest, "error");

        Assert.Equal((1, 0, 0, 8), Counts(manifest));
        Assert.Equal(
            new HashSet<int> { 1, 3, 5, 6, 7, 8, 9, 10 },
            errors.Select(NumberOf).ToHashSet());
        Assert.Equal([patient], await a.Ids("Patient?family=Sato"));
    }

    [Fact]
    public async Task A_change_is_a_further_version_and_what_another_wrote_stays_theirs()
    {
        using var a = host.Hospital("hospital-a");
        using var b = host.Hospital("hospital-b");
        var patient = Patient("Sato");
        patient["id"] = Guid.NewGuid().ToString();
        await a.Import([patient]);
        var changed = Patient("Suzuki");
        changed["id"] = patient["id"]!.DeepClone();

        Assert.Equal((0, 0, 0, 1), Counts(await b.Import([changed])));
        Assert.Equal((0, 1, 0, 0), Counts(await a.Import([changed])));
        Assert.Equal("2", (await a.Search($"Patient/{patient["id"]}"))["meta"]!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_the_scope_of_a_type_its_lines_are_refused_and_a_person_imports_nothing()
    {
        var own = await host.NewPerson(Sharing.NewInsuredNumber());
        using var phone = host.Phone(own);
        using var narrow = host.Hospital("hospital-a", "system/Patient.cruds");
        Assert.Equal(HttpStatusCode.Forbidden, (await phone.Send(HttpMethod.Post, "$import", null, ("Prefer", "respond-async"))).Status);

        var manifest = await narrow.Import([Patient("Sato"), new() { ["resourceType"] = "Organization", ["name"] = "x" }]);

        Assert.Equal((1, 0, 0, 1), Counts(manifest));
    }

    [Theory]
    [InlineData("https://example.org/Patient.ndjson")]
    [InlineData("file:../keys/master.key")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:way-out/master.key")]
    [InlineData("file:")]
    [InlineData("file:absent.ndjson")]
    public async Task Nothing_but_files_of_the_import_folder_is_read(string url)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Settings.DataFolder, "import")).FullName;
        var link = Path.Combine(folder, "way-out");
        if (!Directory.Exists(link))
            Directory.CreateSymbolicLink(link, Path.Combine(host.Settings.DataFolder, "keys"));
        using var a = host.Hospital("hospital-a");

        var (status, outcome, _) = await a.Send(HttpMethod.Post, "$import", Inputs(url), ("Prefer", "respond-async"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("Parameters.parameter[0]", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_body_that_is_cut_or_no_gzip_is_refused_and_leaves_no_job()
    {
        using var a = host.Hospital("hospital-gzip");
        var packed = Packed("""{"resourceType":"Patient"}"""u8.ToArray());

        using var broken = await Post(a, [1, 2, 3, 4], "gzip");
        using var cut = await Post(a, packed[..^9], "gzip");
        using var unknown = await Post(a, packed, "br");
        using var sound = await Post(a, packed, "gzip");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (broken.StatusCode, cut.StatusCode));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unknown.StatusCode);
        Assert.Equal((1, 0, 0, 0), Counts(await a.Manifest(sound.Content.Headers.ContentLocation!.ToString())));
    }

    [Fact]
    public async Task An_import_goes_on_after_a_restart()
    {
        using var a = host.Hospital("hospital-restart");
        var patient = Patient("Sato");
        patient["id"] = Guid.NewGuid().ToString();
        var lines = Enumerable.Range(0, 2_500).Select(n => Observation(patient["id"]!.GetValue<string>(), "8480-6", n)).Append(patient);
        var status = await Upload(a, Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ToJsonString()))));

        await host.Restart();
        var (stored, _, known, refused) = Counts(await a.Manifest(status));

        Assert.Equal((2_501, 0), (stored + known, refused));
        Assert.Equal(2_500, (await a.Search($"Observation?patient={patient["id"]}&_summary=count"))["total"]!.GetValue<int>());
    }

    [Fact]
    public void Lines_are_what_splitting_the_whole_gives() => Prop.ForAll<byte[][]>(lines =>
    {
        var sound = lines.Select(line => (line ?? []).Where(one => one is not ((byte)'\n' or (byte)'\r')).ToArray()).ToList();
        var text = sound.SelectMany((line, i) => i == 0 ? line : [(byte)'\n', .. line]).ToArray();
        var read = Read(text).GetAwaiter().GetResult();
        var expected = sound is [.., { Length: 0 }] ? sound[..^1] : sound;
        return read.Count == expected.Count && read.Zip(expected).All(pair => pair.First!.SequenceEqual(pair.Second));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_line_over_the_limit_is_none_and_those_after_it_are_read()
    {
        byte[] AtLimit(int more) => [.. Enumerable.Repeat((byte)'x', LineReader.LineBytesMax + more), (byte)'\n', (byte)'y'];

        Assert.Equal([LineReader.LineBytesMax, 1], (await Read(AtLimit(0))).Select(line => line?.Length));
        Assert.Equal([null, 1], (await Read(AtLimit(1))).Select(line => line?.Length));
        var endless = Enumerable.Repeat((byte)'x', (3 * LineReader.LineBytesMax) + 7);
        Assert.Equal([null], (await Read([.. endless])).Select(line => line?.Length));
    }

    [Fact]
    public async Task An_import_beyond_its_bytes_is_refused_as_a_whole_whether_it_comes_or_lies_here()
    {
        const int bytesMax = 2_048;
        var small = new RecordHost { Configuration = new Dictionary<string, string?> { ["Bulk:ImportBytesMax"] = $"{bytesMax}" } };
        await small.InitializeAsync();
        try
        {
            using var a = small.Hospital("hospital-small");
            var folder = Directory.CreateDirectory(Path.Combine(small.Settings.DataFolder, "import")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, "half.ndjson"), Line(bytesMax / 2));
            await File.WriteAllBytesAsync(Path.Combine(folder, "half.ndjson.gz"), Packed(Line(bytesMax / 2)));
            await File.WriteAllBytesAsync(Path.Combine(folder, "over.ndjson.gz"), Packed(Line((bytesMax / 2) + 1)));
            await File.WriteAllBytesAsync(Path.Combine(folder, "cut.ndjson.gz"), [1, 2, 3, 4]);

            Assert.Equal((2, 0, 0, 0), Counts(await a.Manifest(await Start(a, ["half.ndjson", "half.ndjson.gz"]))));
            foreach (var (file, code) in ((string, string)[])[("over.ndjson.gz", "too-long"), ("cut.ndjson.gz", "invalid")])
            {
                var manifest = await a.Manifest(await Start(a, ["half.ndjson", file]));
                Assert.Equal((0, 0, 0, 0), Counts(manifest));
                Assert.Equal(code, Assert.Single(await a.Lines(manifest, "error"))["issue"]![0]!["code"]!.GetValue<string>());
            }
            using var within = await Post(a, Line(bytesMax), null);
            using var beyond = await Post(a, Packed(Line(bytesMax + 1)), "gzip");
            Assert.Equal(HttpStatusCode.Accepted, within.StatusCode);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, beyond.StatusCode);
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(100 << 10)]
    [InlineData(3 << 20)]
    public async Task An_import_that_is_cancelled_while_its_lines_come_is_refused(int bytes)
    {
        var organisation = $"hospital-cancel-{bytes}";
        using var a = host.Hospital(organisation);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var request = new HttpRequestMessage(HttpMethod.Post, "$import")
        {
            Content = new StreamContent(pipe.Reader.AsStream()) { Headers = { ContentType = new("application/fhir+ndjson") } },
        };
        request.Headers.Add("Prefer", "respond-async");
        var (before, jobs) = (await Jobs(), new HashSet<Guid>());
        var posted = a.SendAsync(request);
        await pipe.Writer.WriteAsync(Line(bytes));
        for (var until = DateTime.UtcNow.AddSeconds(30); jobs.Count == 0 && DateTime.UtcNow < until; await Task.Delay(10))
            jobs = [.. (await Jobs()).Except(before)];

        Assert.Equal(HttpStatusCode.Accepted, (await a.Send(HttpMethod.Delete, $"$bulk/{jobs.Single()}")).Status);
        await pipe.Writer.WriteAsync(Line(bytes));
        await pipe.Writer.CompleteAsync();
        using var answer = await posted;

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("conflict", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["issue"]![0]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await a.Send(HttpMethod.Get, $"$bulk/{jobs.Single()}")).Status);
    }

    private async Task<HashSet<Guid>> Jobs()
    {
        await using var command = host.Database.CreateCommand("select id from record.bulk_job where state = 'receiving'");
        await using var rows = await command.ExecuteReaderAsync();
        var jobs = new HashSet<Guid>();
        while (await rows.ReadAsync())
            jobs.Add(rows.GetGuid(0));
        return jobs;
    }

    [Theory]
    [InlineData(StartImport.InputsMax, HttpStatusCode.UnprocessableEntity, "Parameters.parameter[499]")]
    [InlineData(StartImport.InputsMax + 1, HttpStatusCode.BadRequest, "Parameters.parameter")]
    public async Task An_import_names_so_many_files(int files, HttpStatusCode expected, string place)
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Settings.DataFolder, "import")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "one.ndjson"), Line(100));
        using var a = host.Hospital("hospital-files");
        // The last one is not there: that is told only when there are not too many.
        var urls = Enumerable.Repeat("file:one.ndjson", files - 1).Append("file:absent.ndjson");

        var (status, outcome, _) = await a.Send(HttpMethod.Post, "$import", Inputs(urls), ("Prefer", "respond-async"));

        Assert.Equal((expected, place), (status, outcome["issue"]![0]!["expression"]![0]!.GetValue<string>()));
    }

    // A Patient of its own, and blanks.
    private static byte[] Line(int bytes) => Encoding.UTF8.GetBytes(
        $$"""{"resourceType":"Patient","id":"{{Guid.NewGuid()}}"}""".PadRight(bytes - 1) + "\n");

    [Fact]
    public async Task A_sealed_page_opens_at_its_own_place_only()
    {
        var folder = host.Services.GetRequiredService<BulkFolder>();
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var bytes = await folder.Append(one, 1, 0, BulkLines.Of("line\n"u8, 1), default);
        var file = Path.Combine(host.Settings.DataFolder, "bulk", one.ToString("N"), "1.pages");
        Directory.CreateDirectory(Path.Combine(host.Settings.DataFolder, "bulk", other.ToString("N")));
        File.Copy(file, file.Replace(one.ToString("N"), other.ToString("N"), StringComparison.Ordinal));

        await foreach (var (page, next) in folder.Read(one, 1, 0, bytes, default))
            Assert.Equal(("line\n", bytes), (Encoding.UTF8.GetString(page.Unpack()), next));
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(async () =>
        {
            await foreach (var _ in folder.Read(other, 1, 0, bytes, default))
            {
            }
        });
    }

    private static int NumberOf(JsonObject outcome) =>
        int.Parse(outcome["issue"]![0]!["details"]!["text"]!.GetValue<string>().Split("line ")[1].Split(':')[0]);

    private static async Task<List<byte[]?>> Read(byte[] text)
    {
        var lines = new List<byte[]?>();
        await foreach (var line in LineReader.Lines(new MemoryStream(text), default))
            lines.Add(line);
        return lines;
    }

    private static JsonObject Inputs(params IEnumerable<string> urls) => new()
    {
        ["resourceType"] = "Parameters",
        ["parameter"] = new JsonArray([.. urls.Select(url => new JsonObject
        {
            ["name"] = "input", ["part"] = new JsonArray(new JsonObject { ["name"] = "url", ["valueUrl"] = url }),
        })]),
    };

    private static Task<string> Start(HttpClient http, IEnumerable<string> files) =>
        http.KickOff("$import", Inputs(files.Select(file => $"file:{file}")));

    internal static async Task<string> Upload(HttpClient http, byte[] lines)
    {
        using var response = await Post(http, lines, null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Content.Headers.ContentLocation!.ToString();
    }

    private static async Task<HttpResponseMessage> Post(HttpClient http, byte[] body, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "$import") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+ndjson");
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.Add("Prefer", "respond-async");
        return await http.SendAsync(request);
    }

    internal static (int Stored, int Updated, int Known, int Refused) Counts(JsonObject manifest)
    {
        var counts = manifest["extension"]![Manifests.ImportCounts]!;
        return (Count("stored"), Count("updated"), Count("known"), Count("refused"));
        int Count(string name) => counts[name]!.GetValue<int>();
    }

    // All but what each server stamps.
    private static string Content(JsonObject resource)
    {
        var content = resource.DeepClone().AsObject();
        content["meta"]!.AsObject().Remove("versionId");
        content["meta"]!.AsObject().Remove("lastUpdated");
        return content.ToJsonString();
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(text);
        return packed.ToArray();
    }

    private static async Task Pack(string from, string to) =>
        await File.WriteAllBytesAsync(to, Packed(await File.ReadAllBytesAsync(from)));
}

internal static class ImportClient
{
    public static async Task<JsonObject> Import(this HttpClient http, IEnumerable<JsonObject> lines) => await http.Manifest(
        await ImportTest.Upload(http, Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ToJsonString())))));
}
