using Microsoft.Extensions.Logging.Abstractions;
using Phr.Platform.Messages;
using Phr.Tests.Support;

namespace Phr.Tests.Messages;

public sealed class HintBusOnRabbitMqTest(HintBusOnRabbitMqTest.Broker broker) : IClassFixture<HintBusOnRabbitMqTest.Broker>
{
    [SkippableFact]
    public async Task Between_two_processes_every_listener_gets_every_hint()
    {
        await using var sender = Connect();
        await using var receiver = Connect();
        await HintBusTest.EveryListenerGetsEveryHint(sender, receiver);
    }

    [SkippableFact]
    public async Task A_listener_that_throws_loses_its_hint_only()
    {
        await using var sender = Connect();
        await using var receiver = Connect();
        await HintBusTest.AListenerThatThrowsLosesItsHintOnly(sender, receiver);
    }

    [SkippableFact]
    public async Task Hints_flow_again_after_the_broker_was_away()
    {
        await using var sender = Connect();
        await using var receiver = Connect();
        var heard = new HintBusTest.Heard();
        await using var listening = receiver.Listen("patient", heard.Hear);
        await HintBusTest.Repeat(sender, 1, () => heard.Positions.Contains(1));

        await broker.Running!.Stop(default);
        sender.Publish(new StreamAdvanced(7, 2));
        await using var startedMeanwhile = Connect();
        var heardByTheNewcomer = new HintBusTest.Heard();
        await using var newcomer = startedMeanwhile.Listen("model", heardByTheNewcomer.Hear);
        await broker.Running.Restart(default);

        await HintBusTest.Repeat(sender, 3, () => heard.Positions.Contains(3) && heardByTheNewcomer.Positions.Contains(3));
    }

    private HintBus Connect()
    {
        Skip.If(broker.Running is null, "RabbitMQ is not installed (Debian package rabbitmq-server).");
        return HintBus.Start(broker.Running!.Address, NullLoggerFactory.Instance);
    }

    public sealed class Broker : IAsyncLifetime
    {
        internal RabbitBroker? Running { get; private set; }

        public async Task InitializeAsync() => Running = RabbitBroker.Installed ? await RabbitBroker.Start(default) : null;

        public async Task DisposeAsync()
        {
            if (Running is not null)
                await Running.DisposeAsync();
        }
    }
}
