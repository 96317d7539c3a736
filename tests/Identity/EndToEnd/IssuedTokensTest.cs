using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli.Tokens;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class IssuedTokensTest(IdentityStack stack)
{
    [Fact]
    public async Task A_resource_server_learns_of_a_token_what_the_token_says()
    {
        var (app, tokens) = await Tokens();
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));

        var answer = await Introspect(service, tokens.AccessToken);

        Assert.True((bool)answer["active"]!);
        Assert.Equal((app.ClientId, tokens.Scope), ((string?)answer["client_id"], (string?)answer["scope"]));
        Assert.Equal(("patient", tokens.Patient), ((string?)answer["phr_role"], (string?)answer["patient"]));
        Assert.True((bool)(await Introspect(service, tokens.RefreshToken!))["active"]!);
    }

    [Fact]
    public async Task A_client_learns_nothing_of_the_tokens_of_others()
    {
        var (_, tokens) = await Tokens();
        using var hospital = await stack.Hospital("hospital-curious");
        Assert.False((bool)(await Introspect(hospital, tokens.AccessToken))["active"]!);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_was_never_issued_is_not_active(string token)
    {
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));
        Assert.False((bool)(await Introspect(service, token))["active"]!);
    }

    [Fact]
    public async Task The_jti_of_a_token_does_not_stand_for_it()
    {
        var (_, tokens) = await Tokens();
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));
        Assert.False((bool)(await Introspect(service, new JsonWebToken(tokens.AccessToken).Id))["active"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task To_revoke_either_token_ends_the_sign_in(bool accessToken)
    {
        var (app, tokens) = await Tokens();
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));

        var token = accessToken ? tokens.AccessToken : tokens.RefreshToken!;
        var (status, _) = await stack.Ask(app, new() { ["token"] = token }, "token/revocation");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False((bool)(await Introspect(service, tokens.AccessToken))["active"]!);
        var renewal = await stack.Ask(app, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.RefreshToken! });
        Assert.Equal(HttpStatusCode.BadRequest, renewal.Status);
    }

    [Fact]
    public async Task A_client_cannot_revoke_the_token_of_another()
    {
        var (_, tokens) = await Tokens();
        var other = await stack.App();
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));

        await stack.Ask(other, new() { ["token"] = tokens.RefreshToken! }, "token/revocation");

        Assert.True((bool)(await Introspect(service, tokens.RefreshToken!))["active"]!);
    }

    [Fact]
    public async Task A_form_is_read_up_to_its_limit_and_not_past_it()
    {
        using var service = ClientKey.Load(Path.Combine(stack.Folder, "clients", "planets.json"));
        var overhead = (await new FormUrlEncodedContent(Form(service, "")).ReadAsByteArrayAsync()).Length;
        Assert.Equal(HttpStatusCode.OK, await Send(32 * 1024 - overhead));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Send(33 * 1024));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Send(65 * 1024));

        async Task<HttpStatusCode> Send(int characters) =>
            (await stack.Ask(null, Form(service, new string('x', characters)), "token/introspection")).Status;
    }

    private async Task<(App App, Tokens Tokens)> Tokens()
    {
        var (app, person) = (await stack.App(), await stack.Patient());
        return (app, await SignInFlow.Run(app, person.Credentials, People.PhoneScope, TimeProvider.System, default));
    }

    private async Task<JsonNode> Introspect(ClientKey client, string token)
    {
        var (status, body) = await stack.Ask(null, Form(client, token), "token/introspection");
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    private Dictionary<string, string> Form(ClientKey client, string token) => new()
    {
        ["token"] = token, ["client_assertion"] = Assertions.Of(client, stack.Settings.Urls.Issuer.AbsoluteUri),
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    };
}
