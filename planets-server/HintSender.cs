using Microsoft.Extensions.Hosting;
using Phr.EventLog;
using Phr.Platform.Messages;

namespace Phr.Planets;

/// <summary>Passes the log's hints on to the bus.</summary>
public sealed class HintSender(Log log, HintBus bus) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var hint in log.Hints.ReadAllAsync(stoppingToken))
            bus.Publish(hint);
    }
}
