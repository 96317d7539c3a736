using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Consent.Accounts;

/// <summary>A person who proved to be who they say.</summary>
/// <param name="Methods">
/// Authentication methods (RFC 8176): <c>pwd</c> and <c>otp</c>; <c>rc</c> where a recovery code stood in for the latter.
/// </param>
public sealed record SignedIn(Account Account, IReadOnlyList<string> Methods);

/// <summary>
/// Password and one-time code, judged together: who fails does not learn which of them was wrong, whether the account exists, or
/// whether it is locked.
/// </summary>
public sealed class SignInAttempt(
    UserManager<Account> users, NpgsqlDataSource database, SecretSeal seal, IOptions<ConsentOptions> options, TimeProvider clock)
{
    private static readonly string Begin = Sql.Load(typeof(SignInAttempt), "Accounts/begin-attempt.sql");
    private static readonly string End = Sql.Load(typeof(SignInAttempt), "Accounts/end-attempt.sql");
    private static readonly string UseStep = Sql.Load(typeof(SignInAttempt), "Accounts/use-totp-step.sql");
    private static readonly string UseRecoveryCode = Sql.Load(typeof(SignInAttempt), "Accounts/use-recovery-code.sql");

    // Compared with when there is nobody to compare with, so that an unknown login takes as long as a known one.
    private static string? s_nobodysHash;

    /// <summary>The account, or null.</summary>
    /// <param name="code">Six digits of the authenticator, or a recovery code.</param>
    public async Task<SignedIn?> Judge(string login, string password, string code, CancellationToken ct)
    {
        var account = await users.FindByNameAsync(login.Trim());
        if (account is null || !await BeginAttempt(account.Id, ct))
        {
            s_nobodysHash ??= users.PasswordHasher.HashPassword(account!, "nobody");
            users.PasswordHasher.VerifyHashedPassword(account!, s_nobodysHash, password);
            return null;
        }
        // The code is looked at only with the right password, so that no stranger can use up codes.
        if (!await users.CheckPasswordAsync(account, password) || await UseCode(account, code.Trim(), ct) is not { } method)
            return null;
        await Did(database.Statement(End, account.Id), ct);
        return new SignedIn(account, ["pwd", method]);
    }

    private Task<bool> BeginAttempt(Guid account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lockedUntil = now.AddMinutes(options.Value.LockoutMinutes);
        return Did(database.Statement(Begin, account, now, options.Value.FailedSignInsMax, lockedUntil), ct);
    }

    private async Task<string?> UseCode(Account account, string code, CancellationToken ct)
    {
        var secret = seal.Open(account.TotpSecret, AccountBook.TotpPurpose)
            ?? throw new InvalidOperationException("A TOTP secret was sealed with another key than this service's.");
        var now = clock.GetUtcNow();
        if (Totp.Step(secret, code, now) is { } step)
            return await Did(database.Statement(UseStep, account.Id, step), ct) ? "otp" : null;
        return await Did(database.Statement(UseRecoveryCode, account.Id, AccountBook.RecoveryHash(code), now), ct) ? "rc" : null;
    }

    // Each of the statements returns a row when it did what it says.
    private static async Task<bool> Did(NpgsqlCommand statement, CancellationToken ct)
    {
        await using (statement)
            return await statement.ExecuteScalarAsync(ct) is not null;
    }
}
