using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Consent.Accounts;

/// <summary>What is told to make an account.</summary>
/// <param name="Login">3 to 100 letters, digits, and <c>.-_@+</c>; upper and lower case are the same.</param>
public sealed record AccountDraft(AccountRole Role, string Login, string Password, string Name, string Kana)
{
    /// <summary>Patients only, and needed for them.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Patients only, and needed for them.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Patients only: <c>保険者番号:記号:番号:枝番</c> in any width.</summary>
    public string? InsuredPerson { get; init; }

    /// <summary>An operator has seen the card.</summary>
    public bool InsuredPersonVerified { get; init; }

    /// <summary>All but patients, and needed for them: code of the organisation or study.</summary>
    public string? Organisation { get; init; }

    /// <summary>
    /// Secret of an authenticator that its owner has already, in base 32 (from another system, or made before the account so that making
    /// it can be repeated). Null: a new one.
    /// </summary>
    public string? TotpSecret { get; init; }

    private const int NameCharactersMax = 100;
    private const int TotpSecretBytesMax = 64;

    private static readonly DateOnly BirthDateMin = new(1880, 1, 1);

    /// <summary>What is wrong with it, or null. Login and password are checked where accounts are kept.</summary>
    public Refusal? Fault(DateOnly today)
    {
        if (Name.Trim().Length is 0 or > NameCharactersMax || Name.Any(char.IsControl))
            return Wrong("name", $"A name has 1 to {NameCharactersMax} letters.");
        if (Kana.Trim().Length is 0 or > NameCharactersMax || !JapaneseText.ToKatakana(Kana).All(IsKana))
            return Wrong("kana", "The reading of the name is written in kana.");
        if (TotpSecret is not null && !IsTotpSecret(TotpSecret))
            return Wrong("totpSecret", $"A secret of an authenticator has {Totp.SecretBytes} to {TotpSecretBytesMax} bytes, in base 32.");
        if ((Role == AccountRole.Patient) == (Organisation is not null))
            return Wrong("organisation", "A clinician, auditor or researcher has an organisation, a patient has none.");
        if (Role != AccountRole.Patient)
            return BirthDate is null && Sex is null && InsuredPerson is null
                ? null
                : Wrong("role", "Birth date, sex and insurance are a patient's.");
        if (BirthDate is null || BirthDate < BirthDateMin || BirthDate > today)
            return Wrong("birthDate", "The birth date is missing or not possible.");
        if (Sex is null)
            return Wrong("sex", "The sex is missing.");
        if (InsuredPerson is not null && InsuredPersonNumber.Parse(InsuredPerson) is null)
            return Wrong("insuredPerson", "The insured-person number is written as 保険者番号:記号:番号:枝番.");
        return InsuredPersonVerified && InsuredPerson is null ? Wrong("insuredPersonVerified", "There is no number to verify.") : null;
    }

    private static bool IsTotpSecret(string text) =>
        Totp.IsBase32(text) && Totp.FromBase32(text).Length is >= Totp.SecretBytes and <= TotpSecretBytesMax;

    private static bool IsKana(char letter) => letter is >= 'ァ' and <= 'ヺ' or 'ー' or '・' or ' ';

    private static Refusal Wrong(string place, string reason) => new(RefusalKind.Unprocessable, reason, place);
}
