using System.Buffers;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bundles;

/// <summary>Answers of single entries in the response Bundle.</summary>
internal static class EntryAnswers
{
    public static (BundleEntry, ReadOnlyMemory<byte>) Of(Written written, FhirEndpoint fhir, string preference)
    {
        var location = written.Status == 204 ? null : written.Version == 0
            ? $"{written.Type}/{written.Id}"
            : $"{written.Type}/{written.Id}/_history/{written.Version}";
        var response = new BundleResponse(
            Status(written.Status), location, written.Version == 0 ? null : ETags.Of(written.Version),
            written.Version == 0 ? null : written.LastUpdated)
        {
            Outcome = preference == "operationoutcome" ? Outcome([WrittenResult.IssueOf(written)]) : default,
        };
        var fullUrl = written.Status == 204 ? null : $"{fhir.Url}{written.Type}/{written.Id}";
        return (new BundleEntry(fullUrl, null, null, response), preference == "representation" ? written.Body : default);
    }

    /// <summary>The answer to a write, without the resource where that has no place: what is written stays so.</summary>
    public static (BundleEntry, ReadOnlyMemory<byte>) Within(
        AnswerBudget budget, (BundleEntry Entry, ReadOnlyMemory<byte> Resource) answer) =>
        budget.NewShare().TryTake(answer.Resource.Length) ? answer : (answer.Entry, default);

    public static (BundleEntry, ReadOnlyMemory<byte>) Of(Refusal refusal) =>
        Of(refusal.Status, [FhirJson.IssueOf(ErrorAnswer.Of(refusal))]);

    public static (BundleEntry, ReadOnlyMemory<byte>) Of(int status, IEnumerable<Issue> issues) =>
        (new BundleEntry(Response: new BundleResponse(Status(status)) { Outcome = Outcome(issues) }), default);

    private static ReadOnlyMemory<byte> Outcome(IEnumerable<Issue> issues)
    {
        var outcome = new ArrayBufferWriter<byte>();
        OperationOutcomeJson.Write(outcome, issues);
        return outcome.WrittenMemory;
    }

    internal static string Status(int status) => status switch
    {
        200 => "200 OK",
        201 => "201 Created",
        204 => "204 No Content",
        304 => "304 Not Modified",
        400 => "400 Bad Request",
        401 => "401 Unauthorized",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        405 => "405 Method Not Allowed",
        406 => "406 Not Acceptable",
        409 => "409 Conflict",
        410 => "410 Gone",
        412 => "412 Precondition Failed",
        413 => "413 Content Too Large",
        422 => "422 Unprocessable Entity",
        503 => "503 Service Unavailable",
        _ => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
