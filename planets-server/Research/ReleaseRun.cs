using System.Text;
using Npgsql;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Research;

/// <summary>What a release holds of one person.</summary>
/// <param name="Lines">NDJSON.</param>
/// <param name="Streams">Of each line.</param>
public sealed record ReleasedEntries(byte[] Lines, IReadOnlyList<long> Streams);

/// <summary>Reads the entries of one person as a study gets them.</summary>
public sealed class ReleaseRun(NpgsqlDataSource database, Reader log, TokenKeys keys, KeyStore store, TimeProvider clock)
{
    private static readonly string Select = Sql.Load(typeof(ReleaseRun), "Research/release-entries.sql");

    public async Task<ReleasedEntries> Read(Caller caller, string study, Participant person, CancellationToken ct)
    {
        var pseudonyms = Pseudonyms.Of(store.IndexKey.Span, study);
        var deidentification = new Deidentification(
            pseudonyms, person.Person, person.Patients.ToHashSet(StringComparer.Ordinal), clock.GetUtcNow().Year);
        var sql = new SqlText().Append(
            Select, Binding.Long("person", person.Person), Binding.Shorts("types", [.. Deidentification.Types.Select(ResourceTypes.Number)]));
        new Visibility(new RecordReader.Study(study), caller.Permissions, ScopeAccess.Search, keys).AppendTo(sql);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.Append("\norder by s.type, s.date_lo, s.position").ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var lines = new StringBuilder();
        var streams = new List<long>();
        while (await rows.ReadAsync(ct))
        {
            // The Patients of the person's sources become one: their own.
            if (rows.GetString(3) == "Patient" && rows.GetString(1) != person.Patients[0])
                continue;
            var stream = rows.GetInt64(0);
            var body = await log.OpenBody(new(stream), rows.GetInt32(2), rows.GetString(3), rows.GetFieldValue<byte[]>(4), ct);
            if (!body.IsReadable || Line(deidentification, body.Bytes) is not { } line)
                continue;
            lines.Append(line).Append('\n');
            streams.Add(stream);
        }
        return new ReleasedEntries(Encoding.UTF8.GetBytes(lines.ToString()), streams);
    }

    private static string? Line(Deidentification deidentification, ReadOnlyMemory<byte> body)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        return deidentification.Of(document.Root)?.ToJsonString();
    }
}
