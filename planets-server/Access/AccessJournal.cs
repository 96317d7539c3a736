using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
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
    /// <summary>Entries that wait. Beyond it requests wait for room: none goes unrecorded.</summary>
    public const int WaitingMax = 4_096;

    private const int GroupMax = 512;

    private static readonly string InsertAccesses = Sql.Load(typeof(AccessJournal), "Access/insert-accesses.sql");

    /// <summary>What queries are sealed for.</summary>
    public const string QueryPurpose = "access query";

    private readonly NpgsqlDataSource _database;
    private readonly SecretSeal _seal;
    private readonly Task _writing;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    /// <param name="seal">Closes queries: they may name what somebody has.</param>
    public AccessJournal(NpgsqlDataSource database, SecretSeal seal)
    {
        _database = database;
        _seal = seal;
        _writing = Task.Run(WriteAll);
    }

    /// <summary>Completes when the entry is durable.</summary>
    public async Task Record(AccessEntry entry, CancellationToken ct)
    {
        var waiting = new Waiting(entry);
        await _waiting.Writer.WriteAsync(waiting, ct);
        await waiting.Written.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAll()
    {
        var group = new List<Waiting>(GroupMax);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < GroupMax && _waiting.Reader.TryRead(out var next))
                group.Add(next);
            try
            {
                await Insert(group);
                group.ForEach(waiting => waiting.Written.SetResult());
            }
            catch (NpgsqlException fault)
            {
                // Unrecorded, so unanswered: each request fails with the fault.
                group.ForEach(waiting => waiting.Written.SetException(fault));
            }
            group.Clear();
        }
    }

    private async Task Insert(List<Waiting> group)
    {
        var rows = new AccessRows(_seal);
        foreach (var waiting in group)
            rows.Add(waiting.Entry);
        await using var connection = await _database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(InsertAccesses, connection);
        rows.AddTo(command.Parameters);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Waiting(AccessEntry Entry)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
