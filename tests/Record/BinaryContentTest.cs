using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A Binary over HTTP as what it holds. R4 binary.html#rest.</summary>
public sealed class BinaryContentTest(RecordHost host) : IClassFixture<RecordHost>
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 255];

    [Fact]
    public async Task A_picture_goes_in_and_out_as_a_picture_and_is_a_resource_to_who_asks_for_one()
    {
        using var a = host.Hospital("hospital-a");

        using var made = await Sent(a, HttpMethod.Post, "Binary", Picture, "image/png");
        var id = made.Headers.Location!.AbsolutePath.Split('/')[^3];
        using var given = await Asked(a, $"Binary/{id}", "image/*");
        var resource = await a.Search($"Binary/{id}");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.StatusCode, given.StatusCode));
        Assert.Equal("image/png", given.Content.Headers.ContentType?.ToString());
        Assert.Equal(Picture, await given.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", Assert.Single(given.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(("image/png", Convert.ToBase64String(Picture)), ((string)resource["contentType"]!, (string)resource["data"]!));
    }

    [Fact]
    public async Task An_update_replaces_what_it_holds()
    {
        using var a = host.Hospital("hospital-a");
        using var made = await Sent(a, HttpMethod.Put, "Binary/letter-1", "one"u8.ToArray(), "text/plain; charset=utf-8");
        using var again = await Sent(a, HttpMethod.Put, "Binary/letter-1", "two"u8.ToArray(), "text/plain; charset=utf-8");

        using var given = await Asked(a, "Binary/letter-1", "text/plain");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.StatusCode, again.StatusCode));
        Assert.Equal("two", await given.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whom_it_belongs_to_decides_who_is_given_it()
    {
        var person = await host.LinkedPerson();
        using var a = host.Hospital("hospital-a");
        using var c = host.Hospital("hospital-c");
        using var made = await Sent(a, HttpMethod.Post, "Binary", Picture, "image/png", $"Patient/{person.AtA}");
        var id = made.Headers.Location!.AbsolutePath.Split('/')[^3];

        using var own = await Asked(a, $"Binary/{id}", "image/png");
        using var other = await Asked(c, $"Binary/{id}", "image/png");

        Assert.Equal($"Patient/{person.AtA}", (string?)(await a.Search($"Binary/{id}"))["securityContext"]!["reference"]);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, other.StatusCode));
        Assert.Equal("application/fhir+json", other.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_it_does_not_hold_is_not_acceptable()
    {
        using var a = host.Hospital("hospital-a");
        using var made = await Sent(a, HttpMethod.Post, "Binary", Picture, "image/png");
        var id = made.Headers.Location!.AbsolutePath.Split('/')[^3];

        using var given = await Asked(a, $"Binary/{id}", "image/jpeg");
        using var listed = await Asked(a, "Binary?_count=1", "image/png");

        Assert.Equal((HttpStatusCode.NotAcceptable, HttpStatusCode.NotAcceptable), (given.StatusCode, listed.StatusCode));
        Assert.Contains("OperationOutcome", await given.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Sent(
        HttpClient client, HttpMethod method, string path, byte[] content, string type, string? context = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (context is not null)
            request.Headers.Add("X-Security-Context", context);
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> Asked(HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accept);
        return await client.SendAsync(request);
    }
}
