using System.Globalization;
using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Writing;
using Phr.Planets.Http;
using Phr.Platform;
using Phr.Platform.Hosting;

namespace Phr.Planets.Bundles;

/// <summary>
/// What a transaction reads: all of it succeeds or nothing is stored (R4 http.html#transaction). Reads come last and see what was
/// written, so of one that writes they are tried before it: what would fail then makes it fail.
/// </summary>
internal sealed class ReadsOfTransaction(OwnRequests requests, HttpContext http)
{
    private const int FailureFrom = 400;

    /// <summary>Why a transaction that writes is refused; null where nothing is known to fail.</summary>
    public async Task<IResult?> Refuse(IReadOnlyList<EntryRequest> entries, TransactionPlan plan, CancellationToken ct)
    {
        if (plan.Writes.Count == 0)
            return null;
        var written = plan.Writes.Where(entry => entry.Id is not null || entry.Method == "PUT")
            .ToLookup(entry => $"{entry.Type}/{plan.Ids[entry.Index]}", entry => entry.Method);
        foreach (var entry in entries.Where(entry => entry.IsOwnRequest))
        {
            var path = entry.Url.Split('?')[0].Split('/');
            var methods = path.Length < 2 ? [] : written[$"{path[0]}/{path[1]}"].ToList();
            if (path.Length == 2 && methods.Contains("DELETE"))
                return FhirJson.Refused(DeletedByAnother(entry));
            // What another entry writes is there when it is read.
            if (methods.Count == 0 && RefusalOf(entry, (await requests.Run(entry, http, requests.NewBudget(), ct)).Item1) is { } failed)
                return failed;
        }
        return null;
    }

    /// <summary>Why a transaction is refused that only reads; null where nothing failed.</summary>
    /// <param name="answers">By index of the entry.</param>
    public static IResult? RefusalOf(IEnumerable<EntryRequest> entries, (BundleEntry Entry, ReadOnlyMemory<byte>)[] answers) =>
        entries.Select(entry => RefusalOf(entry, answers[entry.Index].Entry)).FirstOrDefault(refusal => refusal is not null);

    private static IResult? RefusalOf(EntryRequest entry, BundleEntry answer)
    {
        var status = int.Parse(answer.Response!.Status.Split(' ')[0], CultureInfo.InvariantCulture);
        if (status < FailureFrom)
            return null;
        using var outcome = FhirDocument.ParseLenient(answer.Response.Outcome).Document;
        var issue = outcome is null ? default : outcome.Root.Children("issue").FirstOrDefault();
        var reason = $"{issue.Child("diagnostics").Text} All of a transaction is done or nothing.".TrimStart();
        return FhirJson.Outcomes(
            status, [FhirJson.IssueOf(new ErrorAnswer(status, reason, $"{entry.Place}.request.url", issue.Child("code").Text))]);
    }

    private static Refusal DeletedByAnother(EntryRequest entry) => new(
        RefusalKind.Gone, "Another entry deletes what this one reads. All of a transaction is done or nothing.",
        $"{entry.Place}.request.url", "deleted");
}
