using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Phr.Model.Feed;
using Phr.Platform.Messages;

namespace Phr.Model.People;

/// <summary>Looks at a person as soon as a hint says that one of their streams has grown.</summary>
public sealed class HintFollower(
    HintBus bus, RecordFeed feed, PersonLanes lanes, IOptions<ModelOptions> options, TimeProvider clock) : BackgroundService
{
    /// <summary>Streams that are remembered to be nobody's with an account.</summary>
    private const int NobodysMax = 100_000;

    // While a hospital sends the records of thousands, asking whose each is would cost more than storing it. Who takes a stream over is told
    // by a hint of their own stream, and reads from the start.
    private static readonly TimeSpan NobodysFor = TimeSpan.FromSeconds(5);

    private readonly WaitingLine<long> _streams = new(options.Value.WaitingMax);
    private readonly Dictionary<long, DateTimeOffset> _nobodys = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var listening = bus.Listen("model", (hint, _) =>
        {
            _streams.Add(hint.Stream);
            return Task.CompletedTask;
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            var stream = await _streams.Take(stoppingToken);
            await lanes.Try(ct => Follow(stream, ct), stoppingToken);
        }
    }

    private async Task Follow(long stream, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_nobodys.TryGetValue(stream, out var until) && now < until)
            return;
        if (await feed.Owner(stream, ct) is { } patient)
            await lanes.Heed(patient, ct);
        else
            Remember(stream, now + NobodysFor);
    }

    private void Remember(long stream, DateTimeOffset until)
    {
        if (_nobodys.Count >= NobodysMax)
            _nobodys.Clear();
        _nobodys[stream] = until;
    }
}
