using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Phr.Planets.Access;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Research;

/// <summary>
/// <c>GET /research/release</c>: the pseudonymised entries of those who joined the caller's study, as NDJSON, one FHIR
/// resource a line. Whoever
/// has left the study, or is not of it, is not in it from the next release on; each release is in the access log of
/// those whose entries it holds.
/// </summary>
public static class Release
{
    public const string ContentType = "application/fhir+ndjson";

    private static readonly string SelectPeople = Sql.Load(typeof(Release), "Research/release-people.sql");

    private static readonly Refusal NotResearcher = new(
        RefusalKind.Forbidden, "Only researchers get releases, each of their own study.", null, "forbidden");

    public static void Map(IEndpointRouteBuilder research) => research.MapGet("/release", Handle);

    private static async Task<IResult> Handle(
        HttpContext http, NpgsqlDataSource database, ReleaseRun run, AccessJournal journal, CancellationToken ct)
    {
        if (http.Caller() is not { Role: CallerRole.Researcher, Organisation: { } study })
            return ProblemJson.Result(NotResearcher);
        var people = await People(database, study, ct);
        http.Response.ContentType = ContentType;
        foreach (var person in people)
        {
            var entries = await run.Read(http.Caller(), study, person, ct);
            if (entries.Lines.Length == 0)
                continue;
            // Before anything goes out, and for each person by itself: a release that breaks off has said whose entries it gave.
            await journal.Record(Accesses.Of(http, "release", null, [], entries.Streams), ct);
            await http.Response.BodyWriter.WriteAsync(entries.Lines, ct);
        }
        return Results.Empty;
    }

    private static async Task<IReadOnlyList<Participant>> People(NpgsqlDataSource database, string study, CancellationToken ct)
    {
        await using var command = database.CreateCommand(SelectPeople);
        command.Parameters.Add(new() { Value = study });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var people = new List<Participant>();
        while (await rows.ReadAsync(ct))
            people.Add(new Participant(rows.GetInt64(0), rows.GetFieldValue<string[]>(1)));
        return people;
    }
}

/// <summary>Someone who joined a study.</summary>
/// <param name="Patients">Ids of all their Patients, the own one first.</param>
public sealed record Participant(long Person, IReadOnlyList<string> Patients);
