using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Phr.Model.Feed;
using Phr.Platform.Messages;

namespace Phr.Model.People;

/// <summary>Looks at a person as soon as a hint says that one of their streams has grown.</summary>
public sealed class HintFollower(
    HintBus bus, RecordFeed feed, PersonLanes lanes, IOptions<ModelOptions> options) : BackgroundService
{
    private readonly WaitingLine<long> _streams = new(options.Value.WaitingMax);

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
        if (await feed.Owner(stream, ct) is { } patient)
            await lanes.Follow(patient, long.MaxValue, ct);
    }
}
