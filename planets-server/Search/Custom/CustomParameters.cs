using Npgsql;
using NpgsqlTypes;
using Phr.Conformance.Definitions;
using Phr.Fhir;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Text;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Search.Custom;

/// <summary>Follows the SearchParameters that the record and the packages of the site hold, on every node.</summary>
public sealed class CustomParameters(NpgsqlDataSource database, RowReader rows, ServerRulebook rulebook, TimeProvider clock) : IDisposable
{
    /// <summary>SearchParameters of the site that are followed, the oldest first: each reads the whole log.</summary>
    public const int ParametersMax = 50;

    /// <summary>Stored ones that are looked at.</summary>
    public const int StoredMax = 5_000;

    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);
    private static readonly short Type = ResourceTypes.Number("SearchParameter");
    private static readonly string Active = Sql.Load(typeof(CustomParameters), "Search/Custom/definitions-active.sql");
    private static readonly string NumberOf = Sql.Load(typeof(CustomParameters), "Search/Custom/number-of-parameter.sql");

    private readonly SemaphoreSlim _turn = new(1);
    private CustomSet _latest = CustomSet.Empty;
    private long? _asked;

    /// <summary>At most a second behind the record.</summary>
    public async ValueTask<CustomSet> Current(CancellationToken ct)
    {
        if (IsFresh)
            return _latest;
        await _turn.WaitAsync(ct);
        try
        {
            return IsFresh ? _latest : await Follow(ct);
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

    /// <summary>Reads what names search parameters, by those of the last second; what it does not know of them, by those of this
    /// moment.</summary>
    public async ValueTask<Answer<T>> Read<T>(CriterionParser parser, Func<CriterionParser, Answer<T>> read, CancellationToken ct)
    {
        await rulebook.Current(ct);
        var known = await Current(ct);
        var answer = read(parser with { Custom = new CustomLookup(known) });
        if (answer.Refusal is not { Code: "not-supported" })
            return answer;
        var fresh = await Fresh(ct);
        return ReferenceEquals(fresh, known) ? answer : read(parser with { Custom = new CustomLookup(fresh) });
    }

    /// <summary>Why an active SearchParameter may not be stored; null for what may.</summary>
    public async ValueTask<Refusal?> Refuses(Caller caller, Element resource, string id, CancellationToken ct)
    {
        var read = CustomParameter.Read(resource, id, id);
        if (read.IsRefused(out var refusal) || read.Value is not { } parameter)
            return refusal;
        if (caller.Role is not (CallerRole.System or CallerRole.Service))
        {
            return new Refusal(
                RefusalKind.Forbidden, "An active SearchParameter is written by the operator's own tools.", "SearchParameter.status", "forbidden");
        }
        return Misfit(parameter, [.. (await Fresh(ct)).All.Where(other => other.Id != id || other.Package is not null)]);
    }

    /// <summary>Has all read again: another node may have made an index anew.</summary>
    public void Distrust() => (_latest, _asked) = (CustomSet.Empty, null);

    public void Dispose() => _turn.Dispose();

    private bool IsFresh => _asked is { } at && clock.GetElapsedTime(at) < Stale;

    private async Task<CustomSet> Follow(CancellationToken ct)
    {
        var at = clock.GetTimestamp();
        await rulebook.Recent(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        var stamp = new CustomStamp(await DefinitionStamp.Read(connection, [Type], ct), rulebook.Packages);
        if (stamp != _latest.Stamp)
            _latest = await Read(connection, stamp, ct);
        _asked = at;
        return _latest;
    }

    // Of two that do not go together the older one counts, and the site's own before a package's.
    private async Task<CustomSet> Read(NpgsqlConnection connection, CustomStamp stamp, CancellationToken ct)
    {
        var all = new List<CustomParameter>();
        foreach (var row in await Stored(connection, ct))
        {
            using var document = FhirDocument.ParseLenient(row.Body).Document;
            if (document is not null && CustomParameter.Read(document.Root, row.Id, $"{row.Id}@{row.Version}") is { Refusal: null, Value: { } read }
                && Misfit(read, all) is null)
            {
                all.Add(read);
            }
        }
        var unfollowed = new List<UnfollowedParameter>();
        foreach (var package in stamp.Packages.Packages)
        {
            foreach (var entry in package.SearchParameters)
            {
                var read = Read(entry, package.Label);
                if ((read.Refusal ?? Misfit(read.Value, all)) is { } reason)
                    unfollowed.Add(new UnfollowedParameter(package.Label, entry.Url, reason));
                else
                    all.Add(read.Value);
            }
        }
        for (var i = 0; i < all.Count; i++)
            all[i] = all[i] with { Number = await Number(connection, all[i].Name, ct) };
        var texts = new Dictionary<TextSource, int>();
        foreach (var source in TextSource.All)
            texts.Add(source, await Number(connection, source.Code, ct));
        return new CustomSet(all, unfollowed, stamp) { Texts = texts };
    }

    private static Answer<CustomParameter> Read(DefinitionEntry entry, string package)
    {
        using var document = FhirDocument.ParseLenient(entry.Read()).Document;
        if (document is null)
            return new Refusal(RefusalKind.Unprocessable, "This is no resource.", "SearchParameter", "structure");
        var read = CustomParameter.Read(document.Root, entry.Id, $"{package}/{entry.Id}");
        if (read.IsRefused(out var refusal))
            return refusal;
        return read.Value is { } parameter
            ? parameter with { Package = package }
            : new Refusal(RefusalKind.Unprocessable, "It is not active.", "SearchParameter.status", "inactive");
    }

    private static Refusal? Misfit(CustomParameter parameter, List<CustomParameter> others) => others.Count >= ParametersMax
        ? new Refusal(RefusalKind.Unprocessable, $"This server follows at most {ParametersMax} SearchParameters.", null, "too-costly")
        : others.Select(parameter.Conflict).FirstOrDefault(conflict => conflict is not null);

    private async Task<List<FoundRow>> Stored(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new SqlText().Append(
            Active, Binding.Short("type", Type), new Binding("max", StoredMax, NpgsqlDbType.Integer)).ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAll(reader, ct);
    }

    private static async Task<int> Number(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(NumberOf, connection) { Parameters = { new() { Value = name } } };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
