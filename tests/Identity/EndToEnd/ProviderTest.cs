using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli.Tokens;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class ProviderTest(IdentityStack stack)
{
    [Fact]
    public async Task The_SMART_document_says_what_the_provider_does()
    {
        using var http = new HttpClient();
        var smart = JsonNode.Parse(await http.GetStringAsync(new Uri(stack.Consent, ".well-known/smart-configuration")))!.AsObject();
        var openid = JsonNode.Parse(await http.GetStringAsync(new Uri($"{stack.Settings.Urls.Issuer}/.well-known/openid-configuration")))!;

        foreach (var member in new[]
        {
            "issuer", "jwks_uri", "authorization_endpoint", "token_endpoint", "introspection_endpoint", "revocation_endpoint",
            "code_challenge_methods_supported", "response_types_supported",
        })
            Assert.Equal(openid[member]!.ToJsonString(), smart[member]!.ToJsonString());
        foreach (var member in new[] { "grant_types_supported", "token_endpoint_auth_signing_alg_values_supported" })
            Assert.Equal(Words(openid[member]), Words(smart[member]));
        Assert.Subset(Words(openid["token_endpoint_auth_methods_supported"]), Words(smart["token_endpoint_auth_methods_supported"]));
        // SMART App Launch 2.2, conformance: these members are required.
        string[] required = ["grant_types_supported", "token_endpoint", "capabilities", "code_challenge_methods_supported"];
        Assert.All(required, member => Assert.NotNull(smart[member]));
        Assert.DoesNotContain("plain", Words(smart["code_challenge_methods_supported"]));
    }

    [Fact]
    public async Task Whoever_asks_under_another_name_the_provider_speaks_as_its_issuer()
    {
        using var http = new HttpClient();
        var document = new Uri($"{stack.Settings.Urls.Issuer}/.well-known/openid-configuration");
        using var request = new HttpRequestMessage(HttpMethod.Get, document);
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await http.SendAsync(request);
        Assert.DoesNotContain("evil", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_sessions_and_keys_outlive_a_crash_and_a_rotation()
    {
        var (app, person) = (await stack.App(), await stack.Patient());
        var before = await SignInFlow.Run(app, person.Credentials, People.PhoneScope, TimeProvider.System, default);
        await Rotate();

        await stack.RestartProvider();

        var (status, body) = await stack.Ask(app, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = before.RefreshToken! });
        Assert.Equal(HttpStatusCode.OK, status);
        var after = body.Deserialize();
        Assert.NotEqual(new JsonWebToken(before.AccessToken).Kid, new JsonWebToken(after.AccessToken).Kid);
        Assert.Equal(person.Patient, (string?)(await stack.Who(before.AccessToken))["patient"]);
        await Task.Delay(1100);   // Services ask for new keys at most once a second.
        Assert.Equal(person.Patient, (string?)(await stack.Who(after.AccessToken))["patient"]);
    }

    [Fact]
    public async Task A_request_without_a_good_token_is_told_so_as_RFC_6750_says()
    {
        using var http = new HttpClient();
        var who = new Uri(stack.Settings.Urls.Fhir + "/who");
        using var none = await http.GetAsync(who);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        using var bad = await http.GetAsync(who);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer realm=\"phr\""), (none.StatusCode, none.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, bad.StatusCode);
        Assert.Contains("error=\"invalid_token\"", bad.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_token_of_another_role_is_forbidden_and_told_so()
    {
        using var key = await stack.Hospital("hospital-forbidden");
        using var tokens = new ServiceTokens(
            key, new Uri(stack.Consent, "oidc/token"), stack.Settings.Urls.Issuer, "system/*.cruds", new HttpClient(), TimeProvider.System);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.Token(default));

        foreach (var path in new[] { "internal/accounts", "internal/compile", "internal/identity/scopes" })
        {
            using var body = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
            using var answer = await http.PostAsync(new Uri(stack.Consent, path), body);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task What_has_expired_is_swept_away()
    {
        await using var insert = stack.Database.CreateCommand(
            """
            insert into identity.artifact (model, id, payload, expires_at)
            select 'AccessToken', 'old-' || n, '{}', now() - interval '1 second' from generate_series(1, 3) n
            """);
        await insert.ExecuteNonQueryAsync();

        // The sweep runs once a minute; here it is run by hand, with the provider's own code.
        await Node(
            """
            import { readFileSync } from 'node:fs';
            import { openDatabase, prune } from './consent-service/identity/database.js';
            const pool = await openDatabase(JSON.parse(readFileSync(process.argv[1], 'utf8')).database);
            await prune(pool);
            await pool.end();
            """, Path.Combine(stack.Folder, "identity.json"));

        await using var count = stack.Database.CreateCommand("select count(*) from identity.artifact where id like 'old-%'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("\"accessTokenSeconds\":601", "accessTokenSeconds")]
    [InlineData("\"accessTokenSeconds\":59", "accessTokenSeconds")]
    [InlineData("\"demo\":true,\"accessTokenSeconds\":86401", "accessTokenSeconds")]
    [InlineData("\"issuer\":\"ftp://x\"", "issuer")]
    [InlineData("\"fhirBase\":\"https://x/fhir?y\"", "fhirBase")]
    [InlineData("\"listen\":{}", "listen")]
    [InlineData("\"database\":\"x\"", "database")]
    public async Task A_configuration_out_of_bounds_does_not_start(string change, string member)
    {
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(stack.Folder, "identity.json")))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{{change}}}")!.AsObject())
            configuration[name] = value?.DeepClone();
        var file = Path.Combine(stack.Folder, $"wrong-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, configuration.ToJsonString());

        var error = await Assert.ThrowsAsync<Phr.Platform.ProcessException>(() => Node(
            "import { readConfiguration } from './consent-service/identity/configuration.js'; readConfiguration(process.argv[1]);", file));

        Assert.Contains($"configuration: {member}", error.Message, StringComparison.Ordinal);
    }

    private Task Rotate()
    {
        var program = Path.Combine(IdentityStack.RepositoryRoot(), "consent-service", "identity", "rotate-keys.js");
        return Phr.Platform.Processes.Output(IdentityStack.NodeBinary(), [program, Path.Combine(stack.Folder, "keys")], default);
    }

    // In the repository, so that modules are found.
    private static async Task Node(string program, string argument)
    {
        var start = new ProcessStartInfo(IdentityStack.NodeBinary(), ["--input-type=module", "-e", program, argument])
        {
            WorkingDirectory = IdentityStack.RepositoryRoot(), RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var said = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
            throw new Phr.Platform.ProcessException(said);
    }

    private static HashSet<string> Words(JsonNode? words) => [.. words!.AsArray().Select(word => (string)word!)];
}
