namespace Phr.Simulator.Writing.Meds;

/// <summary>Takes people one after the other and writes them as MEDS; disposed of, all is on disk.</summary>
public interface IMedsWriter : IAsyncDisposable
{
    /// <param name="person">All rows of one person, static ones first, then by time: <see cref="MedsRecord.Of"/>.</param>
    Task Write(IReadOnlyList<MedsEvent> person, CancellationToken ct);
}
