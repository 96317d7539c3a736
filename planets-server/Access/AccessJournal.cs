using Npgsql;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>One request that asked for entries of people.</summary>
/// <param name="Purpose">v3-ActReason code.</param>
/// <param name="Interaction">FHIR restful-interaction, such as search-type, or the name of an operation.</param>
/// <param name="Type">Resource type asked for; null for any.</param>
/// <param name="Outcome">permitted, hidden (nothing was shown) or denied.</param>
/// <param name="NamedPatients">Ids of Patients that the request names: those people were asked for, whatever came of it.</param>
/// <param name="Streams">Streams of what was shown, once for each entry.</param>
public sealed record AccessEntry(
    DateTimeOffset At, Caller Caller, string Purpose, string Interaction, string? Type, string Outcome,
    IReadOnlyList<string> NamedPatients, IReadOnlyList<long> Streams)
{
    public Guid Decision { get; init; } = Guid.CreateVersion7();

    /// <summary>The resource that the request names, as <c>Type/id</c>; null where it names none.</summary>
    public string? Target { get; init; }

    /// <summary>Of a search or an operation the query as it was sent; null where there is none.</summary>
    public string? Query { get; init; }
}

/// <summary>
/// Keeps who asked for whose entries. An answer goes out only after its entry is committed; entries that wait together share a commit.
/// </summary>
public sealed class AccessJournal : IAsyncDisposable
{
    /// <summary>What queries are sealed for.</summary>
    public const string QueryPurpose = "access query";

    /// <summary>Beyond what may wait, requests wait for room: none goes unrecorded.</summary>
    public static readonly SharedRoundLimits Limits = new(RoundMax: 512, WaitingMax: 4_096, GatherMax: TimeSpan.FromMilliseconds(1));

    private static readonly string InsertAccesses = Sql.Load(typeof(AccessJournal), "Access/insert-accesses.sql");

    private readonly NpgsqlDataSource _database;
    private readonly SecretSeal _seal;
    private readonly SharedRounds<AccessEntry, AccessEntry> _rounds;

    /// <param name="seal">Closes queries: they may name what somebody has.</param>
    public AccessJournal(NpgsqlDataSource database, SecretSeal seal)
    {
        _database = database;
        _seal = seal;
        _rounds = new(Insert, Limits);
    }

    /// <summary>Completes when the entry is durable.</summary>
    public Task Record(AccessEntry entry, CancellationToken ct) => _rounds.Ask(entry, ct);

    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    private async Task<IReadOnlyList<AccessEntry>> Insert(IReadOnlyList<AccessEntry> entries, CancellationToken ct)
    {
        var rows = new AccessRows(_seal);
        foreach (var entry in entries)
            rows.Add(entry);
        await using var connection = await _database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(InsertAccesses, connection);
        rows.AddTo(command.Parameters);
        await command.ExecuteNonQueryAsync(ct);
        return entries;
    }
}
