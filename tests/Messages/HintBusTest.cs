using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Phr.Platform.Messages;

namespace Phr.Tests.Messages;

/// <summary>What holds for hints on every transport: run in memory here, over RabbitMQ in <see cref="HintBusOnRabbitMqTest"/>.</summary>
public sealed class HintBusTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task In_memory_every_listener_gets_every_hint()
    {
        await using var bus = HintBus.Start(null, NullLoggerFactory.Instance);
        await EveryListenerGetsEveryHint(bus, bus);
    }

    [Fact]
    public async Task In_memory_a_listener_that_throws_loses_its_hint_only()
    {
        await using var bus = HintBus.Start(null, NullLoggerFactory.Instance);
        await AListenerThatThrowsLosesItsHintOnly(bus, bus);
    }

    [Fact]
    public async Task A_listener_that_stopped_hears_nothing_more()
    {
        await using var bus = HintBus.Start(null, NullLoggerFactory.Instance);
        var early = new Heard();
        var late = new Heard();
        var listening = bus.Listen("early", early.Hear);
        bus.Publish(new StreamAdvanced(1, 1));
        await early.Until(1);
        await listening.DisposeAsync();
        await using var other = bus.Listen("late", late.Hear);

        bus.Publish(new StreamAdvanced(1, 2));

        await late.Until(2);
        Assert.DoesNotContain(2, early.Positions);
    }

    [Fact]
    public async Task Without_a_broker_sending_neither_waits_nor_fails_and_stopping_is_prompt()
    {
        // Port 1 (tcpmux) is not listened on.
        var bus = HintBus.Start(new Uri("amqp://guest:guest@127.0.0.1:1/"), NullLoggerFactory.Instance);
        var heard = new Heard();
        var listening = bus.Listen("alone", heard.Hear);

        for (var position = 0; position < HintBus.WaitingMax + 1; position++)
            bus.Publish(new StreamAdvanced(1, position));

        await listening.DisposeAsync().AsTask().WaitAsync(Patience);
        await bus.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Empty(heard.Positions);
    }

    internal static async Task EveryListenerGetsEveryHint(HintBus sender, HintBus receiver)
    {
        var (model, mobile) = (new Heard(), new Heard());
        await using var first = receiver.Listen("model", model.Hear);
        await using var second = receiver.Listen("mobile", mobile.Hear);

        // The queues come up on their own time, and what was sent before is lost on purpose: repeat the first hint until it is heard.
        await Repeat(sender, 1, () => model.Positions.Contains(1) && mobile.Positions.Contains(1));
        for (var position = 2; position <= 100; position++)
            sender.Publish(new StreamAdvanced(7, position));

        await model.Until(100);
        await mobile.Until(100);
        Assert.Equal(Enumerable.Range(1, 100).Select(p => (long)p), model.Positions.Distinct().Order());
        Assert.Equal(model.Positions.Distinct().Order(), mobile.Positions.Distinct().Order());
    }

    internal static async Task AListenerThatThrowsLosesItsHintOnly(HintBus sender, HintBus receiver)
    {
        var (clumsy, calm) = (new Heard(), new Heard());
        await using var first = receiver.Listen("clumsy", async (hint, ct) =>
        {
            if (hint.Position == 2)
                throw new InvalidOperationException("This listener cannot cope with 2.");
            await clumsy.Hear(hint, ct);
        });
        await using var second = receiver.Listen("calm", calm.Hear);

        await Repeat(sender, 1, () => clumsy.Positions.Contains(1) && calm.Positions.Contains(1));
        sender.Publish(new StreamAdvanced(7, 2));
        sender.Publish(new StreamAdvanced(7, 3));

        await clumsy.Until(3);
        await calm.Until(3);
        Assert.DoesNotContain(2, clumsy.Positions);
        Assert.Contains(2, calm.Positions);
    }

    internal static async Task Repeat(HintBus sender, long position, Func<bool> until)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!until())
        {
            sender.Publish(new StreamAdvanced(7, position));
            await Task.Delay(50, patience.Token);
        }
    }

    internal sealed class Heard
    {
        private readonly ConcurrentQueue<long> _positions = new();

        public IReadOnlyCollection<long> Positions => _positions;

        public Task Hear(StreamAdvanced hint, CancellationToken ct)
        {
            _positions.Enqueue(hint.Position);
            return Task.CompletedTask;
        }

        public async Task Until(long position)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!_positions.Contains(position))
                await Task.Delay(10, patience.Token);
        }
    }
}
