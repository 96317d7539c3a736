using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Clients;

/// <summary><c>PUT /internal/parties/{code}</c>: an operator registers an organisation or study, or renames it.</summary>
internal static class RegisterParty
{
    private static readonly string Upsert = Sql.Load(typeof(RegisterParty), "Clients/upsert-party.sql");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/internal/parties/{code}", Handle).RequireCaller(CallerRole.System);

    private static readonly Refusal OtherKind = new(
        RefusalKind.Conflict, "The code is that of an organisation or study already, and stays so.", "code");

    private static async Task<IResult> Handle(
        string code, PartyRegistration party, NpgsqlDataSource database, PartyDirectory directory, CancellationToken ct)
    {
        await using var command = database.Statement(Upsert, code, party.NameJa, party.NameEn, party.IsStudy);
        try
        {
            if (await command.ExecuteScalarAsync(ct) is null)
                return ProblemJson.Result(OtherKind);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            var place = e.ConstraintName?.Replace("party_", "", StringComparison.Ordinal).Replace("_check", "", StringComparison.Ordinal);
            return ProblemJson.Result(
                new(RefusalKind.Unprocessable, "A code has 1 to 63 of a-z, 0-9 and -; names have 1 to 200 letters.", place));
        }
        directory.Forget();
        return Results.NoContent();
    }

    private sealed record PartyRegistration(string NameJa, string NameEn, bool IsStudy = false);
}
