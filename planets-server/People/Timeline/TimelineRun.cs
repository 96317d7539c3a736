using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Timeline;

/// <summary>An entry with the time it is about.</summary>
internal sealed record TimelineRow(FoundRow Found, DateTime DateLow, DateTime DateHigh, string Source);

/// <param name="Head">Position of the log at which it was read.</param>
internal sealed record TimelinePage(IReadOnlyList<TimelineRow> Rows, bool HasMore, long Head);

/// <summary>Where a page begins.</summary>
/// <param name="AsOf">Position at which it is read; null for now.</param>
internal sealed record TimelineStart(long? AsOf, DateTimeOffset Date, long Position)
{
    private const string CursorType = "timeline";

    public static readonly TimelineStart Newest = new(null, DateTimeOffset.MaxValue, long.MaxValue);

    public static string Seal(TimelinePage page, long? asOf, string query, PageLinks links, Caller caller)
    {
        var last = page.Rows[^1];
        var date = last.DateLow.Ticks.ToString(CultureInfo.InvariantCulture);
        return links.Seal(new PageCursor(CursorType, query, asOf ?? page.Head, [date], last.Found.Position), caller);
    }

    /// <summary>Null where it is not a cursor of a timeline that this caller was given.</summary>
    public static (TimelineStart Start, string Query)? Open(string cursor, PageLinks links, Caller caller) =>
        links.Open(cursor, caller) is { Type: CursorType, Values: [{ } ticks] } opened
            ? (new TimelineStart(
                opened.AsOf, new DateTime(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc), opened.Position), opened.Query)
            : null;
}

/// <summary>Reads the timeline: entries that the person may see, with consent inside the query.</summary>
internal sealed class TimelineRun(NpgsqlDataSource database, RowReader rows)
{
    /// <summary>Changes that are told one by one; a phone that was away for longer begins anew.</summary>
    public const int ChangesMax = 500;

    private static readonly string LinksSince = Sql.Load(typeof(TimelineRun), "People/Timeline/links-since.sql");

    public async Task<TimelinePage> Page(
        string patient, TimelineQuery query, TimelineStart start, Visibility visibility, CancellationToken ct)
    {
        var sql = Begin(patient, query.Types, query.Count + 1)
            .Share(Binding.Texts("sources", [.. query.Sources]))
            .Share(Binding.Instant("date_from", query.From)).Share(Binding.Instant("date_to", query.To))
            .Share(Binding.Instant("before_date", start.Date)).Share(Binding.Long("before_position", start.Position))
            .Share(Binding.Long("asof", start.AsOf ?? long.MaxValue));
        sql.Append(Fragment("timeline.sql")).Append(Fragment("timeline-holds.sql"));
        OfEntries(visibility).AppendTo(sql);
        sql.Append(Fragment("timeline-first.sql"));
        if (start.AsOf is not null)
        {
            // What held then is in tables of its own; each gives its first rows in order, which a union of both would not.
            sql.Append(Fragment("timeline-held.sql"));
            OfEntries(visibility with { HoldsPast = true }).AppendTo(sql);
            sql.Append(Fragment("timeline-first.sql"));
        }
        return await Read(sql.Append(Fragment("timeline-end.sql")), query.Count, ct);
    }

    /// <summary>Entries that are newer than a position; <see cref="ChangesMax"/> at most.</summary>
    public async Task<TimelinePage> Changed(string patient, long after, Visibility visibility, CancellationToken ct)
    {
        var sql = Begin(patient, [.. TimelineTypes.All], ChangesMax + 1).Share(Binding.Long("after", after));
        sql.Append(Fragment("changed.sql"));
        OfEntries(visibility).AppendTo(sql);
        return await Read(sql.Append(Fragment("changed-end.sql")), ChangesMax, ct);
    }

    /// <summary>Entries that are gone since a position; one more than <see cref="ChangesMax"/> at most.</summary>
    public async Task<IReadOnlyList<(string Type, string Id)>> Removed(string patient, long after, Visibility visibility, CancellationToken ct)
    {
        var sql = Begin(patient, [.. TimelineTypes.All], ChangesMax + 1).Share(Binding.Long("after", after))
            .Share(Binding.Longs("hidden", Labels.HiddenFromPerson(visibility.Keys)));
        sql.Append(Fragment("removed.sql"));
        OfEntries(visibility).AppendTo(sql);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.Append(Fragment("removed-end.sql")).ToCommand(connection);
        await using var removed = await command.ExecuteReaderAsync(ct);
        var found = new List<(string, string)>();
        while (await removed.ReadAsync(ct))
            found.Add((ResourceTypes.Name(removed.GetInt16(0)), removed.GetString(1)));
        return found;
    }

    /// <summary>Whether whole sources came or went since a position, and how far the log is.</summary>
    public async Task<(bool Changed, long Head)> LinksChangedSince(OwnPerson own, long after, CancellationToken ct)
    {
        await using var command = database.CreateCommand(LinksSince);
        command.Parameters.Add(new() { Value = own.Stream.Value });
        command.Parameters.Add(new() { Value = after });
        await using var found = await command.ExecuteReaderAsync(ct);
        await found.ReadAsync(ct);
        return (found.GetBoolean(0), found.GetInt64(1));
    }

    private static Visibility OfEntries(Visibility visibility) => visibility with { Types = [.. TimelineTypes.All] };

    private static string Fragment(string file) => RecordTables.Now.Load($"People/Timeline/{file}");

    private static SqlText Begin(string patient, IReadOnlyList<string> types, int limit) => new SqlText()
        .Share(Binding.Text("person_patient", patient))
        .Share(Binding.Shorts("types", [.. types.Select(ResourceTypes.Number)]))
        .Share(new Binding("limit", limit, NpgsqlDbType.Integer));

    private async Task<TimelinePage> Read(SqlText sql, int count, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (found, head) = await rows.ReadPage(reader, ct);
        var page = found.Take(count).Select(row => new TimelineRow(row, (DateTime)row.Keys[0]!, (DateTime)row.Keys[1]!, (string)row.Keys[2]!));
        return new TimelinePage([.. page], found.Count > count, head);
    }
}
