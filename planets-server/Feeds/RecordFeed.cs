using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Series.Views;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Feeds;

/// <summary>
/// <c>GET /internal/people/{patient}/record?after=&amp;generation=</c>: what the model may read of a person, as
/// NDJSON: everything, or what changed
/// after a position. It reads as the person would, so an entry that they have not been told can move nothing that they
/// are shown; and nothing
/// while they have no outcome switched on.
/// </summary>
public static class RecordFeed
{
    private static readonly string Entries = RuleText.Load("Feeds/feed-entries.sql", "@person");
    private static readonly string Removed = Sql.Load(typeof(RecordFeed), "Feeds/feed-removed.sql");
    private static readonly string RemovedEnd = Sql.Load(typeof(RecordFeed), "Feeds/feed-removed-end.sql");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/people/{patient}/record", Handle);

    private static async Task<IResult> Handle(
        string patient, HttpContext http, NpgsqlDataSource database, FeedRun run, AccessJournal journal, CancellationToken ct,
        long after = 0, string? generation = null)
    {
        if (http.Caller() is not { Role: CallerRole.Service, Client: Authors.Model })
            return ProblemJson.Result(new Refusal(RefusalKind.Forbidden, "Only the model reads this."));
        if (await FeedPerson.Find(database, patient, ct) is not { } person)
            return ProblemJson.Result(new Refusal(RefusalKind.NotFound, "No person has this Patient as their own."));
        var isReset = generation != person.Generation || after <= 0;
        // Once a reading from the start: each step of a follower would bury what the person looks for in their access log.
        if (isReset && person.Outcomes.Count > 0)
            await journal.Record(Accesses.Of(http, "model", null, [patient], person.Streams.Select(stream => stream.Value).ToList()), ct);
        http.Response.ContentType = "application/x-ndjson";
        await run.Write(http, patient, person, isReset ? 0 : after, isReset, ct);
        return Results.Empty;
    }

    /// <summary>Reads and writes the lines of one feed.</summary>
    internal sealed class FeedRun(NpgsqlDataSource database, Reader log, TokenKeys keys)
    {
        public async Task Write(HttpContext http, string patient, FeedPerson person, long after, bool isReset, CancellationToken ct)
        {
            var lines = new FeedLines(http.Response.BodyWriter);
            lines.Start(patient, person, isReset);
            if (person.Outcomes.Count > 0)
            {
                var visibility = new Visibility(new RecordReader.Person(patient), http.Caller().Permissions, ScopeAccess.Read, keys);
                await using var connection = await database.OpenConnectionAsync(ct);
                if (after > 0)
                    await WriteRemoved(connection, lines, person, after, visibility, ct);
                await WriteEntries(connection, lines, person, after, visibility, ct);
            }
            await lines.Flush(ct);
        }

        private async Task WriteEntries(
            NpgsqlConnection connection, FeedLines lines, FeedPerson person, long after, Visibility visibility, CancellationToken ct)
        {
            var sql = new SqlText().Append(
                Entries, Binding.Long("person", person.Person), Streams(person), Binding.Long("after", after),
                Binding.Texts("outcomes", [.. person.Outcomes]));
            visibility.AppendTo(sql);
            await using var command = sql.Append("\norder by s.position").ToCommand(connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var (type, id) = (rows.GetString(6), rows.GetString(2));
                var body = await log.OpenBody(new(rows.GetInt64(4)), rows.GetInt32(5), type, rows.GetFieldValue<byte[]>(7), ct);
                if (body.IsReadable && DayId.IsDaily(id))
                    lines.Daily(rows.GetInt64(0), id, body.Bytes);
                else if (body.IsReadable)
                    lines.Resource(rows.GetInt64(0), type, id, rows.GetInt32(3), rows.GetString(1), body.Bytes);
                await lines.FlushIfLarge(ct);
            }
        }

        private static async Task WriteRemoved(
            NpgsqlConnection connection, FeedLines lines, FeedPerson person, long after, Visibility visibility, CancellationToken ct)
        {
            var sql = new SqlText().Append(Removed, Streams(person), Binding.Long("after", after));
            visibility.AppendTo(sql);
            visibility.AppendTo(sql.Append(RemovedEnd));
            await using var command = sql.Append(")\norder by gone.until").ToCommand(connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                lines.Removed(rows.GetInt64(2), ResourceTypes.Name(rows.GetInt16(0)), rows.GetString(1));
        }

        private static Binding Streams(FeedPerson person) => Binding.Longs("streams", [.. person.Streams.Select(stream => stream.Value)]);
    }
}
