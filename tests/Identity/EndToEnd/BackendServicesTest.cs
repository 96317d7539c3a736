using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phr.Cli.Tokens;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class BackendServicesTest(IdentityStack stack)
{
    [Fact]
    public async Task A_hospital_signs_in_with_its_key_and_writes_for_its_organisation()
    {
        using var key = await stack.Hospital("hospital-backend");

        var (status, body) = await Ask(key, "system/*.cruds");

        Assert.Equal(HttpStatusCode.OK, status);
        var who = await stack.Who(body.Deserialize().AccessToken);
        Assert.Equal(
            ("hospital-backend", "hospital-backend", "Hospital", "hospital-backend"),
            ((string?)who["subject"], (string?)who["client"], (string?)who["role"], (string?)who["organisation"]));
    }

    [Fact]
    public async Task An_assertion_is_good_once_also_when_sent_many_times_at_the_same_moment()
    {
        using var key = await stack.Hospital("hospital-replay");
        var assertion = Assertion(key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(assertion, "system/*.rs")));
        var later = await Send(assertion, "system/*.rs");

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, later.Status);
        Assert.Contains("invalid_client", later.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("jti")]
    [InlineData("alg")]
    [InlineData("key")]
    public async Task An_assertion_that_is_not_right_is_refused(string wrong)
    {
        using var key = await stack.Hospital("hospital-assertions");
        using var other = ClientKey.LoadOrCreate(Path.Combine(stack.Folder, "test-clients", "other-key.json"), "hospital-assertions");
        var shared = new SymmetricSecurityKey(new byte[64]) { KeyId = key.KeyId };
        var assertion = wrong switch
        {
            "aud" => Assertion(key, audience: "https://other.example/token"),
            "exp" => Assertion(key, expires: TimeSpan.FromMinutes(-5)),
            "iss" => Assertion(key, issuer: "hospital-replay"),
            "sub" => Assertion(key, subject: "no-such-client"),
            "jti" => Assertion(key, jti: ""),
            "alg" => Assertion(key, credentials: new(shared, SecurityAlgorithms.HmacSha384)),
            _ => Assertion(other),
        };

        var (status, body) = await Send(assertion, "system/*.rs");

        Assert.InRange((int)status, 400, 401);
        Assert.DoesNotContain("access_token", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system/Observation.rs", "system/Observation.rs system/Foo.rs patient/*.rs openid", "system/Observation.rs")]
    [InlineData("system/*.rs", "system/Observation.cruds", null)]
    [InlineData("system/*.cruds", "patient/*.rs", null)]
    [InlineData("system/*.cruds", "openid", null)]
    [InlineData("system/*.cruds", "nonsense", null)]
    [InlineData("system/*.cruds", "", null)]
    public async Task A_system_gets_the_system_scopes_it_is_registered_for_or_no_token(string allowed, string requested, string? granted)
    {
        var code = $"hospital-scopes-{Math.Abs(allowed.GetHashCode() % 1000)}-{requested.Length}";
        using var key = await stack.Hospital(code, allowed);

        var (status, body) = await Ask(key, requested);

        if (granted is null)
        {
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("invalid_scope", body, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(granted, body.Deserialize().Scope);
        }
    }

    [Fact]
    public async Task A_public_app_cannot_use_client_credentials()
    {
        var app = await stack.App();
        var (status, body) = await stack.Ask(app, new() { ["grant_type"] = "client_credentials", ["scope"] = "system/*.rs" });
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain("access_token", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_platforms_own_services_sign_in_with_keys_from_a_file()
    {
        using var tokens = stack.Tokens("model");
        var who = await stack.Who(await tokens.Token(default));
        Assert.Equal(("model", "Service"), ((string?)who["client"], (string?)who["role"]));
    }

    private Task<(HttpStatusCode Status, string Body)> Ask(ClientKey key, string scope) => Send(Assertion(key), scope);

    private Task<(HttpStatusCode Status, string Body)> Send(string assertion, string scope) => stack.Ask(null, Form(assertion, scope));

    private static Dictionary<string, string> Form(string assertion, string scope) => new()
    {
        ["grant_type"] = "client_credentials", ["scope"] = scope, ["client_assertion"] = assertion,
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    };

    private string Assertion(
        ClientKey key, string? audience = null, TimeSpan? expires = null, string? issuer = null, string? subject = null, string? jti = null,
        SigningCredentials? credentials = null) =>
        Assertions.Of(key, audience ?? $"{stack.Settings.Urls.Issuer}/token", expires, issuer, subject, jti, credentials);
}

internal static class Assertions
{
    public static string Of(
        ClientKey key, string audience, TimeSpan? expires = null, string? issuer = null, string? subject = null, string? jti = null,
        SigningCredentials? credentials = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject ?? key.ClientId };
        if (jti != "")
            claims["jti"] = jti ?? Guid.NewGuid().ToString();
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? key.ClientId, Audience = audience, Claims = claims, IssuedAt = now,
            Expires = now + (expires ?? TimeSpan.FromMinutes(1)), SigningCredentials = credentials ?? key.Credentials,
        });
    }
}
