using System.Globalization;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bundles;

/// <summary>Entries of a batch or transaction that change nothing together with others: any GET of the API, searches by POST, and
/// operations; each is run as a request of its own.</summary>
public sealed class OwnRequests(InnerRequests requests, FhirEndpoint fhir, BundleOptions options)
{
    /// <summary>For the answers to the entries of one Bundle.</summary>
    public AnswerBudget NewBudget() => new(options.AnswerBytesMax);

    /// <summary>Why an entry, or all of a transaction, is not answered as asked.</summary>
    public Refusal TooMuch(string place) => new(
        RefusalKind.TooLarge,
        $"The answers to the entries of one Bundle have at most {options.AnswerBytesMax} bytes together. Ask for this one by itself.", place,
        "too-costly");

    public async Task<(BundleEntry, ReadOnlyMemory<byte>)> Run(
        EntryRequest entry, HttpContext http, AnswerBudget budget, CancellationToken ct)
    {
        var share = budget.NewShare();
        var answer = await requests.Run(RequestSource.Of(http.Request), Request(entry) with { Share = share }, ct);
        if (share.IsOver)
        {
            var refusal = TooMuch(entry.Place);
            // What an operation changed stays so, and its status says it.
            return EntryAnswers.Of(
                entry.IsChangingOperation ? answer.Status : refusal.Status, [FhirJson.IssueOf(ErrorAnswer.Of(refusal))]);
        }
        var version = answer.Headers.ETag.ToString() is { Length: > 0 } tag ? tag : null;
        var updated = DateTimeOffset.TryParse(
            answer.Headers.LastModified.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
                : (DateTimeOffset?)null;
        // A job's status, of operations that nobody waits for.
        var location = answer.Headers.ContentLocation.ToString() is { Length: > 0 } job ? job : null;
        var response = new BundleResponse(EntryAnswers.Status(answer.Status), location, version, updated);
        var type = answer.Headers.ContentType.ToString();
        var isResource = type == FhirJson.ContentType;
        if (answer.Status >= 400 && isResource)
            return (new BundleEntry(Response: response with { Outcome = answer.Body }), default);
        var body = isResource || answer.Body.IsEmpty ? answer.Body : BinaryContent.Of(type, answer.Body.Span);
        return (new BundleEntry(entry.IsRead ? $"{fhir.Url}{entry.Url}" : null, Response: response), body);
    }

    private static InnerRequest Request(EntryRequest entry) => new(entry.Method, entry.Url)
    {
        Headers = [.. Headers(entry)],
        Body = entry.Form is { } form ? form : entry.Resource.Exists ? entry.Resource.RawJson.ToArray() : default,
        ContentType = entry.Form is null ? FhirJson.ContentType : SearchForm.ContentType,
    };

    private static IEnumerable<KeyValuePair<string, string>> Headers(EntryRequest entry)
    {
        if (entry.IfNoneMatch is { } tag)
            yield return new("If-None-Match", tag);
        if (entry.IfModifiedSince is { } since)
            yield return new("If-Modified-Since", since);
    }
}
