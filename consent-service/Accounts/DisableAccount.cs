using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>
/// <c>PUT /internal/accounts/{id}/disabled</c>: an operator shuts an account (<c>true</c>) or opens it again. It takes effect at the next
/// sign-in or renewal of a token.
/// </summary>
internal static class DisableAccount
{
    private static readonly string Disable = Sql.Load(typeof(DisableAccount), "Accounts/disable-account.sql");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/internal/accounts/{id:guid}/disabled", Handle).RequireCaller(CallerRole.System);

    private static async Task<IResult> Handle(Guid id, [FromBody] bool disabled, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.Statement(Disable, id, disabled);
        return await command.ExecuteScalarAsync(ct) is null
            ? ProblemJson.Result(new(RefusalKind.NotFound, "There is no such account."))
            : Results.NoContent();
    }
}
