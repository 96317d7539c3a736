using System.Net;
using System.Text;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Platform.Identity;

namespace Phr.Tests.Identity;

public sealed class ServiceTokensTest : IDisposable
{
    private static readonly Uri Endpoint = new("https://issuer.example/oidc/token");

    private static readonly Uri Issuer = new("https://issuer.example/oidc");

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-keys-").FullName;
    private readonly SetClock _clock = new(new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TokenEndpoint _endpoint = new();
    private readonly ClientKey _key;
    private readonly ServiceTokens _tokens;

    public ServiceTokensTest()
    {
        _key = ClientKey.LoadOrCreate(Path.Combine(_folder, "model.json"), "model");
        _tokens = new ServiceTokens(_key, Endpoint, Issuer, "system/*.rs", new HttpClient(_endpoint), _clock);
    }

    [Fact]
    public async Task Concurrent_callers_share_one_token()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tokens.Token(default)));
        Assert.Equal(["token-1"], tokens.Distinct());
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        Assert.Equal("token-1", await _tokens.Token(default));
        _clock.Now += TimeSpan.FromSeconds(269);
        Assert.Equal("token-1", await _tokens.Token(default));
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("token-2", await _tokens.Token(default));
    }

    [Fact]
    public async Task Each_request_carries_an_assertion_of_its_own_in_ES384()
    {
        await _tokens.Token(default);
        _clock.Now += TimeSpan.FromHours(1);
        await _tokens.Token(default);
        var assertions = _endpoint.Forms.ConvertAll(form => new JsonWebToken(form["client_assertion"]));

        Assert.All(assertions, assertion => Assert.Equal(("ES384", _key.KeyId, "model", "model", Issuer.AbsoluteUri),
            (assertion.Alg, assertion.Kid, assertion.Issuer, assertion.Subject, assertion.Audiences.Single())));
        Assert.NotEqual(assertions[0].Id, assertions[1].Id);
    }

    [Fact]
    public async Task A_token_that_a_service_does_not_accept_is_replaced_once()
    {
        var service = new PickyService("Bearer token-2");
        using var client = new HttpClient(new ServiceTokenHandler(_tokens) { InnerHandler = service });
        using var body = new StringContent("written once");

        using var answer = await client.PostAsync(new Uri("https://record.example/fhir/Patient"), body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["written once", "written once"], service.Bodies);
    }

    [Fact]
    public void A_key_is_made_once_and_only_its_owner_reads_it()
    {
        var file = Path.Combine(_folder, "model.json");
        using var again = ClientKey.LoadOrCreate(file, "model");
        Assert.Equal(_key.KeyId, again.KeyId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_key_of_another_client_or_a_broken_file_is_not_taken()
    {
        Assert.Throws<InvalidDataException>(() => ClientKey.LoadOrCreate(Path.Combine(_folder, "model.json"), "mobile"));
        var broken = Path.Combine(_folder, "broken.json");
        File.WriteAllText(broken, """{"clientId":"x","privateKey":"AAAA"}""");
        Assert.Throws<InvalidDataException>(() => ClientKey.Load(broken));
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class TokenEndpoint : HttpMessageHandler
    {
        public List<System.Collections.Specialized.NameValueCollection> Forms { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(20, cancellationToken);
            Forms.Add(HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken)));
            var answer = $$"""{"access_token":"token-{{Forms.Count}}","token_type":"Bearer","expires_in":300}""";
            return new HttpResponseMessage { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }

    private sealed class PickyService(string wanted) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var isWanted = request.Headers.Authorization!.ToString() == wanted;
            return new HttpResponseMessage(isWanted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        }
    }
}
