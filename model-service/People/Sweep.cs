using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Phr.Model.People.Store;

namespace Phr.Model.People;

/// <summary>
/// Looks at everyone who was ever followed, at the start and then at intervals, for what no hint told. Someone without news costs one
/// short request.
/// </summary>
public sealed class Sweep(PersonStore store, PersonLanes lanes, IOptions<ModelOptions> options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.SweepMinutes), clock);
        do
            await lanes.Try(Everyone, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Everyone(CancellationToken ct)
    {
        foreach (var patient in await store.Patients(ct))
            await lanes.Try(token => lanes.Follow(patient, long.MaxValue, token), ct);
    }
}
