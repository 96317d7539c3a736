using Phr.Consent.Accounts;

namespace Phr.Tests.Identity;

/// <summary>What an account may be called, at its limits and one past them.</summary>
public sealed class AccountDraftTest
{
    private static readonly DateOnly Today = new(2026, 11, 1);

    private static readonly AccountDraft Draft = new(AccountRole.Clinician, "clinician.a", "long enough for it", "山田 花", "ヤマダ ハナ")
    {
        Organisation = "hospital-a",
    };

    [Theory]
    [InlineData(1, null)]
    [InlineData(100, null)]
    [InlineData(101, "name")]
    [InlineData(0, "name")]
    public void A_name_has_1_to_100_letters(int letters, string? place) =>
        Assert.Equal(place, (Draft with { Name = new string('花', letters) }).Fault(Today)?.Place);

    [Theory]
    [InlineData(1, null)]
    [InlineData(100, null)]
    [InlineData(101, "kana")]
    [InlineData(0, "kana")]
    public void Its_reading_has_1_to_100_kana(int letters, string? place) =>
        Assert.Equal(place, (Draft with { Kana = new string('ハ', letters) }).Fault(Today)?.Place);

    [Theory]
    [InlineData(20, null)]
    [InlineData(19, "totpSecret")]
    [InlineData(64, null)]
    [InlineData(65, "totpSecret")]
    public void A_secret_of_an_authenticator_has_20_to_64_bytes(int bytes, string? place) =>
        Assert.Equal(place, (Draft with { TotpSecret = Totp.ToBase32(new byte[bytes]) }).Fault(Today)?.Place);
}
