using Npgsql;
using Phr.Platform.Identity;

namespace Phr.Planets.Audit;

/// <summary>
/// Reads who did what: accesses from the journal, changes from the log, which keeps who made them. A person reads what
/// was done with their record, without saying more of it than they may read; an organisation's systems and its auditors
/// what its own people and systems did; a clinician what they did themselves.
/// </summary>
/// <param name="walkedMax">Accesses, and positions of the log, that one page looks through.</param>
public sealed class AuditTrail(NpgsqlDataSource database, AuditRows rows, int walkedMax = AuditWalk.WalkedMax)
{
    /// <summary>A page in order, the newest first, and where the next one begins; null on the last.</summary>
    public async Task<(IReadOnlyList<AuditRecord> Records, AuditPlace? Next)> Page(
        AuditQuery query, AuditScope scope, Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var walk = scope is AuditScope.OfPerson || query.Patient is not null || query.Id is not null
            ? AuditWalk.Whole
            : await AuditWalk.Find(connection, query, (scope as AuditScope.OfOrganisation)?.Code, walkedMax, ct);
        var accesses = query.Id is null or ['a', ..] ? await rows.Accesses(connection, query, scope, walk, ct) : [];
        var changes = query.Id is null or ['w', ..] && MayBeChanges(query)
            ? await rows.Changes(connection, query, scope, walk, ct) : [];
        var all = accesses.Concat(changes).Where(one => one.At >= walk.Floor)
            .OrderByDescending(one => one.At).ThenByDescending(one => one.Order).ToList();
        var page = all.Take(query.Count).Select(one => Told(one, scope, caller)).ToList();
        return (page, all.Count > query.Count ? After(page, query.Before) : Beyond(page, query.Before, walk));
    }

    private static bool MayBeChanges(AuditQuery query) =>
        (query.Outcomes is null || query.Outcomes.Contains("0"))
        && (query.Interactions is null || query.Interactions.Any(one => one is "create" or "update" or "delete"));

    // What others looked for names what the person may not have been told.
    private static AuditRecord Told(AuditRecord record, AuditScope scope, Caller caller) =>
        scope is not AuditScope.OfPerson || record.Id[0] == 'w' || record.Actor.Account == caller.Subject
            ? record
            : record with
            {
                Query = null,
                Target = record.Target?.StartsWith("Patient/", StringComparison.Ordinal) == true ? record.Target : null,
            };

    private static AuditPlace After(IReadOnlyList<AuditRecord> page, AuditPlace before)
    {
        var access = page.LastOrDefault(one => one.Id[0] == 'a');
        var change = page.LastOrDefault(one => one.Id[0] == 'w');
        return new AuditPlace(access?.At ?? before.At, access?.Order ?? before.Number, change?.Order ?? before.Position);
    }

    // What a walk ended at was looked at, unless it is below the floor of the other's.
    private static AuditPlace? Beyond(IReadOnlyList<AuditRecord> page, AuditPlace before, AuditWalk walk)
    {
        if (walk is { Access: null, Change: null })
            return null;
        var place = After(page, before);
        if (walk.Access is var (at, number) && at >= walk.Floor)
            place = place with { At = at, Number = number };
        if (walk.Change is var (position, recorded) && recorded >= walk.Floor)
            place = place with { Position = position };
        return place;
    }
}
