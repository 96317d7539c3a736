using Npgsql;
using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Audit;

/// <summary>
/// Reads who did what: accesses from the journal, changes from the log, which keeps who made them. A person reads what
/// was done with their record, without saying more of it than they may read; an organisation what its own people and
/// systems did.
/// </summary>
public sealed class AuditTrail(NpgsqlDataSource database, SecretSeal seal, TokenKeys keys)
{
    private static readonly ScopeSet Any = ScopeSet.Parse(["system/*.cruds"]);

    private static readonly string[] Types = [.. ResourceTypes.All];

    /// <summary>A page in order, the newest first, and where the next one begins; null on the last.</summary>
    public async Task<(IReadOnlyList<AuditRecord> Records, AuditPlace? Next)> Page(
        AuditQuery query, Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var accesses = query.Id is null or ['a', ..] ? await Accesses(connection, query, caller, ct) : [];
        var changes = query.Id is null or ['w', ..] && MayBeChanges(query) ? await Changes(connection, query, caller, ct) : [];
        var all = accesses.Concat(changes).OrderByDescending(one => one.At).ThenByDescending(one => one.Order).ToList();
        if (all.Count <= query.Count)
            return (all, null);
        var page = all.Take(query.Count).ToList();
        var access = page.LastOrDefault(one => one.Id[0] == 'a');
        var change = page.LastOrDefault(one => one.Id[0] == 'w');
        return (page, new AuditPlace(
            access?.At ?? query.Before.At, access?.Order ?? query.Before.Number, change?.Order
                ?? query.Before.Position));
    }

    private static bool MayBeChanges(AuditQuery query) =>
        (query.Outcomes is null || query.Outcomes.Contains("0"))
        && (query.Interactions is null || query.Interactions.Any(one => one is "create" or "update" or "delete"));

    private async Task<List<AuditRecord>> Accesses(
        NpgsqlConnection connection, AuditQuery query, Caller caller, CancellationToken ct)
    {
        var sql = Begin(query, caller)
            .Share(Binding.Instant("at", query.Before.At)).Share(Binding.Long("number", query.Before.Number))
            .Share(Texts("outcomes", query.Outcomes)).Share(Texts("interactions", query.Interactions))
            .Append(Load("accesses")).Append(Load(caller.Patient is null ? "known-patient" : "own-patient"))
            .Append(Load("accesses-from"))
            .Append(Load(caller switch
            {
                { Patient: not null } => "accesses-of-person",
                { Organisation: not null } => "accesses-of-organisation",
                _ => "accesses-of-client",
            }));
        await using var command = sql.ToCommand(connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<AuditRecord>();
        while (await row.ReadAsync(ct))
            found.Add(Access(row, caller));
        return found;
    }

    private AuditRecord Access(NpgsqlDataReader row, Caller caller)
    {
        var actor = new AuditActor(row.GetString(8), row.GetString(9), row.GetString(10), Text(row, 11),
            row.GetString(12));
        // What others looked for names what the person may not have been told.
        var isOwn = caller.Patient is null || actor.Account == caller.Subject;
        var target = Text(row, 4);
        var query = isOwn && !row.IsDBNull(5) ? seal.Open(row.GetFieldValue<byte[]>(5), AccessJournal.QueryPurpose)
            : null;
        return new AuditRecord(
            $"a{row.GetInt64(0)}", row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2),
                Text(row, 3),
            isOwn || target?.StartsWith("Patient/", StringComparison.Ordinal) == true ? target : null,
            query is null ? null : System.Text.Encoding.UTF8.GetString(query), row.GetString(6), row.GetInt32(7),
                Text(row, 13), actor);
    }

    private async Task<List<AuditRecord>> Changes(
        NpgsqlConnection connection, AuditQuery query, Caller caller, CancellationToken ct)
    {
        var sql = Begin(query, caller).Append(
            Load("changes"), Binding.Long("position", query.Before.Position), Binding.Texts("types", Types));
        if (caller.Patient is { } patient)
        {
            sql.Append(Load("changes-of-person"));
            new Visibility(new RecordReader.Person(patient), Any, ScopeAccess.Read, keys).AppendTo(sql);
            sql.Append(")\norder by e.position desc limit @limit");
        }
        else
        {
            sql.Append(Load("changes-of-organisation"));
        }
        await using var command = sql.ToCommand(connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<AuditRecord>();
        while (await row.ReadAsync(ct))
            found.Add(Change(row));
        return found;
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

    private static SqlText Begin(AuditQuery query, Caller caller)
    {
        var sql = new SqlText()
            .Share(Binding.Instant("from", query.From)).Share(Binding.Instant("to", query.To))
            .Share(new Binding("only", OnlyOf(query.Id), NpgsqlDbType.Bigint))
            .Share(Binding.Text("type", query.Type)).Share(Binding.Text("target", query.Target)).Share(
                Binding.Text("agent", query.Agent))
            .Share(Binding.Text("patient", query.Patient)).Share(Texts("actions", query.Actions))
            .Share(new Binding("limit", query.Count + 1, NpgsqlDbType.Integer));
        return caller.Patient is { } patient
            ? sql.Share(Binding.Text("own", patient))
            : sql.Share(Binding.Text("organisation", caller.Organisation ?? caller.Client));
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
