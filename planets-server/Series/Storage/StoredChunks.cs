using Npgsql;
using Phr.EventLog;
using Phr.Planets.Series.Chunks;

namespace Phr.Planets.Series.Storage;

/// <summary>Chunks out of the bodies of their events.</summary>
internal static class StoredChunks
{
    /// <summary>Adds those at <paramref name="positions"/>.</summary>
    /// <exception cref="InvalidDataException">A row points at a body that cannot be opened: <c>phr verify</c> says
    /// why.</exception>
    public static async Task Read(
        Reader reader, NpgsqlConnection connection, IReadOnlyList<long> positions, Dictionary<long, Chunk> into,
            CancellationToken ct)
    {
        foreach (var page in positions.Chunk(Reader.PageEventsMax))
        {
            foreach (var stored in await reader.ReadAt(connection, page, ct))
            {
                if (!stored.Body.IsReadable)
                    throw new InvalidDataException(
                        $"The chunk at position {stored.Position} cannot be opened: {stored.Body.State}.");
                into[stored.Position] = ChunkCodec.Decode(stored.Body.Bytes.Span);
            }
        }
    }
}
