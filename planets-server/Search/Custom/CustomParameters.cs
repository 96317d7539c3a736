using System.Collections.Frozen;
using Npgsql;
using NpgsqlTypes;
using Phr.Fhir;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Search.Custom;

/// <summary>The parameters that hold at one moment.</summary>
/// <param name="Stamp">Changes with the SearchParameters of the record.</param>
public sealed record CustomSet(IReadOnlyList<CustomParameter> All, (long, long) Stamp)
{
    private readonly FrozenDictionary<(string Type, string Code), CustomParameter> _byCode = All
        .SelectMany(one => one.Definition.Bases, (one, type) => ((type.Name, one.Definition.Code), one))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.one);

    public static CustomSet Empty { get; } = new([], (-1, -1));

    public CustomParameter? Find(string type, string code) => _byCode.GetValueOrDefault((type, code));
}

/// <summary>The parameters of a set as one request looks them up; it remembers which.</summary>
public sealed class CustomLookup(CustomSet set)
{
    private readonly HashSet<CustomParameter> _used = [];

    public static CustomLookup None { get; } = new(CustomSet.Empty);

    public IReadOnlyCollection<CustomParameter> Used => _used;

    public CustomParameter? Find(string type, string code)
    {
        if (set.Find(type, code) is not { } found)
            return null;
        _used.Add(found);
        return found;
    }
}

/// <summary>Follows the SearchParameters that the record holds, on every node.</summary>
public sealed class CustomParameters(NpgsqlDataSource database, RowReader rows, TimeProvider clock) : IDisposable
{
    /// <summary>SearchParameters of the site that are followed, the oldest first: each reads the whole log.</summary>
    public const int ParametersMax = 50;

    /// <summary>Stored ones that are looked at.</summary>
    public const int StoredMax = 5_000;

    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);
    private static readonly string NumberOf = Sql.Load(typeof(CustomParameters), "Search/Custom/number-of-parameter.sql");

    private readonly SemaphoreSlim _turn = new(1);
    private long? _asked;

    /// <summary>As of the last time that someone asked for the current ones.</summary>
    public CustomSet Latest { get; private set; } = CustomSet.Empty;

    /// <summary>At most a second behind the record.</summary>
    public async ValueTask<CustomSet> Current(CancellationToken ct)
    {
        if (IsFresh)
            return Latest;
        await _turn.WaitAsync(ct);
        try
        {
            return IsFresh ? Latest : await Follow(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>As the record has them now.</summary>
    public async ValueTask<CustomSet> Fresh(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await Follow(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Why an active SearchParameter may not be stored; null for what may.</summary>
    public async ValueTask<Refusal?> Refuses(Caller caller, Element resource, string id, CancellationToken ct)
    {
        var read = CustomParameter.Read(resource, id, version: 0);
        if (read.IsRefused(out var refusal) || read.Value is not { } parameter)
            return refusal;
        if (caller.Role is not (CallerRole.System or CallerRole.Service))
        {
            return new Refusal(
                RefusalKind.Forbidden, "An active SearchParameter is written by the operator's own tools.", "SearchParameter.status", "forbidden");
        }
        var others = (await Fresh(ct)).All;
        if (others.Count(other => other.Id != id) >= ParametersMax)
            return new Refusal(RefusalKind.Unprocessable, $"This server follows at most {ParametersMax} SearchParameters.", null, "too-costly");
        return others.Select(parameter.Conflict).FirstOrDefault(conflict => conflict is not null);
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh => _asked is { } at && clock.GetElapsedTime(at) < Stale;

    private async Task<CustomSet> Follow(CancellationToken ct)
    {
        var at = clock.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(ct);
        var stamp = await Stamp(connection, ct);
        if (stamp != Latest.Stamp)
            Latest = new CustomSet(await Read(connection, ct), stamp);
        _asked = at;
        return Latest;
    }

    private static async Task<(long, long)> Stamp(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = OfType("Search/Custom/definitions-stamp.sql").ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    // Of two that do not go together the older one counts.
    private async Task<List<CustomParameter>> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        var all = new List<CustomParameter>();
        foreach (var row in await Stored(connection, ct))
        {
            using var document = FhirDocument.ParseLenient(row.Body).Document;
            if (all.Count < ParametersMax && document is not null
                && CustomParameter.Read(document.Root, row.Id, row.Version) is { Refusal: null, Value: { } read }
                && all.TrueForAll(other => read.Conflict(other) is null))
            {
                all.Add(read);
            }
        }
        for (var i = 0; i < all.Count; i++)
            all[i] = all[i] with { Number = await Number(connection, all[i].Name, ct) };
        return all;
    }

    private async Task<List<FoundRow>> Stored(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = OfType("Search/Custom/definitions-active.sql").ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAll(reader, ct);
    }

    private static async Task<int> Number(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(NumberOf, connection) { Parameters = { new() { Value = name } } };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static SqlText OfType(string file) => new SqlText()
        .Share(Binding.Short("type", ResourceTypes.Number("SearchParameter")))
        .Share(new Binding("max", StoredMax, NpgsqlDbType.Integer))
        .Append(Sql.Load(typeof(CustomParameters), file));
}
