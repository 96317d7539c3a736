using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>
/// <c>POST /internal/accounts</c>: an operator makes an account. The answer holds the authenticator's secret and the recovery codes, once.
/// </summary>
internal static class CreateAccount
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/accounts", Handle).RequireCaller(CallerRole.System);

    private static async Task<IResult> Handle(HttpRequest request, AccountBook book, OwnPatients patients, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            return ProblemJson.Result(new(Platform.RefusalKind.UnsupportedMediaType, "The body has to be application/json."));
        AccountDraft? draft;
        try
        {
            draft = await request.ReadFromJsonAsync<AccountDraft>(Format, ct);
        }
        catch (JsonException e)
        {
            return ProblemJson.Result(new(Platform.RefusalKind.Invalid, "The body is no account.", e.Path));
        }
        if (draft is not { Login: not null, Password: not null, Name: not null, Kana: not null })
            return ProblemJson.Result(new(Platform.RefusalKind.Invalid, "An account has a role, login, password, name and kana."));
        var (made, refusal) = await book.Create(draft, ct);
        if (made is null)
            return ProblemJson.Result(refusal!);
        // Tried at once, so that the account is usually complete; where it fails the loop goes on.
        var patient = draft.Role == AccountRole.Patient ? await patients.Ensure(made.Account.Id, ct) : null;
        var answer = new AccountMade(
            made.Account.Id, made.Account.UserName!, patient, Totp.ToBase32(made.TotpSecret),
            Totp.EnrolmentUri(made.TotpSecret, "Phr", made.Account.UserName!).AbsoluteUri, made.RecoveryCodes);
        return Results.Json(answer, Format, statusCode: StatusCodes.Status201Created);
    }

    private sealed record AccountMade(
        Guid Id, string Login, string? Patient, string TotpSecret, string TotpUri, IReadOnlyList<string> RecoveryCodes);
}
