using System.Text;
using Phr.Consent.Accounts;

namespace Phr.Tests.Identity;

public sealed class TotpTest
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238 appendix B, SHA-1. The RFC prints 8 digits; 6 are its last ones.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_off_by_one_step(int seconds, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        var code = Totp.Code(Secret, now.AddSeconds(seconds));
        Assert.Equal(accepted, Totp.Step(Secret, code, now) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("２８７０８２")]
    public void What_is_no_code_is_none(string code) => Assert.Null(Totp.Step(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    // RFC 4648 section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_RFC(string text, string base32)
    {
        Assert.Equal(base32, Totp.ToBase32(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Totp.FromBase32(base32)));
    }

    [Theory]
    [InlineData("A1")]
    [InlineData("a")]
    [InlineData("A=")]
    public void What_is_no_base_32_is_not_taken(string text)
    {
        Assert.False(Totp.IsBase32(text));
        Assert.Throws<FormatException>(() => Totp.FromBase32(text));
    }

    [Fact]
    public void An_authenticator_app_is_told_secret_issuer_and_login() => Assert.Equal(
        "otpauth://totp/Phr%3Ahanako%40example.jp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Phr",
        Totp.EnrolmentUri(Secret, "Phr", "hanako@example.jp").AbsoluteUri);
}
