using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Phr.Platform.Hosting;
using Phr.Platform.Messages;

namespace Phr.Tests.Hosting;

/// <summary>A service of the tests: its slices do what the host has to cope with.</summary>
internal static class ProbeService
{
    public const string Secret = "depression";

    public static ServiceDefinition Named(string name) => new(name, (_, _) => { }, Map);

    private static void Map(WebApplication app)
    {
        app.MapGet("/fault/{text}", Fault);
        app.MapPost("/length", Length);
        app.MapGet("/slow", Slow);
        app.MapPost("/hint/{position}", Hint);
    }

    private static string Fault(string text) => throw new FormatException($"The input string '{text}' was not in a correct format.");

    private static async Task<IResult> Length(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return Results.Ok(body.Length);
    }

    private static async Task<IResult> Slow(int milliseconds, CancellationToken ct)
    {
        await Task.Delay(milliseconds, ct);
        return Results.Ok("done");
    }

    private static IResult Hint(long position, HintBus hints)
    {
        hints.Publish(new StreamAdvanced(1, position));
        return Results.Accepted();
    }
}

/// <summary>What the services of one test share: a log in a temporary file, hints in memory.</summary>
internal sealed class ProbeParts : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phr-hosting-").FullName;

    public ProbeParts(string connectionString)
    {
        var log = LogSink.File(LogFile);
        Parts = new SharedParts(
            new PlatformSettings { Database = connectionString, DataFolder = _folder, Urls = ServiceUrls.Loopback(1) },
            HintBus.Start(null, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance), log, TimeProvider.System);
    }

    public SharedParts Parts { get; }

    public string LogFile => Path.Combine(_folder, "logs", "probe.jsonl");

    public Task<ServiceHost> Start(ServiceDefinition service) =>
        ServiceHost.Start(service, Parts, "http://127.0.0.1:0", default);

    public async ValueTask DisposeAsync()
    {
        await Parts.Hints.DisposeAsync();
        Parts.Log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
