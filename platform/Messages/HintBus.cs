using System.Threading.Channels;
using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.Logging;

namespace Phr.Platform.Messages;

/// <summary>
/// Carries hints between services: inside one process, or over RabbitMQ. Every listening process gets every hint. A hint may be lost,
/// repeated or late: sending never waits and never fails, a broker that is away costs only delay, and a listener that throws has
/// lost a hint.
/// </summary>
public sealed class HintBus : IAsyncDisposable
{
    /// <summary>Hints that wait to be sent. Beyond it the oldest is dropped.</summary>
    public const int WaitingMax = 10_000;

    /// <summary>Hints of one message.</summary>
    public const int TogetherMax = 500;

    // What comes meanwhile makes the next message: while a hospital sends thousands of entries, a message for each cost as much as storing it.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly IBusControl _bus;
    private readonly Channel<StreamAdvanced> _waiting = Channel.CreateBounded<StreamAdvanced>(
        new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;

    private HintBus(IBusControl bus)
    {
        _bus = bus;
        _sending = Send(_stopping.Token);
    }

    /// <param name="rabbitMq">Address with credentials; null keeps hints inside this process.</param>
    public static HintBus Start(Uri? rabbitMq, ILoggerFactory logs)
    {
        LogContext.ConfigureCurrentLogContext(logs);
        return new HintBus(rabbitMq is null ? Bus.Factory.CreateUsingInMemory(_ => { }) : RabbitMqQueues.Create(rabbitMq));
    }

    /// <summary>Leaves the hint to the bus and returns at once.</summary>
    public void Publish(StreamAdvanced hint) => _waiting.Writer.TryWrite(hint);

    /// <summary>Calls <paramref name="handle"/> for every hint from now on, one at a time.</summary>
    /// <param name="listener">Name of the listening service, seen in RabbitMQ's list of queues.</param>
    /// <returns>Dispose it to stop listening.</returns>
    public IAsyncDisposable Listen(string listener, Func<StreamAdvanced, CancellationToken, Task> handle)
    {
        // A queue of its own for every listener: hints are told to all, not shared out.
        var endpoint = _bus.ConnectReceiveEndpoint($"phr-{listener}-{NewId.NextGuid():N}", queue =>
        {
            RabbitMqQueues.MakeTemporary(queue);
            queue.ConcurrentMessageLimit = 1;
            queue.DiscardFaultedMessages();
            queue.DiscardSkippedMessages();
            queue.Handler<StreamsAdvanced>(context => Tell(context.Message.Hints, handle, context.CancellationToken));
        });
        return new Listening(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _stopping.CancelAsync();
        await _sending;
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _bus.StopAsync(timeout.Token);
        _stopping.Dispose();
    }

    private async Task Send(CancellationToken ct)
    {
        try
        {
            await Connect(ct);
            while (await _waiting.Reader.WaitToReadAsync(ct))
            {
                await SendOne(Waiting(), ct);
                await Task.Delay(Rest, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped: what still waits is found by its consumers from their own positions.
        }
    }

    private async Task Connect(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await _bus.StartAsync(ct);
                return;
            }
            catch (MassTransitException)
            {
                // The broker is away, and MassTransit has logged it.
                await Task.Delay(ReconnectDelay, ct);
            }
        }
    }

    private StreamsAdvanced Waiting()
    {
        var hints = new List<StreamAdvanced>();
        while (hints.Count < TogetherMax && _waiting.Reader.TryRead(out var hint))
            hints.Add(hint);
        return new StreamsAdvanced(hints);
    }

    private async Task SendOne(StreamsAdvanced message, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(SendTimeout);
        try
        {
            await _bus.Publish(message, context => context.Durable = false, timeout.Token);
        }
        catch (MassTransitException)
        {
            // The broker is away: the hints are lost, which is harmless.
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The broker did not take it in time: likewise.
        }
    }

    // One after the other; where one cannot be handled, the others of its message are told all the same.
    private static async Task Tell(
        IReadOnlyList<StreamAdvanced> hints, Func<StreamAdvanced, CancellationToken, Task> handle, CancellationToken ct)
    {
        var told = new List<Task>(hints.Count);
        foreach (var hint in hints)
        {
            told.Add(TellOne(hint));
            await told[^1].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(told);

        async Task TellOne(StreamAdvanced hint) => await handle(hint, ct);
    }

    private sealed class Listening(HostReceiveEndpointHandle endpoint) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var timeout = new CancellationTokenSource(StopTimeout);
            await endpoint.StopAsync(timeout.Token);
        }
    }
}
