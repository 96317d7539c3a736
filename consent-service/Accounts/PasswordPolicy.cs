using Microsoft.AspNetCore.Identity;

namespace Phr.Consent.Accounts;

/// <summary>
/// Length instead of composition, and nothing that is guessed first (NIST SP 800-63B section 5.1.1.2).
/// </summary>
public sealed class PasswordPolicy : IPasswordValidator<Account>
{
    public const int CharactersMin = 12;

    /// <summary>Longer ones would only make hashing costly.</summary>
    public const int CharactersMax = 128;

    private const int DistinctCharactersMin = 5;

    private static readonly string[] Guessed =
        ["password", "passw0rd", "qwerty", "asdfgh", "1q2w3e", "123456", "234567", "abcdef", "letmein", "iloveyou", "welcome", "sakura"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Fault(user.UserName ?? "", password ?? "") is { } fault ? IdentityResult.Failed(fault) : IdentityResult.Success);

    /// <summary>What is wrong with the password, or null.</summary>
    public static IdentityError? Fault(string login, string password)
    {
        if (password.Length is < CharactersMin or > CharactersMax)
            return Error($"A password has {CharactersMin} to {CharactersMax} characters.");
        if (password.Distinct().Count() < DistinctCharactersMin)
            return Error("The password repeats too few characters.");
        if (login.Length > 0 && password.Contains(login, StringComparison.OrdinalIgnoreCase))
            return Error("The password contains the login name.");
        return IsMadeOfGuesses(password) ? Error("The password is one of those that are guessed first.") : null;
    }

    // What is left when the popular pieces are taken out has to be a password by itself.
    private static bool IsMadeOfGuesses(string password)
    {
        var rest = Guessed.Aggregate(password.ToLowerInvariant(), (text, guess) => text.Replace(guess, "", StringComparison.Ordinal));
        return rest.Length < CharactersMin / 2;
    }

    private static IdentityError Error(string description) => new() { Code = "Password", Description = description };
}
