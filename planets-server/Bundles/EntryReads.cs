using Microsoft.AspNetCore.Http;
using Phr.Fhir.Writing;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Record;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Bundles;

/// <summary>Reads inside a batch or transaction: <c>GET Type/id</c>.</summary>
public sealed class EntryReads(RecordReads reads, TokenKeys keys, AccessJournal journal, FhirEndpoint fhir)
{
    public async Task<(BundleEntry, ReadOnlyMemory<byte>)> Read(EntryRequest entry, HttpContext http, CancellationToken ct)
    {
        if (entry.Id is not { } id)
        {
            return EntryAnswers.Of(new Refusal(
                RefusalKind.Invalid, "Searches inside a Bundle are not supported; send them by themselves.", entry.Place, "not-supported"));
        }
        var visibility = http.Visibility(ScopeAccess.Read, keys);
        if (visibility.IsRefused(out var refusal))
            return EntryAnswers.Of(refusal);
        var found = await reads.Present(entry.Type, id, visibility.Value, ct);
        await journal.Record(
            Accesses.Of(http, "read", entry.Type, Record.Read.Named(entry.Type, id), found is { IsDeletion: false } ? [found.Stream] : []), ct);
        return found?.Body is { } body
            ? EntryAnswers.Found($"{fhir.Url}{entry.Type}/{id}", found.Version, found.LastUpdated, body)
            : EntryAnswers.Of(new Refusal(RefusalKind.NotFound, $"No such {entry.Type} is here for you.", entry.Place, "not-found"));
    }
}
