using Microsoft.AspNetCore.Identity;

namespace Phr.Consent.Accounts;

/// <summary>What a login name may look like.</summary>
public sealed class LoginNames : IUserValidator<Account>
{
    public const string Rule = "A login name has 3 to 100 letters, digits, and .-_@+.";

    private const int CharactersMin = 3;
    private const int CharactersMax = 100;

    public static bool IsOne(string login) =>
        login.Length is >= CharactersMin and <= CharactersMax
        && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+');

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user) => Task.FromResult(
        IsOne(user.UserName ?? "")
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().InvalidUserName(user.UserName)));
}
