using Npgsql;
using NpgsqlTypes;
using Phr.EventLog;
using Phr.Planets.Record.State;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Record.Writing;

/// <summary>
/// Joins streams to a person, or parts them again, as a Consent of the person says. Only records that carry the person's own verified
/// insured-person number and birth date can be joined: a Consent is no way to somebody else's record.
/// </summary>
/// <param name="own">The person's own stream.</param>
internal sealed class PersonLinks(Draft draft, StreamId own)
{
    private static readonly string ReadLinkable = Sql.Load(typeof(PersonLinks), "Record/Writing/linkable.sql");

    /// <summary>Makes the links of a Consent be those to <paramref name="patients"/>; gives why not.</summary>
    public async ValueTask<Refusal?> Apply(string consent, IReadOnlyList<string> patients, CancellationToken ct)
    {
        var found = await Read(consent, patients, ct);
        foreach (var patient in patients)
        {
            if (!found.Exists(one => one.Patient == patient && one.IsOurs))
            {
                // The same words whether it is not there, is somebody else's, or is linked by someone.
                return new Refusal(
                    RefusalKind.Unprocessable,
                        "A Patient of the Consent does not carry your insured-person number and birth date, or is linked already.",
                    "Consent.provision.data", "business-rule");
            }
        }
        foreach (var one in found.Where(one => patients.Contains(one.Patient) && one.Person != own.Value))
            draft.Append(own, LinkEvents.Link(one.Stream, consent));
        foreach (var one in found.Where(one => !patients.Contains(one.Patient) && one.Consent == consent))
            draft.Append(own, LinkEvents.Unlink(one.Stream, consent));
        return null;
    }

    private async Task<List<Linkable>> Read(string consent, IReadOnlyList<string> patients, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadLinkable, draft.Connection);
        command.Parameters.Add(new() { Value = own.Value });
        command.Parameters.Add(ArrayParameter.Of([.. patients], NpgsqlDbType.Text));
        command.Parameters.Add(new() { Value = consent });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<Linkable>();
        while (await rows.ReadAsync(ct))
        {
            found.Add(new Linkable(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetBoolean(4)));
        }
        return found;
    }

    /// <param name="IsOurs">Whether it carries the person's number and is free, or theirs already.</param>
    private sealed record Linkable(long Stream, long Person, string Patient, string? Consent, bool IsOurs);
}
