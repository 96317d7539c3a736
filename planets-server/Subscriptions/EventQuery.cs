using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Finds events in the log. A version is one only where the subscriber may see it, and may see what holds of the
/// resource now: what was deleted, hidden or refused since is not spoken of. That is asked anew whenever something is
/// sent.
/// </summary>
public sealed class EventQuery(NpgsqlDataSource database, RowReader rows)
{
    /// <summary>Positions that one statement looks through.</summary>
    private const long WindowMax = 20_000;

    private static readonly string Head = Sql.Load(typeof(EventQuery), "Subscriptions/head.sql");

    /// <summary>Positions of the next events after one, and how far the log was looked through.</summary>
    public async Task<(long[] Events, long UpTo)> Next(
        EventMatch match, Visibility visibility, long after, int count, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var headCommand = new NpgsqlCommand(Head, connection);
        var upTo = Math.Min((long)(await headCommand.ExecuteScalarAsync(ct))!, after + WindowMax);
        if (upTo <= after)
            return ([], after);
        var sql = new SqlText().Append(
            RecordTables.Ever.Load("Subscriptions/scan.sql"), Binding.Long("after", after), Binding.Long("upto", upTo));
        match.AppendTo(sql, new SearchContext(RecordTables.Ever, visibility) { IsWalking = true });
        sql.Append(" and ");
        visibility.AppendTo(sql);
        sql.Append(RecordTables.Ever.Load("Subscriptions/present.sql"));
        visibility.AppendTo(sql);
        sql.Append(")\norder by v.position limit @limit", new Binding("limit", count, NpgsqlDbType.Integer));
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<long>();
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetInt64(0));
        return ([.. found], found.Count == count ? found[^1] : upTo);
    }

    /// <summary>Those of some versions that the subscriber may still see, by position.</summary>
    public async Task<IReadOnlyDictionary<long, FoundRow>> Visible(
        long[] positions, Visibility visibility, CancellationToken ct)
    {
        if (positions.Length == 0)
            return new Dictionary<long, FoundRow>();
        var sql = new SqlText().Append(RecordTables.Ever.Load("Subscriptions/visible.sql"),
            Binding.Longs("positions", positions));
        visibility.AppendTo(sql);
        sql.Append(RecordTables.Ever.Load("Subscriptions/present-body.sql"));
        visibility.AppendTo(sql);
        sql.Append(")");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return (await rows.ReadAll(reader, ct)).ToDictionary(row => row.Position);
    }
}
