using System.Text;
using Microsoft.AspNetCore.Http;
using Phr.Planets.Http;

namespace Phr.Tests.Record;

/// <summary>The limit of answers in XML, without a server around it.</summary>
public sealed class XmlAnswerTest
{
    private static readonly byte[] Patient = "{\"resourceType\":\"Patient\",\"active\":true}"u8.ToArray();

    [Theory]
    [InlineData(0, "application/fhir+json; charset=utf-8", 200, "<Patient")]
    [InlineData(1, "application/fhir+json; charset=utf-8", 406, "<OperationOutcome")]
    [InlineData(1, "application/fhir+ndjson", 406, "<OperationOutcome")]
    public async Task An_answer_has_as_many_bytes_as_are_told_and_no_more(int over, string contentType, int status, string begin)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/fhir/Patient/1";
        http.Request.Headers.Accept = "application/fhir+xml";
        using var body = new MemoryStream();
        http.Response.Body = body;

        await XmlAnswer.Take(http, async answering =>
        {
            answering.Response.ContentType = contentType;
            await answering.Response.Body.WriteAsync(Patient);
            var space = Enumerable.Repeat((byte)' ', XmlAnswer.BytesMax - Patient.Length + over).ToArray();
            await answering.Response.Body.WriteAsync(space);
        });

        Assert.Equal((status, "application/fhir+xml; charset=utf-8"), (http.Response.StatusCode, http.Response.ContentType));
        Assert.Contains(begin, Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
