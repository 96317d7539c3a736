using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Search;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Bodies packed with gzip, of every kind that the FHIR API takes.</summary>
public sealed class PackedBodyTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Patient", "application/fhir+json", """{"resourceType":"Patient","name":[{"family":"Packed"}]}""", 201)]
    [InlineData("Patient", "application/fhir+xml", """<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>""", 201)]
    [InlineData("Binary", "text/plain", "packed", 201)]
    [InlineData("", "application/fhir+json", """{"resourceType":"Bundle","type":"batch"}""", 200)]
    [InlineData("Patient/_search", "application/x-www-form-urlencoded", "family=Packed", 200)]
    [InlineData("AuditEvent/_search", "application/x-www-form-urlencoded", "_count=1", 200)]
    [InlineData("Subscription/_search", "application/x-www-form-urlencoded", "status=active", 200)]
    [InlineData("$graphql", "application/graphql", "{ __schema { queryType { name } } }", 200)]
    [InlineData("Patient/_search", "text/plain", "family=Packed", 415)]
    public async Task Whatever_is_sent_may_be_packed(string path, string type, string body, int status)
    {
        using var answer = await Post(path, Packed(body), type, "gzip");

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task What_is_no_gzip_and_what_is_packed_otherwise_is_refused_with_an_OperationOutcome()
    {
        using var broken = await Post("Patient", [1, 2, 3, 4], "application/fhir+json", "gzip");
        using var unknown = await Post("Patient", Packed("{}"), "application/fhir+json", "br");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType), (broken.StatusCode, unknown.StatusCode));
        foreach (var refused in (HttpResponseMessage[])[broken, unknown])
        {
            var outcome = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
            Assert.Equal("OperationOutcome", outcome["resourceType"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData(new byte[] { 7 }, 400)]
    [InlineData(new byte[] { 0x1f }, 400)]
    [InlineData(new byte[] { 0x1f, 0x8b, 8 }, 400)]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'x', (byte)'"', (byte)'}' }, 400)]
    [InlineData(new byte[0], 201)]
    public async Task Nothing_follows_the_gzip(byte[] behind, int status)
    {
        var packed = Packed("""{"resourceType":"Patient"}""");

        using var answer = await Post("Patient", [.. packed, .. behind], "application/fhir+json", "gzip");
        using var second = await Post("Patient", [.. packed, .. Packed("\n"), .. behind], "application/fhir+json", "gzip");
        using var cut = await Post("Patient", packed[..^3], "application/fhir+json", "gzip");

        Assert.Equal((status, status, 400), ((int)answer.StatusCode, (int)second.StatusCode, (int)cut.StatusCode));
    }

    [Theory]
    [InlineData(SearchForm.BytesMax, HttpStatusCode.OK)]
    [InlineData(SearchForm.BytesMax + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_form_has_its_limit_when_it_is_inflated(int bytes, HttpStatusCode expected)
    {
        var form = "_count=1&".PadRight(bytes, '&');

        using var answer = await Post("Patient/_search", Packed(form), SearchForm.ContentType, "gzip");

        Assert.Equal(expected, answer.StatusCode);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> Post(string path, byte[] body, string type, string coding)
    {
        using var a = host.Hospital("hospital-a");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Content.Headers.ContentEncoding.Add(coding);
        return await a.SendAsync(request);
    }
}
