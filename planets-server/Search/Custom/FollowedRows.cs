using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>What one index that follows the log makes of some events: rows, and the end of those of erased streams.</summary>
/// <param name="number">Of search.parameter.</param>
internal abstract class FollowedRows(int number)
{
    protected int Number => number;

    /// <summary>Statement that deletes rows. $1 number int, $2 erased streams bigint[]</summary>
    protected abstract string Erase { get; }

    /// <summary>Whether as many rows wait as may.</summary>
    protected abstract bool IsFull { get; }

    public async Task TakeUp(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var stored in events)
        {
            if (stored.Kind != EventKind.Stored || !stored.Body.IsReadable || !IsOf(stored.Type))
                continue;
            using var document = FhirDocument.ParseLenient(stored.Body.Bytes).Document;
            if (document is null)
                continue;
            Add(stored.Position, document.Root);
            if (IsFull)
                await Write(connection, ct);
        }
        await Write(connection, ct);
        await DeleteErased(events, connection, ct);
    }

    /// <summary>Whether a type of event has rows.</summary>
    protected abstract bool IsOf(string type);

    protected abstract void Add(long position, Element resource);

    /// <summary>Writes what waits, if anything does, and forgets it.</summary>
    protected abstract Task Write(NpgsqlConnection connection, CancellationToken ct);

    private async Task DeleteErased(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken ct)
    {
        var erased = events.Where(stored => stored.Kind == EventKind.Erased).Select(stored => stored.Stream.Value).ToList();
        if (erased.Count == 0)
            return;
        await using var command = new NpgsqlCommand(Erase, connection)
        {
            Parameters = { new() { Value = number }, ArrayParameter.Of(erased, NpgsqlDbType.Bigint) },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
