using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Consent.Clients;
using Phr.Consent.Consents;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.AccessLog;

/// <summary>
/// <c>GET /internal/people/{patient}/accesses?count=&amp;before=</c>: who saw or changed a person's record, or tried to, newest first. For
/// the person, with their own token, and for our services. The next page begins before <c>next</c>.
/// </summary>
internal static class ListAccesses
{
    public const int CountDefault = 50;
    public const int CountMax = 200;

    private static readonly string List = Sql.Load(typeof(ListAccesses), "AccessLog/list-accesses.sql");

    private static readonly Refusal NotYours = new(RefusalKind.Forbidden, "The token is another person's.");

    private static readonly Refusal WrongCount = new(RefusalKind.Invalid, $"A page has 1 to {CountMax} accesses.", "count");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/people/{patient}/accesses", Handle).RequireCaller(CallerRole.Patient, CallerRole.Service);

    private static async Task<IResult> Handle(
        string patient, int? count, long? before, HttpContext context, AccessReader reader, NpgsqlDataSource database,
        PartyDirectory parties, CancellationToken ct)
    {
        if (context.Caller() is { Role: CallerRole.Patient } person && person.Patient != patient)
            return ProblemJson.Result(NotYours);
        if (count is < 1 or > CountMax)
            return ProblemJson.Result(WrongCount);
        // Whoever looks wants to see what happened just now, not at the last reading.
        await reader.TryCatchUp(ct);
        var limit = count ?? CountDefault;
        var accesses = await Read(database, patient, before ?? long.MaxValue, limit + 1, ct);
        var find = await parties.Current(ct);
        return Results.Json(new
        {
            accesses = accesses.Take(limit).Select(access => Shown(access, find)),
            next = accesses.Count > limit ? accesses[limit - 1].Number : (long?)null,
        }, ConsentMeaning.Json);
    }

    private static object Shown(Access access, FindParty find) => new
    {
        access.Number, access.Time, access.Actor, access.Organisation, access.Role, access.Client, access.Purpose, access.Interaction,
        access.Type, access.Outcome, access.Count, access.Decision, sentence = AccessSentence.Of(access, find),
    };

    private static async Task<List<Access>> Read(NpgsqlDataSource database, string patient, long before, int limit, CancellationToken ct)
    {
        await using var command = database.Statement(List, patient, before, limit);
        await using var row = await command.ExecuteReaderAsync(ct);
        var accesses = new List<Access>();
        while (await row.ReadAsync(ct))
            accesses.Add(new Access(
                row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), Text(row, 4), row.GetString(5),
                row.GetString(6), Text(row, 7), row.GetString(8), Text(row, 9), Enum.Parse<AccessOutcome>(row.GetString(10), true),
                row.GetInt32(11), Text(row, 12)));
        return accesses;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
