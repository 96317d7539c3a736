using System.Collections.Frozen;
using Npgsql;
using Phr.Consent.Consents;
using Phr.Platform.Database;

namespace Phr.Consent.Clients;

/// <summary>
/// The registered organisations and studies. All of them are kept in memory and read anew when they are some seconds old: there are
/// few, they change rarely, and every consent and every page names some.
/// </summary>
public sealed class PartyDirectory(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private static readonly string AllParties = Sql.Load(typeof(PartyDirectory), "Clients/all-parties.sql");

    private readonly SemaphoreSlim _oneReading = new(1, 1);
    private Reading? _reading;

    /// <summary>Finds a party by its code, as of at most <see cref="AgeMax"/> ago.</summary>
    public async Task<FindParty> Current(CancellationToken ct) => (await Latest(ct)).Find;

    /// <summary>All parties, as of at most <see cref="AgeMax"/> ago.</summary>
    public async Task<IReadOnlyCollection<Party>> All(CancellationToken ct) => (await Latest(ct)).Parties.Values;

    /// <summary>Makes a party that was just written known at once.</summary>
    public void Forget() => _reading = null;

    public void Dispose() => _oneReading.Dispose();

    private Reading? Fresh() => _reading is { } reading && clock.GetUtcNow() - reading.At < AgeMax ? reading : null;

    private async Task<Reading> Latest(CancellationToken ct)
    {
        if (Fresh() is { } fresh)
            return fresh;
        await _oneReading.WaitAsync(ct);
        try
        {
            return _reading = Fresh() ?? new Reading(await Read(ct), clock.GetUtcNow());
        }
        finally
        {
            _oneReading.Release();
        }
    }

    private async Task<FrozenDictionary<string, Party>> Read(CancellationToken ct)
    {
        await using var command = database.CreateCommand(AllParties);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var parties = new Dictionary<string, Party>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
            parties.Add(rows.GetString(0), new Party(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetBoolean(3)));
        return parties.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record Reading(FrozenDictionary<string, Party> Parties, DateTimeOffset At)
    {
        public Party? Find(string code) => Parties.GetValueOrDefault(code);
    }
}
