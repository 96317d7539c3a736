using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Whose turn it is to deliver a subscription: one holder's at a time, on all nodes. Every step that counts names the
/// holder and does nothing where it is somebody else's turn by now.
/// </summary>
public sealed class DeliveryTurn(NpgsqlDataSource database)
{
    /// <summary>Seconds for which a turn is taken; longer than any one step.</summary>
    private const int HeldSeconds = 2 * SubscriptionLimits.TimeoutSecondsMax;

    private static readonly string ClaimHooks = Load("claim-hooks");
    private static readonly string ClaimSocket = Load("claim-socket");
    private static readonly string HoldOne = Load("hold");
    private static readonly string ReleaseOne = Load("release");
    private static readonly string NumberEvents = Load("number-events");
    private static readonly string ListEvents = Load("list-events");
    private static readonly string MarkDelivered = Load("delivered");
    private static readonly string MarkFailed = Load("failed");
    private static readonly string StopOne = Load("stop");
    private static readonly string PostponeOne = Load("postpone");

    /// <summary>Never the same twice, on any node.</summary>
    public static Guid NewHolder() => Guid.CreateVersion7();

    /// <summary>Takes the turns of rest-hooks that have something to do.</summary>
    /// <param name="types">Numbers of the resource types that were written.</param>
    public async Task<IReadOnlyList<string>> Claim(Guid holder, short[] types, int count, CancellationToken ct)
    {
        await using var command = database.Statement(ClaimHooks, holder, types, count, HeldSeconds);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var claimed = new List<string>();
        while (await rows.ReadAsync(ct))
            claimed.Add(rows.GetString(0));
        return claimed;
    }

    public Task<bool> Claim(string id, Guid holder, CancellationToken ct) =>
        Done(ClaimSocket, ct, id, holder, HeldSeconds);

    public Task<bool> Hold(string id, Guid holder, CancellationToken ct) => Done(HoldOne, ct, id, holder, HeldSeconds);

    /// <summary>Gives the turn back.</summary>
    /// <returns>Numbers of its resource types where the log went on since it was looked at; else nothing.</returns>
    public async Task<short[]> Release(string id, Guid holder, CancellationToken ct)
    {
        await using var command = database.Statement(ReleaseOne, id, holder);
        return await command.ExecuteScalarAsync(ct) as short[] ?? [];
    }

    /// <summary>Gives events their numbers, before they are sent for the first time.</summary>
    public async Task<bool> Number(string id, Guid holder, long[] positions, long upTo, CancellationToken ct)
    {
        await using var command = database.Statement(
            NumberEvents, id, holder, positions, upTo, SubscriptionLimits.EventsKeptMax);
        return (long)(await command.ExecuteScalarAsync(ct))! == 1;
    }

    /// <summary>Numbers, positions and times of events.</summary>
    public async Task<IReadOnlyList<(long Number, long Position, DateTimeOffset At)>> Events(
        string id, (long From, long To, long Position) range, int count, CancellationToken ct)
    {
        await using var command = database.Statement(ListEvents, id, range.From, range.To, range.Position, count);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(long, long, DateTimeOffset)>();
        while (await rows.ReadAsync(ct))
            found.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2)));
        return found;
    }

    public Task<bool> Delivered(string id, Guid holder, long number, DateTimeOffset at, CancellationToken ct) =>
        Done(MarkDelivered, ct, id, holder, number, at);

    public Task<bool> Failed(string id, Guid holder, (double RetrySeconds, int FailuresMax, string Why) failure,
        CancellationToken ct) =>
        Done(MarkFailed, ct, id, holder, failure.RetrySeconds, failure.FailuresMax, failure.Why);

    public Task<bool> Stop(string id, Guid holder, (string? Why, DateTimeOffset At) end, CancellationToken ct)
    {
        var command = database.Statement(StopOne, id, holder, "off");
        command.Parameters.Add(new() { Value = end.Why ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = end.At });
        return Done(command, ct);
    }

    public Task<bool> Postpone(string id, Guid holder, double seconds, CancellationToken ct) =>
        Done(PostponeOne, ct, id, holder, seconds);

    private Task<bool> Done(string sql, CancellationToken ct, params object?[] values) =>
        Done(database.Statement(sql, values), ct);

    private static async Task<bool> Done(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static string Load(string name) => Sql.Load(typeof(DeliveryTurn), $"Subscriptions/{name}.sql");
}
