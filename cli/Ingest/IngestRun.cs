using System.Diagnostics;
using Microsoft.IdentityModel.JsonWebTokens;
using Phr.Cli.Host;
using Phr.Cli.Tokens;

namespace Phr.Cli.Ingest;

/// <summary>What to take in, and for whom.</summary>
/// <param name="Who">Null for a hospital where it is FHIR, and a person where devices exported it.</param>
/// <param name="Zone">IANA zone of times that tell no offset.</param>
internal sealed record IngestOrder(IReadOnlyList<string> Files, string? Who, string Zone);

/// <summary>Takes documents in, some at once; those that may need others go in a second round.</summary>
internal sealed class IngestRun : IDisposable
{
    public const string Hospital = "hospital:a";
    public const string Person = "patient:1";

    private const int RequestsAtOnce = 4;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(5);

    private readonly IngestOrder _order;
    private readonly RunRecord _platform;
    private readonly HttpClient _http = new() { Timeout = AnswerTimeout };
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lazy<Task<BundleIntake>> _bundles;
    private readonly Lazy<Task<DeviceIntake>> _devices;
    private int _documents;
    private int _waiting;

    public IngestRun(IngestOrder order, RunRecord platform, DemoTokens tokens, CancellationToken ct)
    {
        (_order, _platform) = (order, platform);
        _bundles = new(async () => Bundles(await tokens.For(order.Who ?? Hospital, ct)));
        _devices = new(async () => Devices(await tokens.For(order.Who ?? Person, ct)));
    }

    public IngestTotal Total { get; } = new();

    /// <param name="say">Told how far it is.</param>
    /// <exception cref="CommandException">A file is not there, an archive is broken, or whoever sends may not.</exception>
    public async Task Run(Action<string> say, CancellationToken ct)
    {
        await Round(isSecond: false, say, ct);
        if (_waiting > 0)
            await Round(isSecond: true, say, ct);
    }

    public void Dispose() => _http.Dispose();

    private Task Round(bool isSecond, Action<string> say, CancellationToken ct)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = ct };
        return Parallel.ForEachAsync(SourceDocument.In(_order.Files), parallel, async (document, each) =>
        {
            using (document)
            {
                var kind = DocumentKind.Of(document);
                if (kind.ComesAfterOthers == isSecond)
                    await Take(document, kind, each);
                else if (!isSecond)
                    Interlocked.Increment(ref _waiting);
            }
            var entries = Total.Report().In;
            say($"{Interlocked.Increment(ref _documents):N0} · {entries:N0} · {entries / _clock.Elapsed.TotalSeconds:N0}/s");
        });
    }

    private async Task Take(SourceDocument document, DocumentKind kind, CancellationToken ct)
    {
        switch (kind)
        {
            case DocumentKind.Bundle:
                await (await _bundles.Value).SendBundle(document, ct);
                break;
            case DocumentKind.Resource:
                await (await _bundles.Value).SendResource(document, ct);
                break;
            case DocumentKind.Lines:
                await (await _bundles.Value).SendLines(document, ct);
                break;
            case DocumentKind.Device device:
                await (await _devices.Value).Send(document, device.Format, ct);
                break;
            case DocumentKind.Unknown when !document.IsNamed && !document.LooksLikeData:
                await Console.Error.WriteLineAsync($"phr: {document.Where} is left out: it holds no data.");
                break;
            case DocumentKind.Unknown unknown:
                Total.Refuse(document.Where, "unknown", unknown.Why);
                break;
        }
    }

    private BundleIntake Bundles(string token) =>
        new(new Delivery(_http, token), new Uri(_platform.Urls.Planets, "intake/bundles"), Total);

    private DeviceIntake Devices(string token)
    {
        var delivery = new Delivery(_http, token);
        if (!new JsonWebToken(token).TryGetClaim("patient", out var patient))
            throw new CommandException($"what devices measured belongs to a person: send it --as {Person}.");
        var raw = new RawIntake(delivery, new Uri($"{_platform.Urls.Fhir}/DocumentReference"), Total, patient.Value);
        return new DeviceIntake(delivery, new Uri(_platform.Urls.Planets, "people/me/readings"), Total, raw, _order.Zone);
    }
}
