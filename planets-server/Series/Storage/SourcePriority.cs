using System.Text.Json;
using Phr.Planets.Series.Uploads;
using Phr.Platform;

namespace Phr.Planets.Series.Storage;

/// <summary>
/// The order in which a person prefers their connections for one metric; those not named come after, all alike.
/// </summary>
public sealed record SourcePriority(short Metric, IReadOnlyList<string> Connections)
{
    public const int ConnectionsMax = 100;

    public static readonly SourcePriority None = new(0, []);

    public int RankOf(string connection)
    {
        for (var rank = 0; rank < Connections.Count; rank++)
        {
            if (Connections[rank] == connection)
                return rank;
        }
        return Connections.Count;
    }

    internal Refusal? Check() =>
        Connections.Count > ConnectionsMax || !Connections.All(Batch.IsConnection)
        || Connections.Distinct().Count() != Connections.Count
        ? new Refusal(RefusalKind.Invalid, $"An order names up to {ConnectionsMax} connections, each once.")
        : null;

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    internal static SourcePriority Read(ReadOnlyMemory<byte> body) =>
        JsonSerializer.Deserialize<SourcePriority>(body.Span)
            ?? throw new InvalidDataException("A priority of sources has no content.");
}
