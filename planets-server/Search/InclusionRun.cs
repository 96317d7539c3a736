using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Phr.Fhir;
using Phr.Fhir.Indexing;
using Phr.Planets.Access;
using Phr.Planets.Record.State;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search;

/// <summary>Finds what a page includes beside its matches, as far as the reader may see it.</summary>
public sealed class InclusionRun(RowReader rows, Indexer indexer)
{
    /// <summary>Included resources of one page; what goes beyond is left out, and the page says so.</summary>
    public const int IncludedMax = 5_000;

    /// <summary>Rounds of <c>:iterate</c>; what a further one would add is left out, and the page says so.</summary>
    public const int RoundsMax = 5;

    /// <summary>Keys that a page looks up for all it includes, found or not; what further ones would add is left out, and the page says so.
    /// </summary>
    public const int LookUpsMax = 100_000;

    /// <summary>Keys of one statement.</summary>
    private const int KeysMax = 5_000;

    /// <returns>What is included, and whether that is not all.</returns>
    public async Task<(IReadOnlyList<FoundRow> Rows, bool IsCut)> Of(
        NpgsqlConnection connection, IReadOnlyList<FoundRow> matches, SearchRequest request, SearchContext context, long? asOf,
            CancellationToken ct)
    {
        var seen = matches.Select(row => row.Position).ToHashSet();
        var included = new List<FoundRow>();
        var from = matches;
        var lookedUp = 0;
        for (var round = 0; from.Count > 0; round++)
        {
            var next = new List<FoundRow>();
            foreach (var inclusion in request.Inclusions.Where(inclusion => round == 0 || inclusion.Iterate))
            {
                foreach (var (statement, keys) in inclusion.Reverse ? Backwards(inclusion, from, context, asOf)
                    : Forwards(inclusion, from, context, asOf))
                {
                    if ((lookedUp += keys) > LookUpsMax)
                        return ([.. included, .. next], true);
                    await using var command = statement.ToCommand(connection);
                    await using var reader = await command.ExecuteReaderAsync(ct);
                    next.AddRange((await rows.ReadAll(reader, ct)).Where(row => seen.Add(row.Position)));
                    if (included.Count + next.Count > IncludedMax)
                        return ([.. included.Concat(next).Take(IncludedMax)], true);
                }
            }
            if (round == RoundsMax)
                return (included, next.Count > 0);
            included.AddRange(next);
            from = next;
        }
        return (included, false);
    }

    // R4 search.html#versions: of a versioned reference that version.
    private IEnumerable<(SqlText, int Keys)> Forwards(
        Inclusion inclusion, IReadOnlyList<FoundRow> from, SearchContext context, long? asOf)
    {
        var ofVersions = Targets(inclusion, from).ToLookup(target => target.Version.Length > 0);
        foreach (var targets in ofVersions[false].Chunk(KeysMax))
            yield return (Visible("Search/include.sql", Reader(targets), context, asOf, Types(targets), Ids(targets)), targets.Length);
        foreach (var targets in ofVersions[true].Chunk(KeysMax))
        {
            yield return (Visible(
                "Search/include-version.sql", Reader(targets) with { HoldsPast = true },
                context with { Tables = RecordTables.Ever }, asOf: null, Types(targets), Ids(targets), Versions(targets), new Binding("upto", asOf, NpgsqlDbType.Bigint)), targets.Length);
        }

        Visibility Reader(ReferredResource[] targets) =>
            context.Visibility with { Types = [.. targets.Select(target => target.Type).Distinct()] };

        static Binding Types(ReferredResource[] targets) =>
            Binding.Shorts("types", [.. targets.Select(target => ResourceTypes.Number(target.Type))]);

        static Binding Ids(ReferredResource[] targets) => Binding.Texts("ids", [.. targets.Select(target => target.Id)]);

        // No version is 0: what is no number names none.
        static Binding Versions(ReferredResource[] targets) => new(
            "versions", targets.Select(target => int.TryParse(
                target.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0).ToArray(),
            NpgsqlDbType.Array | NpgsqlDbType.Integer);
    }

    private IEnumerable<(SqlText, int Keys)> Backwards(Inclusion inclusion, IReadOnlyList<FoundRow> from, SearchContext context, long? asOf)
    {
        var keys = indexer.Keys;
        var visibility = context.Visibility with { Types = inclusion.Source is { } only ? [only] : null };
        var source = Binding.Shorts("sources", inclusion.Source is { } type ? [ResourceTypes.Number(type)] : []);
        var selves = from.Where(row => inclusion.Target is null || row.Type == inclusion.Target)
            .Select(row => keys.Self(row.Type, row.Id)).ToArray();
        var codes = inclusion.Codes.Select(keys.ReferenceKey).ToArray();
        foreach (var tokens in selves.SelectMany(_ => codes, (self, code) => self ^ code).Chunk(KeysMax))
        {
            yield return (
                Visible("Search/revinclude.sql", visibility, context, asOf, source, Binding.Longs("tokens", tokens)), tokens.Length);
        }
        var own = selves.SelectMany(_ => inclusion.Own, (self, one) => (one.Number, keys.Reference(one.Definition.Code, self)));
        foreach (var named in own.Chunk(KeysMax))
        {
            yield return (Visible(
                "Search/Custom/custom-revinclude.sql", visibility, context, asOf, source,
                new Binding("parameters", named.Select(one => one.Number).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer),
                Binding.Longs("tokens", [.. named.Select(one => one.Item2)])), named.Length);
        }
    }

    private static SqlText Visible(
        string file, Visibility visibility, SearchContext context, long? asOf, params ReadOnlySpan<Binding> bindings)
    {
        var sql = new SqlText();
        if (asOf is { } position)
            sql.Share(Binding.Long("asof", position));
        sql.Append(context.Tables.Load(file), bindings);
        visibility.AppendTo(sql);
        return sql.Append(context.Tables.Load("Search/include-end.sql"),
            new Binding("limit", IncludedMax + 1, NpgsqlDbType.Integer));
    }

    private HashSet<ReferredResource> Targets(Inclusion inclusion, IReadOnlyList<FoundRow> from)
    {
        var targets = new HashSet<ReferredResource>();
        foreach (var row in from.Where(row => inclusion.Source is null || row.Type == inclusion.Source))
        {
            targets.UnionWith(
                References(inclusion, row).Where(target => inclusion.Target is null || inclusion.Target == target.Type));
        }
        return targets;
    }

    private IEnumerable<ReferredResource> References(Inclusion inclusion, FoundRow row) =>
    [
        .. inclusion.IsOfR4 ? indexer.References(row.Body, inclusion.Parameter) : [],
        .. inclusion.Own.Where(own => own.IsOf(row.Type)).SelectMany(own => indexer.References(row.Body, null, own.Expression)),
    ];
}
