using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Phr.Consent;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;

namespace Phr.Tests.Identity.EndToEnd;

[Collection(IdentityCollection.Name)]
public sealed class RateLimitTest(IdentityStack stack) : IAsyncLifetime
{
    private const int Allowed = 3;

    private readonly HttpClient _http = new();
    private SharedParts _shared = null!;
    private ServiceHost _service = null!;

    public async Task InitializeAsync()
    {
        var strict = ConsentService.Definition with
        {
            Register = (builder, settings) =>
            {
                ConsentService.Definition.Register(builder, settings);
                builder.Services.PostConfigure<ConsentOptions>(o => (o.SignInsPerMinute, o.TokenRequestsPerMinute) = (Allowed, Allowed));
            },
        };
        var log = LogSink.File(Path.Combine(stack.Folder, "strict.jsonl"));
        _shared = new SharedParts(stack.Settings, HintBus.Start(null, NullLoggerFactory.Instance), log, TimeProvider.System);
        _service = await ServiceHost.Start(strict, _shared, "http://127.0.0.1:0", default);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
        await _shared.Hints.DisposeAsync();
        _shared.Log.Dispose();
    }

    [Theory]
    [InlineData("oidc/token")]
    [InlineData("oidc/interaction/x")]
    [InlineData("register")]
    public async Task Requests_are_taken_up_to_the_limit_and_not_past_it(string path)
    {
        for (var i = 0; i < Allowed; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await Post(path)).StatusCode);

        using var refused = await Post(path);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    private Task<HttpResponseMessage> Post(string path) =>
        _http.PostAsync(new Uri(_service.Address, path), new FormUrlEncodedContent([new("a", "b")]));
}
