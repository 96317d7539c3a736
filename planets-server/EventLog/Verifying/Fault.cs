namespace Phr.EventLog;

/// <summary>Something that does not hold.</summary>
/// <param name="Position">Of the event it is about; null when it is about none.</param>
/// <param name="Stream">The stream it is about; null when it is about none.</param>
/// <param name="What">One sentence; it quotes no content.</param>
public sealed record Fault(long? Position, StreamId? Stream, string What);

/// <summary>What a verification found.</summary>
/// <param name="Events">Events that were looked at.</param>
/// <param name="Streams">Streams founded by them.</param>
/// <param name="UnusedKeys">Keys in the store that no stream has: left by a process that was killed. No fault.</param>
/// <param name="Faults">The first <see cref="FaultsMax"/> that were found.</param>
/// <param name="FaultCount">How many there are in all.</param>
public sealed record VerificationReport(
    long Events, long Streams, long UnusedKeys, IReadOnlyList<Fault> Faults, long FaultCount)
{
    /// <summary>Faults that a report lists; the rest is counted.</summary>
    public const int FaultsMax = 1_000;

    public bool Ok => FaultCount == 0;
}

/// <summary>Collects faults, bounded.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> All => _faults;

    public long Count { get; private set; }

    public void Add(long? position, StreamId? stream, string what)
    {
        if (Count++ < VerificationReport.FaultsMax)
            _faults.Add(new Fault(position, stream, what));
    }
}
