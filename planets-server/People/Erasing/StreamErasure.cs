using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Record.Writing;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.People.Erasing;

/// <summary>Erases one source's account of a person, with a certificate of what is gone and what remains with whom.</summary>
public sealed class StreamErasure(
    Log log, NpgsqlDataSource database, ErasureRemains remains, StreamRetention retention, AccessJournal journal, TimeProvider clock)
{
    public const int ReasonCharactersMax = 500;

    private static readonly string Streams = Sql.Load(typeof(StreamErasure), "People/streams-of-person.sql");

    /// <summary>All sources' accounts of the person, by any of their Patients.</summary>
    public async Task<List<StreamOfPerson>> StreamsOf(string patient, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Streams);
        command.Parameters.Add(new() { Value = patient });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var streams = new List<StreamOfPerson>();
        while (await rows.ReadAsync(ct))
            streams.Add(new StreamOfPerson(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        return streams;
    }

    /// <param name="all">Of the person, the one to be erased among them.</param>
    public async Task<Answer<ErasureCertificate>> Erase(Caller caller, StreamOfPerson asked, IReadOnlyList<StreamOfPerson> all,
        CancellationToken ct)
    {
        // What erases everything asks for a token that may do everything.
        if (!caller.Permissions.For(SmartScope.AnyType, ScopeAccess.Delete).Everything)
            return new Refusal(RefusalKind.Forbidden, "The scopes of this token do not permit erasing a stream.", null, "forbidden");
        var origin = RecordWriter.OriginOf(caller);
        if (origin.IsRefused(out var refusal))
            return refusal;
        var request = new ErasureRequest(
            new StreamId(asked.Stream), origin.Value, await remains.Of(caller, asked, all, ct), retention.RuleFor(origin.Value.Source));
        if (await log.Eraser.Refuses(request, clock.GetUtcNow(), ct) is { } kept)
        {
            await journal.Record(Access(caller, asked) with { Outcome = "denied" }, ct);
            return kept;
        }
        // Before it is gone, for then nobody knows whose it was.
        await journal.Record(Access(caller, asked), ct);
        var erased = await log.Eraser.Erase(request, ct);
        // Somebody wrote to it or erased it in between.
        if (erased.Refusal is not null)
            await journal.Record(Access(caller, asked) with { Outcome = "denied" }, ct);
        return erased;
    }

    private AccessEntry Access(Caller caller, StreamOfPerson asked) =>
        Accesses.Of(caller, clock.GetUtcNow(), "erase", "Patient", [asked.Patient], []) with { Target = $"Patient/{asked.Patient}" };

    /// <summary>The person's own words are asked for and not kept: the log has no place that stays readable for them.</summary>
    public static bool IsReason(string? reason) => reason?.Trim().Length is > 0 and <= ReasonCharactersMax;
}
