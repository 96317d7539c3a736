using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;
using Phr.Tests.Support;

namespace Phr.Tests.Hosting;

public sealed class ServiceHostTest(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private ProbeParts _probe = null!;

    public Task InitializeAsync()
    {
        _probe = new ProbeParts(database.ConnectionString);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _probe.DisposeAsync();
    }

    [Fact]
    public async Task A_fault_is_answered_without_its_cause_and_logged_once_without_its_message()
    {
        await using var service = await _probe.Start(ProbeService.Named("probe"));

        var response = await _http.GetAsync(new Uri(service.Address, $"/fault/{ProbeService.Secret}?note={ProbeService.Secret}"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(ProbeService.Secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await service.Stop(default);
        var log = await File.ReadAllLinesAsync(_probe.LogFile);
        var line = JsonDocument.Parse(Assert.Single(log, line => line.Contains("FormatException", StringComparison.Ordinal))).RootElement;
        Assert.Equal("Error", line.GetProperty("level").GetString());
        Assert.Equal("probe", line.GetProperty("service").GetString());
        Assert.Contains("ProbeService", line.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(log, line => line.Contains(ProbeService.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_are_answered_in_the_services_own_format()
    {
        var inOwnWords = ProbeService.Named("probe") with
        {
            Errors = async (context, error, ct) =>
            {
                context.Response.StatusCode = error.Status;
                await context.Response.Body.WriteAsync("no"u8.ToArray(), ct);
            },
        };
        await using var plain = await _probe.Start(ProbeService.Named("plain"));
        await using var own = await _probe.Start(inOwnWords);

        var unknown = await _http.GetAsync(new Uri(plain.Address, "/nowhere"));
        var wrongMethod = await _http.DeleteAsync(new Uri(own.Address, "/slow"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(404, (await unknown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Equal("no", await wrongMethod.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_of_the_limit_is_taken_and_one_byte_more_is_refused()
    {
        const int limit = 4096;
        var service = ProbeService.Named("probe") with { Limits = new ServiceLimits { BodyBytesMax = limit } };
        await using var running = await _probe.Start(service);

        var atLimit = await _http.PostAsync(new Uri(running.Address, "/length"), new ByteArrayContent(new byte[limit]));
        var past = await _http.PostAsync(new Uri(running.Address, "/length"), new ByteArrayContent(new byte[limit + 1]));

        Assert.Equal(limit, await atLimit.Content.ReadFromJsonAsync<int>());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, past.StatusCode);
        Assert.Contains("larger", await past.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_body_is_inflated_up_to_the_limit_and_what_is_not_sound_is_refused()
    {
        const int limit = 4096;
        var service = ProbeService.Named("probe") with { Limits = new ServiceLimits { BodyBytesMax = limit } };
        await using var running = await _probe.Start(service);

        using var atLimit = await Length(running, Packed(limit), "gzip");
        using var alike = await Length(running, Packed(limit), "X-GZIP");
        using var plain = await Length(running, new byte[limit], "identity");
        using var past = await Length(running, Packed(limit + 1), "gzip");
        using var bomb = await Length(running, Packed(limit * 900), "gzip");
        using var none = await Length(running, [1, 2, 3, 4], "gzip");
        using var cut = await Length(running, Packed(limit)[..^9], "gzip");

        foreach (var taken in (HttpResponseMessage[])[atLimit, alike, plain])
            Assert.Equal(limit, await taken.Content.ReadFromJsonAsync<int>());
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (past.StatusCode, bomb.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (none.StatusCode, cut.StatusCode));
        foreach (var coding in (string[])["br", "deflate", "gzip, gzip", "x"])
        {
            using var unknown = await Length(running, Packed(limit), coding);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, unknown.StatusCode);
            Assert.Equal("gzip", unknown.Headers.GetValues("Accept-Encoding").Single());
            Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_request_line_over_the_limit_is_refused_by_a_status_alone()
    {
        const int limit = 2048;
        var service = ProbeService.Named("probe") with { Limits = new ServiceLimits { RequestLineBytesMax = limit } };
        await using var running = await _probe.Start(service);
        var rest = "GET /health?x= HTTP/1.1\r\n".Length;

        var atLimit = await _http.GetAsync(new Uri(running.Address, "/health?x=" + new string('x', limit - rest)));
        var past = await _http.GetAsync(new Uri(running.Address, "/health?x=" + new string('x', limit - rest + 1)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestUriTooLong), (atLimit.StatusCode, past.StatusCode));
        Assert.Empty(await past.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Headers_over_the_limit_are_refused()
    {
        var service = ProbeService.Named("probe") with { Limits = new ServiceLimits { HeaderBytesMax = 2048 } };
        await using var running = await _probe.Start(service);

        Assert.Equal(HttpStatusCode.OK, (await Ask(running, headerBytes: 1024)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await Ask(running, headerBytes: 2049)).StatusCode);
    }

    [Fact]
    public async Task A_request_over_its_time_is_cancelled_and_answered_503()
    {
        var service = ProbeService.Named("probe") with { Limits = new ServiceLimits { RequestSecondsMax = 1 } };
        await using var running = await _probe.Start(service);

        var response = await _http.GetAsync(new Uri(running.Address, "/slow?milliseconds=30000"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_configured_limit_out_of_bounds_refuses_the_start()
    {
        Environment.SetEnvironmentVariable("Limits__unbounded__BodyBytesMax", "0");

        var refused = await Assert.ThrowsAsync<ValidationException>(() => _probe.Start(ProbeService.Named("unbounded")));

        Assert.Contains(nameof(ServiceLimits.BodyBytesMax), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_in_flight_is_finished_when_the_service_stops()
    {
        await using var service = await _probe.Start(ProbeService.Named("probe"));
        var inFlight = _http.GetAsync(new Uri(service.Address, "/slow?milliseconds=700"));
        await Task.Delay(300);

        await service.Stop(default);

        Assert.Equal(HttpStatusCode.OK, (await inFlight).StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(new Uri(service.Address, "/health")));
    }

    [Fact]
    public async Task A_service_whose_preparation_fails_never_listens()
    {
        var service = ProbeService.Named("probe") with { Prepare = (_, _) => throw new InvalidOperationException("no key") };

        await Assert.ThrowsAsync<InvalidOperationException>(() => _probe.Start(service));
    }

    [Fact]
    public async Task Services_of_one_process_share_hints_and_no_container()
    {
        await using var one = await _probe.Start(ProbeService.Named("one"));
        await using var two = await _probe.Start(ProbeService.Named("two"));
        var heard = new TaskCompletionSource<long>();
        await using var listening = two.Services.GetRequiredService<HintBus>().Listen("two", (hint, _) =>
        {
            heard.TrySetResult(hint.Position);
            return Task.CompletedTask;
        });

        await _http.PostAsync(new Uri(one.Address, "/hint/42"), null);

        Assert.Equal(42, await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.NotSame(one.Services.GetRequiredService<NpgsqlDataSource>(), two.Services.GetRequiredService<NpgsqlDataSource>());
    }

    [Fact]
    public async Task Without_its_database_a_service_lives_but_is_not_ready()
    {
        // Port 1 (tcpmux) is not listened on.
        await using var noDatabase = new ProbeParts("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        await using var away = await noDatabase.Start(ProbeService.Named("away"));
        await using var well = await _probe.Start(ProbeService.Named("well"));

        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(away.Address, "/health"))).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _http.GetAsync(new Uri(away.Address, "/ready"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri(well.Address, "/ready"))).StatusCode);
    }

    private static byte[] Packed(int bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(new byte[bytes]);
        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> Length(ServiceHost service, byte[] body, string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/length"));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Ask(ServiceHost service, int headerBytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, "/health"));
        request.Headers.Add("X-Filler", new string('x', headerBytes));
        return await _http.SendAsync(request);
    }
}
