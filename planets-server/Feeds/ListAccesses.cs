using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Feeds;

/// <summary>
/// <c>GET /internal/accesses?after=&amp;limit=</c>: who asked for the records of people with an account, in the order of number, for
/// consent-service, which shows it to the person. <c>upTo</c> is the last of the journal that was looked at: the <c>after</c> of the next page.
/// </summary>
public static class ListAccesses
{
    /// <summary>Of the journal that one page looks at.</summary>
    public const int LimitMax = 1_000;

    private static readonly string Select = Sql.Load(typeof(ListAccesses), "Feeds/list-accesses.sql");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/accesses", Handle);

    private static async Task<IResult> Handle(HttpContext http, NpgsqlDataSource database, CancellationToken ct, long after = 0, int limit = LimitMax)
    {
        if (http.Caller().Client != Access.Authors.Accounts)
            return ProblemJson.Result(new Refusal(RefusalKind.Forbidden, "Only consent-service reads the access journal."));
        if (after < 0 || limit is < 1 or > LimitMax)
            return ProblemJson.Result(new Refusal(RefusalKind.Invalid, $"after is at least 0 and limit 1 to {LimitMax}.", "limit"));
        await using var command = database.CreateCommand(Select);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = Access.Authors.PhonePrefix });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var (entries, upTo) = (new List<AccessRow>(), after);
        while (await rows.ReadAsync(ct))
        {
            upTo = rows.GetInt64(0);
            if (rows.IsDBNull(2))
                continue;
            entries.Add(new AccessRow(
                upTo, rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2), rows.GetString(3),
                rows.IsDBNull(4) ? null : rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetString(8),
                rows.IsDBNull(9) ? null : rows.GetString(9), rows.GetString(10), rows.GetInt32(11), rows.GetGuid(12)));
        }
        return Results.Json(new { entries, upTo });
    }

    /// <param name="Patient">Id of the person's own Patient.</param>
    private sealed record AccessRow(
        long Number, DateTimeOffset Time, string Patient, string Actor, string? Organisation, string Role, string Client, string Purpose,
        string Interaction, string? Type, string Outcome, int Count, Guid Decision);
}
