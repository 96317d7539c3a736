using Npgsql;
using NpgsqlTypes;
using Phr.Platform.Database;
using Phr.Planets.Search;

namespace Phr.Planets.Record.State;

/// <summary>The newest version of a resource.</summary>
/// <param name="Position">Of the event that made it, or that deleted it.</param>
/// <param name="Deleted">Then <paramref name="Version"/> is the number of the deletion.</param>
/// <param name="At">When it was written or deleted.</param>
public sealed record PresentVersion(long Position, int Version, long Stream, string Source, bool Deleted, DateTimeOffset At);

/// <summary>A Patient's stream and the person it belongs to.</summary>
public sealed record Member(long Stream, long Person, string Source, string Patient);

/// <summary>The rows of the present record that a group asked for, with the effects of the group's accepted events over them.</summary>
public sealed class PresentRecord
{
    private static readonly string ReadVersions = Sql.Load(typeof(PresentRecord), "Record/State/present-versions.sql");
    private static readonly string ReadMembers = Sql.Load(typeof(PresentRecord), "Record/State/present-members.sql");
    private static readonly string ReadDirectories = Sql.Load(typeof(PresentRecord), "Record/State/present-directories.sql");

    private readonly Dictionary<(string Type, string Id), PresentVersion> _versions = [];
    private readonly HashSet<(string Type, string Id)> _asked = [];
    private readonly Dictionary<string, Member> _members = [];
    private readonly Dictionary<string, long> _directories = [];

    /// <summary>The newest version, deletions included; null when there never was one. Only of what the group named.</summary>
    public PresentVersion? Version(string type, string id) => _versions.GetValueOrDefault((type, id));

    public Member? Member(string patient) => _members.GetValueOrDefault(patient);

    public long? Directory(string source) => _directories.TryGetValue(source, out var stream) ? stream : null;

    /// <summary>A Patient that the group had not named: one that a conditional reference turned out to mean.</summary>
    internal static async ValueTask<Member?> ReadMember(NpgsqlConnection connection, string patient, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ReadMembers, connection);
        command.Parameters.Add(ArrayParameter.Of([patient], NpgsqlDbType.Text));
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? ReadMember(rows) : null;
    }

    /// <summary>
    /// Resources that a proposal finds only in its decision to be about: reads those that nobody asked for. What earlier members of the
    /// group made of them is here already and stays.
    /// </summary>
    internal async ValueTask Require(NpgsqlConnection connection, string type, IEnumerable<string> ids, CancellationToken ct)
    {
        var wanted = new PresentKeys();
        foreach (var id in ids.Where(id => !_asked.Contains((type, id)) && !_versions.ContainsKey((type, id))))
            wanted.AddResource(type, id);
        if (wanted.Resources.Count > 0)
            await Read(connection, wanted, ct);
    }

    private static Member ReadMember(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3));

    internal void Set(string type, string id, PresentVersion version) => _versions[(type, id)] = version;

    internal void Set(Member member) => _members[member.Patient] = member;

    internal void Join(long stream, long person)
    {
        foreach (var member in _members.Values.Where(member => member.Stream == stream).ToList())
            Set(member with { Person = person });
    }

    internal void SetDirectory(string source, long stream) => _directories[source] = stream;

    internal async Task Read(NpgsqlConnection connection, PresentKeys wanted, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        _asked.UnionWith(wanted.Resources);
        if (wanted.Resources.Count > 0)
            batch.BatchCommands.Add(Versions(wanted));
        if (wanted.Patients.Count > 0)
            batch.BatchCommands.Add(new(ReadMembers) { Parameters = { ArrayParameter.Of([.. wanted.Patients], NpgsqlDbType.Text) } });
        if (wanted.Sources.Count > 0)
            batch.BatchCommands.Add(new(ReadDirectories) { Parameters = { ArrayParameter.Of([.. wanted.Sources], NpgsqlDbType.Text) } });
        if (batch.BatchCommands.Count == 0)
            return;
        await using var rows = await batch.ExecuteReaderAsync(ct);
        if (wanted.Resources.Count > 0)
        {
            while (await rows.ReadAsync(ct))
            {
                var type = ResourceTypes.Name(rows.GetInt16(0));
                Set(type, rows.GetString(1), new PresentVersion(
                    rows.GetInt64(2), rows.GetInt32(3), rows.GetInt64(4), rows.GetString(5), rows.GetBoolean(6),
                    rows.GetFieldValue<DateTimeOffset>(7)));
            }
            await rows.NextResultAsync(ct);
        }
        if (wanted.Patients.Count > 0)
        {
            while (await rows.ReadAsync(ct))
                Set(ReadMember(rows));
            await rows.NextResultAsync(ct);
        }
        while (wanted.Sources.Count > 0 && await rows.ReadAsync(ct))
            SetDirectory(rows.GetString(0), rows.GetInt64(1));
    }

    private static NpgsqlBatchCommand Versions(PresentKeys wanted)
    {
        var types = new List<short>(wanted.Resources.Count);
        var ids = new List<string>(wanted.Resources.Count);
        foreach (var (type, id) in wanted.Resources)
        {
            // What is no resource type (a companion of one) has no row of state.
            if (ResourceTypes.Find(type) is not { } number)
                continue;
            types.Add(number);
            ids.Add(id);
        }
        return new(ReadVersions) { Parameters = { ArrayParameter.Of(types, NpgsqlDbType.Smallint),
            ArrayParameter.Of(ids, NpgsqlDbType.Text) } };
    }
}
