using System.Text;
using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Audit;

/// <summary>Accesses and changes as statements find them, the newest first, within one walk.</summary>
public sealed class AuditRows(SecretSeal seal, TokenKeys keys)
{
    private static readonly ScopeSet Any = ScopeSet.Parse(["system/*.cruds"]);

    private static readonly string[] Types = [.. ResourceTypes.All];

    public async Task<List<AuditRecord>> Accesses(
        NpgsqlConnection connection, AuditQuery query, AuditScope scope, AuditWalk walk, CancellationToken ct)
    {
        var isPersons = scope is AuditScope.OfPerson;
        var sql = Begin(query, scope)
            .Share(Binding.Instant("at", query.Before.At)).Share(Binding.Long("number", query.Before.Number))
            .Share(Binding.Instant("end_at", walk.Access?.At ?? DateTimeOffset.UnixEpoch))
            .Share(Binding.Long("end_number", walk.Access?.Number ?? 0))
            .Share(Texts("outcomes", query.Outcomes)).Share(Texts("interactions", query.Interactions))
            .Append(Load("accesses")).Append(Load(isPersons ? "own-patient" : "known-patient"))
            .Append(Load("accesses-from"))
            .Append(Load(scope switch
            {
                AuditScope.OfPerson => "accesses-of-person",
                _ when query.Patient is not null => "accesses-of-named",
                AuditScope.OfOrganisation => "accesses-of-organisation",
                _ => "accesses-of-client",
            }))
            .Append(Load("accesses-end"));
        await using var command = sql.ToCommand(connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<AuditRecord>();
        while (await row.ReadAsync(ct))
            found.Add(Access(row));
        return found;
    }

    public async Task<List<AuditRecord>> Changes(
        NpgsqlConnection connection, AuditQuery query, AuditScope scope, AuditWalk walk, CancellationToken ct)
    {
        var sql = Begin(query, scope)
            .Share(Binding.Long("position", query.Before.Position))
            .Share(Binding.Long("end_position", walk.Change?.Position ?? 0)).Share(Binding.Texts("types", Types))
            .Append(Load("changes"))
            .Append(Load(scope switch
            {
                AuditScope.OfPerson => "changes-of-person",
                _ when query.Patient is not null => "changes-of-named",
                _ => "changes-of-organisation",
            }))
            .Append(Load("changes-end"));
        if (scope is AuditScope.OfPerson person)
        {
            sql.Append(Load("changes-seen"));
            new Visibility(new RecordReader.Person(person.Patient), Any, ScopeAccess.Read, keys).AppendTo(sql);
            sql.Append(")");
        }
        sql.Append("\norder by e.position desc limit @limit");
        await using var command = sql.ToCommand(connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<AuditRecord>();
        while (await row.ReadAsync(ct))
            found.Add(Change(row));
        return found;
    }

    private AuditRecord Access(NpgsqlDataReader row)
    {
        var actor = new AuditActor(row.GetString(8), row.GetString(9), row.GetString(10), Text(row, 11),
            row.GetString(12));
        var query = row.IsDBNull(5) ? null : seal.Open(row.GetFieldValue<byte[]>(5), AccessJournal.QueryPurpose);
        return new AuditRecord(
            $"a{row.GetInt64(0)}", row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2),
                Text(row, 3), Text(row, 4), query is null ? null : Encoding.UTF8.GetString(query), row.GetString(6),
                    row.GetInt32(7), Text(row, 13), actor);
    }

    private static AuditRecord Change(NpgsqlDataReader row)
    {
        var interaction = (row.GetInt16(2), row.GetInt32(5)) switch { (2, _) => "delete", (_, 1) => "create", _ =>
            "update" };
        return new AuditRecord(
            $"w{row.GetInt64(0)}", row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), interaction, row.GetString(3),
            $"{row.GetString(3)}/{row.GetString(4)}", null, "permitted", 1, Text(row, 10),
            new AuditActor(row.GetString(6), row.GetString(7), null, row.GetString(8), row.GetString(9)));
    }

    private static SqlText Begin(AuditQuery query, AuditScope scope)
    {
        var sql = new SqlText()
            .Share(Binding.Instant("from", query.From)).Share(Binding.Instant("to", query.To))
            .Share(new Binding("only", OnlyOf(query.Id), NpgsqlDbType.Bigint))
            .Share(Binding.Text("type", query.Type)).Share(Binding.Text("target", query.Target))
            .Share(Binding.Text("agent", query.Agent))
            .Share(Binding.Text("patient", query.Patient)).Share(Texts("actions", query.Actions))
            .Share(Binding.Text("account", (scope as AuditScope.OfOrganisation)?.Account))
            .Share(new Binding("limit", query.Count + 1, NpgsqlDbType.Integer));
        return scope switch
        {
            AuditScope.OfPerson person => sql.Share(Binding.Text("own", person.Patient)),
            AuditScope.OfOrganisation organisation => sql.Share(Binding.Text("organisation", organisation.Code)),
            AuditScope.OfClient client => sql.Share(Binding.Text("organisation", client.Client)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // An id that is none of ours names nothing.
    private static long? OnlyOf(string? id) => id is null ? null : long.TryParse(id.AsSpan(1), out var number) ? number
        : 0;

    private static Binding Texts(string name, IReadOnlyList<string>? values) =>
        new(name, values?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static string Load(string name) => RecordTables.Ever.Load($"Audit/{name}.sql");
}
