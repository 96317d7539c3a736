using System.Buffers;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Writing;

namespace Phr.Planets.Http;

/// <summary>A Bundle as an answer; the resources go in as the bytes they are stored as.</summary>
public sealed record BundleResult(BundleHead Head, IEnumerable<(BundleEntry Entry, ReadOnlyMemory<byte> Resource)> Entries) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = FhirJson.ContentType;
        using (var bundle = new BundleWriter(response.BodyWriter, Head))
        {
            foreach (var (entry, resource) in Entries)
                bundle.Add(entry, resource.Span);
        }
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
