using MassTransit;

namespace Phr.Platform.Messages;

/// <summary>Hints over RabbitMQ: nothing is kept on disk, and what nobody reads goes away.</summary>
internal static class RabbitMqQueues
{
    // Messages, of up to HintBus.TogetherMax hints. A listener that cannot keep up loses the oldest, which the newer ones make superfluous.
    private const int QueueLengthMax = 1_000;

    public static IBusControl Create(Uri address) => Bus.Factory.CreateUsingRabbitMq(broker =>
    {
        broker.Host(address);
        broker.AutoStart = true;
        broker.Publish<StreamsAdvanced>(exchange => exchange.Durable = false);
    });

    public static void MakeTemporary(IReceiveEndpointConfigurator queue)
    {
        if (queue is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;
        rabbit.Durable = false;
        rabbit.AutoDelete = true;
        rabbit.SetQueueArgument("x-max-length", QueueLengthMax);
    }
}
