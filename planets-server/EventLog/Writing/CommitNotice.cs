using System.Threading.Channels;
using Phr.Platform.Messages;

namespace Phr.EventLog;

/// <summary>
/// Tells of commits: subscriptions of this process at once, others by hints. Hints that nobody takes are dropped,
/// oldest first: they are only hints.
/// </summary>
internal sealed class CommitNotice
{
    private const int HintsMax = 10_000;

    private readonly Channel<StreamAdvanced> _hints = Channel.CreateBounded<StreamAdvanced>(
        new BoundedChannelOptions(HintsMax) { FullMode = BoundedChannelFullMode.DropOldest });

    public ChannelReader<StreamAdvanced> Hints => _hints.Reader;

    public LogSignal Signal { get; } = new();

    /// <summary>Events committed since the last checkpoint.</summary>
    public long EventsSinceCheckpoint { get; set; }

    public void Committed(IReadOnlyCollection<StreamId> streams, long position, int events)
    {
        EventsSinceCheckpoint += events;
        Signal.Advance(position);
        foreach (var stream in streams)
            _hints.Writer.TryWrite(new StreamAdvanced(stream.Value, position));
    }

    public void Close()
    {
        _hints.Writer.TryComplete();
        Signal.Close();
    }
}
