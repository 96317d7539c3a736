using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.People;

/// <summary>The person who acts, by their own stream: what their phone and devices write.</summary>
/// <param name="Patient">Id of their own Patient.</param>
public sealed record OwnPerson(string Patient, StreamId Stream);

/// <summary>Finds who the caller of <c>/people/me</c> is. There is no way to name anybody else.</summary>
public sealed class OwnPeople(NpgsqlDataSource database)
{
    private static readonly string ReadOwnStream = Sql.Load(typeof(OwnPeople), "People/own-stream.sql");

    private static readonly Refusal NotAPerson = new(RefusalKind.Forbidden, "This is for the person whose record it is.", null, "forbidden");

    private static readonly Refusal NoStream = new(
        RefusalKind.Gone, "There is no stream of your own any more, or not yet: it was erased, or the account is not complete.", null,
        "not-found");

    public async Task<Answer<OwnPerson>> Of(Caller caller, CancellationToken ct)
    {
        if (caller is not { Role: CallerRole.Patient, Patient: { } patient })
            return NotAPerson;
        await using var command = database.CreateCommand(ReadOwnStream);
        command.Parameters.Add(new() { Value = patient });
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
            return NoStream;
        // A token that names a Patient of a hospital's is none of a person's.
        return rows.GetString(1) == Authors.Phone(patient) ? new OwnPerson(patient, new StreamId(rows.GetInt64(0))) : NotAPerson;
    }
}
