using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Audit;

/// <summary>
/// How far back one page looks. What an organisation did is a part of all that was done: a page looks through a bounded number of accesses
/// and positions of the log, and the next goes on from there, though it may have found nothing.
/// </summary>
/// <param name="Access">The last access that is looked at; null where that is the last there is.</param>
/// <param name="Change">The last change; null where that is the first of the log.</param>
public sealed record AuditWalk((DateTimeOffset At, long Number)? Access, (long Position, DateTimeOffset At)? Change)
{
    /// <summary>Accesses, and positions of the log, that one page looks through.</summary>
    public const int WalkedMax = 20_000;

    /// <summary>What is bounded by itself: all of one person, or one event.</summary>
    public static readonly AuditWalk Whole = new(null, null);

    /// <summary>Both kinds of events were looked through down to here; what is older comes on a later page.</summary>
    public DateTimeOffset Floor =>
        new(Math.Max(Access?.At.UtcTicks ?? 0, Change?.At.UtcTicks ?? 0), TimeSpan.Zero);

    /// <param name="organisation">Null for those without.</param>
    public static async Task<AuditWalk> Find(
        NpgsqlConnection connection, AuditQuery query, string? organisation, int walkedMax, CancellationToken ct)
    {
        var walked = new Binding("walked", walkedMax, NpgsqlDbType.Integer);
        var to = Binding.Instant("to", query.To);
        var access = await End(connection, new SqlText().Append(
            RecordTables.Ever.Load("Audit/walk-of-accesses.sql"), Binding.Text("organisation", organisation),
            Binding.Instant("from", query.From), to, Binding.Instant("at", query.Before.At),
            Binding.Long("number", query.Before.Number), walked), row => (row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1)), ct);
        var change = await End(connection, new SqlText().Append(
            RecordTables.Ever.Load("Audit/walk-of-changes.sql"), Binding.Long("position", query.Before.Position), to,
            Binding.Instant("from", query.From), walked), row => (row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1)), ct);
        return new AuditWalk(access, change);
    }

    private static async Task<T?> End<T>(
        NpgsqlConnection connection, SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken ct) where T : struct
    {
        await using var command = sql.ToCommand(connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? read(row) : null;
    }
}
