using System.Globalization;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Writing;
using Phr.Planets.Http;

namespace Phr.Planets.Bundles;

/// <summary>Reads inside a batch or transaction: any GET of the API, run as a request of its own.</summary>
public sealed class EntryReads(InnerRequests requests, FhirEndpoint fhir)
{
    public async Task<(BundleEntry, ReadOnlyMemory<byte>)> Read(EntryRequest entry, HttpContext http, CancellationToken ct)
    {
        var answer = await requests.Run(RequestSource.Of(http.Request), entry.Method, entry.Url, Headers(entry), ct);
        var version = answer.Headers.ETag.ToString() is { Length: > 0 } tag ? tag : null;
        var updated = DateTimeOffset.TryParse(
            answer.Headers.LastModified.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
                : (DateTimeOffset?)null;
        var response = new BundleResponse(EntryAnswers.Status(answer.Status), null, version, updated);
        return answer.Status >= 400
            ? (new BundleEntry(Response: response with { Outcome = answer.Body }), default)
            : (new BundleEntry($"{fhir.Url}{entry.Url}", Response: response), answer.Body);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(EntryRequest entry)
    {
        if (entry.IfNoneMatch is { } tag)
            yield return new("If-None-Match", tag);
        if (entry.IfModifiedSince is { } since)
            yield return new("If-Modified-Since", since);
    }
}
