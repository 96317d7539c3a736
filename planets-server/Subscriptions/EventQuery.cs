using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Platform.Database;

namespace Phr.Planets.Subscriptions;

/// <summary>
/// Finds events in the log. A version is one only where the subscriber may see it, and may see what holds of the
/// resource now: what was deleted, hidden or refused since is not spoken of. That is asked anew whenever something is
/// sent.
/// </summary>
public sealed class EventQuery(NpgsqlDataSource database, RowReader rows, CustomReadiness readiness)
{
    /// <summary>Positions that one statement looks through.</summary>
    private const long WindowMax = 20_000;

    private static readonly string Head = Sql.Load(typeof(EventQuery), "Subscriptions/head.sql");

    /// <summary>Positions of the next events after one, how far the log was looked through, and whether the index that the match needs
    /// has not come further.</summary>
    public async Task<(long[] Events, long UpTo, bool IsBehind)> Next(
        EventMatch match, Visibility visibility, long after, int count, CancellationToken ct)
    {
        var indexed = await readiness.Reached(match.Indexes, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var headCommand = new NpgsqlCommand(Head, connection);
        var head = (long)(await headCommand.ExecuteScalarAsync(ct))!;
        var upTo = Math.Min(Math.Min(head, after + WindowMax), indexed);
        if (upTo <= after)
            return ([], after, indexed < head);
        visibility = visibility with { Types = match.Types };
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
        return ([.. found], found.Count == count ? found[^1] : upTo, false);
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
