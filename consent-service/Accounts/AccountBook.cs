using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>An account just made, with what its owner is shown once.</summary>
/// <param name="TotpSecret">For the authenticator app.</param>
/// <param name="RecoveryCodes">Each signs in once in place of an authenticator code.</param>
public sealed record NewAccount(Account Account, byte[] TotpSecret, IReadOnlyList<string> RecoveryCodes);

/// <summary>Makes and finds accounts.</summary>
public sealed class AccountBook(UserManager<Account> users, AccountsContext context, SecretSeal seal, TimeProvider clock)
{
    public const int RecoveryCodesGiven = 10;

    /// <summary>What a TOTP secret is sealed for.</summary>
    public const string TotpPurpose = "totp";

    private const int RecoveryCodeBytes = 10;

    private static readonly string InsertRecoveryCodes = Sql.Load(typeof(AccountBook), "Accounts/insert-recovery-codes.sql");

    /// <summary>Makes the account, or says what is wrong with the draft (422) or taken already (409).</summary>
    public async Task<(NewAccount? Made, Refusal? Refusal)> Create(AccountDraft draft, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (draft.Fault(DateOnly.FromDateTime(now.UtcDateTime)) is { } fault)
            return (null, fault);
        // Before the password is hashed, which is made to take long.
        if (await users.FindByNameAsync(draft.Login.Trim()) is not null)
            return (null, LoginTaken);
        var secret = draft.TotpSecret is { } given ? Totp.FromBase32(given) : RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        var codes = Enumerable.Range(0, RecoveryCodesGiven).Select(_ => NewRecoveryCode()).ToList();
        var account = Draw(draft, secret, now);
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        try
        {
            var result = await users.CreateAsync(account, draft.Password);
            if (!result.Succeeded)
                return (null, Told(result.Errors.First()));
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException postgres && Taken(postgres) is { } refusal)
        {
            return (null, refusal);
        }
        await KeepRecoveryCodes(account.Id, codes, ct);
        await transaction.CommitAsync(ct);
        return (new NewAccount(account, secret, codes), null);
    }

    public Task<Account?> Find(Guid id, CancellationToken ct) =>
        context.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.Id == id, ct);

    /// <summary>SHA-256 of a recovery code. It has 80 random bits, so that a slow hash would add nothing.</summary>
    public static byte[] RecoveryHash(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant()));

    private Account Draw(AccountDraft draft, byte[] secret, DateTimeOffset now) => new()
    {
        Id = new Guid(RandomNumberGenerator.GetBytes(16)),
        UserName = draft.Login.Trim(),
        Role = draft.Role,
        Organisation = draft.Organisation,
        Name = draft.Name.Trim(),
        Kana = JapaneseText.ToKatakana(draft.Kana).Trim(),
        BirthDate = draft.BirthDate,
        Sex = draft.Sex,
        InsuredPerson = draft.InsuredPerson is { } number ? InsuredPersonNumber.Parse(number)!.ToString() : null,
        InsuredPersonVerified = draft.InsuredPersonVerified,
        TotpSecret = seal.Seal(secret, TotpPurpose),
        CreatedAt = now,
    };

    private async Task KeepRecoveryCodes(Guid account, IEnumerable<string> codes, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(InsertRecoveryCodes, (NpgsqlConnection)context.Database.GetDbConnection())
            .With(account, codes.Select(RecoveryHash).ToArray());
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static string NewRecoveryCode()
    {
        var text = Totp.ToBase32(RandomNumberGenerator.GetBytes(RecoveryCodeBytes));
        return $"{text[..4]}-{text[4..8]}-{text[8..12]}-{text[12..]}";
    }

    private static Refusal Told(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => LoginTaken,
        nameof(IdentityErrorDescriber.InvalidUserName) =>
            new(RefusalKind.Unprocessable, LoginNames.Rule, "login"),
        _ => new(RefusalKind.Unprocessable, error.Description, "password"),
    };

    private static Refusal? Taken(PostgresException e) => e.ConstraintName switch
    {
        "account_user_name" => LoginTaken,
        "account_insured_person" =>
            new(RefusalKind.Conflict, "Another account was verified with this insured-person number.", "insuredPerson"),
        "account_organisation_fkey" =>
            new(RefusalKind.Unprocessable, "No organisation is registered under this code.", "organisation"),
        _ => null,
    };

    private static Refusal LoginTaken => new(RefusalKind.Conflict, "This login name is taken.", "login");
}
