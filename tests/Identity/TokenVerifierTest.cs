using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity;

public sealed class TokenVerifierTest : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeIssuer _issuer = new();
    private readonly SetClock _clock = new(Noon);
    private readonly TokenVerifier _verifier;

    public TokenVerifierTest() => _verifier = Verifier(new BearerTokenOptions());

    [Fact]
    public async Task A_good_token_becomes_the_caller_that_its_claims_name()
    {
        var caller = (await _verifier.Verify(_issuer.Token(Noon), default)).Principal!.Caller;

        Assert.Equal(("account-1", "phone", CallerRole.Patient, "p1"), (caller.Subject, caller.Client, caller.Role, caller.Patient));
        Assert.Equal(Noon.AddSeconds(300), caller.ExpiresAt);
        Assert.True(caller.Permissions.For("Observation", ScopeAccess.Search).Everything);
    }

    [Fact]
    public async Task A_token_is_verified_once_and_then_known_until_it_expires()
    {
        var token = _issuer.Token(Noon);
        var first = await _verifier.Verify(token, default);
        _issuer.Away = true;

        Assert.Same(first.Principal, (await _verifier.Verify(token, default)).Principal);
        _clock.Now = Noon.AddSeconds(314);
        Assert.Same(first.Principal, (await _verifier.Verify(token, default)).Principal);
        _clock.Now = Noon.AddSeconds(315);
        await Refused(token, "expired");
    }

    [Fact]
    public Task A_token_for_another_audience_is_refused() =>
        Refused(_issuer.Token(Noon, audience: "https://other.example/fhir"), "audience");

    [Fact]
    public Task A_token_that_has_expired_is_refused() => Refused(_issuer.Token(Noon.AddSeconds(-400)), "expired");

    [Fact]
    public Task A_token_of_an_unknown_issuer_is_refused() => Refused(_issuer.Token(Noon, issuer: "https://evil.example"), "issuer");

    [Fact]
    public Task An_id_token_is_no_access_token() => Refused(_issuer.Token(Noon, type: "JWT"), "not an access token");

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.e30")]
    public Task What_is_no_token_is_refused(string text) => Refused(text, "");

    [Fact]
    public Task A_token_without_signature_is_refused()
    {
        var parts = _issuer.Token(Noon).Split('.');
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt","kid":"first"}""");
        return Refused($"{header}.{parts[1]}.", "");
    }

    [Fact]
    public Task A_token_signed_with_the_public_key_as_a_shared_secret_is_refused()
    {
        var secret = new SymmetricSecurityKey(_issuer.PublicKeyBytes) { KeyId = "first" };
        return Refused(_issuer.Token(Noon, credentials: new(secret, SecurityAlgorithms.HmacSha256)), "signature");
    }

    [Fact]
    public async Task A_token_with_one_letter_changed_is_refused()
    {
        var token = _issuer.Token(Noon);
        var middle = token.IndexOf('.', StringComparison.Ordinal) + 20;
        var changed = token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..];
        await Refused(changed, "");
    }

    [Theory]
    [InlineData("phr_role", "president")]
    [InlineData("phr_role", "clinician")]   // Without an organisation nobody knows whose writing it is.
    [InlineData("phr_role", "service")]     // A service has no patient context.
    [InlineData("sub", "")]
    [InlineData("client_id", "")]
    public Task Claims_that_do_not_say_who_acts_are_refused(string claim, string value)
    {
        _issuer.Claims[claim] = value;
        return Refused(_issuer.Token(Noon), "claims");
    }

    [Fact]
    public async Task A_key_that_was_rotated_in_is_found_at_once()
    {
        await Accepted(_issuer.Token(Noon));
        _issuer.Rotate("second");
        _clock.Now = Noon.AddSeconds(2);
        await Accepted(_issuer.Token(_clock.Now));
        Assert.Equal(2, _issuer.KeyRequests);
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_become_requests()
    {
        await Accepted(_issuer.Token(Noon));
        _issuer.Rotate("made-up");
        for (var i = 0; i < 50; i++)
            await Refused(_issuer.Token(Noon, seconds: 100 + i), "does not publish");
        Assert.Equal(1, _issuer.KeyRequests);
    }

    [Fact]
    public async Task An_issuer_that_is_away_is_a_503_and_not_a_401()
    {
        _issuer.Away = true;
        var (principal, refusal) = await _verifier.Verify(_issuer.Token(Noon), default);
        Assert.Null(principal);
        Assert.Equal(RefusalKind.Unavailable, refusal!.Kind);
    }

    [Fact]
    public async Task Keys_that_are_known_outlive_an_absence_of_the_issuer()
    {
        await Accepted(_issuer.Token(Noon));
        _issuer.Away = true;
        _clock.Now = Noon.AddDays(2);
        await Accepted(_issuer.Token(_clock.Now));
    }

    [Fact]
    public async Task A_token_is_read_up_to_its_limit_and_not_past_it()
    {
        _issuer.Claims["pad"] = "";
        var room = TokenVerifier.CharactersMax - _issuer.Token(Noon).Length;
        // Three bytes of payload are four characters of the token.
        _issuer.Claims["pad"] = new string('x', (room / 4) * 3);
        var fits = _issuer.Token(Noon);
        _issuer.Claims["pad"] = new string('x', (room / 4) * 3 + 6);
        var tooLong = _issuer.Token(Noon);

        Assert.InRange(fits.Length, TokenVerifier.CharactersMax - 8, TokenVerifier.CharactersMax);
        await Accepted(fits);
        await Refused(tooLong, "too long");
    }

    [Fact]
    public async Task Another_OpenID_issuer_is_trusted_by_configuration_with_claims_of_its_own_prefix()
    {
        var trusted = new TrustedIssuer { Issuer = FakeIssuer.Name, TokenType = "JWT", ClaimPrefix = "https://site.example/" };
        using var verifier = Verifier(new BearerTokenOptions(), trusted);
        _issuer.Claims["https://site.example/role"] = "researcher";
        _issuer.Claims.Remove("patient");

        var (principal, _) = await verifier.Verify(_issuer.Token(Noon, type: "JWT"), default);

        Assert.Equal(CallerRole.Researcher, principal!.Caller.Role);
    }

    [Fact]
    public async Task The_memory_of_verified_tokens_is_bounded()
    {
        using var verifier = Verifier(new BearerTokenOptions { VerifiedTokensMax = 10 });
        var tokens = Enumerable.Range(0, 35).Select(i => _issuer.Token(Noon, seconds: 100 + i)).ToList();
        var callers = new List<CallerPrincipal?>();
        foreach (var token in tokens)
            callers.Add((await verifier.Verify(token, default)).Principal);

        Assert.Same(callers[34], (await verifier.Verify(tokens[34], default)).Principal);
        Assert.NotSame(callers[0], (await verifier.Verify(tokens[0], default)).Principal);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _issuer.Dispose();
    }

    private TokenVerifier Verifier(BearerTokenOptions options, TrustedIssuer? issuer = null)
    {
        options.Issuers = [issuer ?? new TrustedIssuer { Issuer = FakeIssuer.Name }];
        options.Audience = FakeIssuer.Audience;
        return new TokenVerifier(options, _issuer.Client, _clock, NullLogger<TokenVerifier>.Instance);
    }

    private async Task Accepted(string token) => Assert.Null((await _verifier.Verify(token, default)).Refusal);

    private async Task Refused(string token, string because)
    {
        var (principal, refusal) = await _verifier.Verify(token, default);
        Assert.Null(principal);
        Assert.Equal(RefusalKind.Unauthenticated, refusal!.Kind);
        Assert.Contains(because, refusal.Reason, StringComparison.Ordinal);
    }
}
