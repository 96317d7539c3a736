using Npgsql;
using Phr.Fhir;
using Phr.Fhir.Indexing;
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

    /// <summary>Rounds of <c>:iterate</c>.</summary>
    public const int RoundsMax = 5;

    /// <returns>What is included, and whether that is not all.</returns>
    public async Task<(IReadOnlyList<FoundRow> Rows, bool IsCut)> Of(
        NpgsqlConnection connection, IReadOnlyList<FoundRow> matches, SearchRequest request, SearchContext context, long? asOf, CancellationToken ct)
    {
        var seen = matches.Select(row => row.Position).ToHashSet();
        var included = new List<FoundRow>();
        var from = matches;
        for (var round = 0; round < RoundsMax && from.Count > 0; round++)
        {
            var next = new List<FoundRow>();
            foreach (var inclusion in request.Inclusions.Where(inclusion => round == 0 || inclusion.Iterate))
            {
                var statement = inclusion.Reverse ? Backwards(inclusion, from, context, asOf) : Forwards(inclusion, from, context, asOf);
                if (statement is null)
                    continue;
                await using var command = statement.ToCommand(connection);
                await using var reader = await command.ExecuteReaderAsync(ct);
                next.AddRange((await rows.ReadAll(reader, ct)).Where(row => seen.Add(row.Position)));
            }
            included.AddRange(next);
            if (included.Count > IncludedMax)
                return (included[..IncludedMax], true);
            from = next;
        }
        return (included, false);
    }

    private SqlText? Forwards(Inclusion inclusion, IReadOnlyList<FoundRow> from, SearchContext context, long? asOf)
    {
        var types = new List<short>();
        var ids = new List<string>();
        foreach (var (type, id) in Targets(inclusion, from))
        {
            types.Add(ResourceTypes.Number(type));
            ids.Add(id);
        }
        return types.Count == 0
            ? null
            : Visible("Search/include.sql", context, asOf, Binding.Shorts("types", [.. types]), Binding.Texts("ids", [.. ids]));
    }

    private SqlText? Backwards(Inclusion inclusion, IReadOnlyList<FoundRow> from, SearchContext context, long? asOf)
    {
        var keys = indexer.Keys;
        var tokens = from
            .Where(row => inclusion.Target is null || row.Type == inclusion.Target)
            .Select(row => keys.Reference(inclusion.Parameter.Code, keys.Self(row.Type, row.Id))).ToArray();
        return tokens.Length == 0
            ? null
            : Visible(
                "Search/revinclude.sql", context, asOf,
                Binding.Short("source", ResourceTypes.Number(inclusion.Source)), Binding.Longs("tokens", tokens),
                new Binding("limit", IncludedMax + 1, NpgsqlTypes.NpgsqlDbType.Integer));
    }

    private static SqlText Visible(string file, SearchContext context, long? asOf, params ReadOnlySpan<Binding> bindings)
    {
        var sql = new SqlText();
        if (asOf is { } position)
            sql.Share(Binding.Long("asof", position));
        sql.Append(context.Tables.Load(file), bindings);
        context.Visibility.AppendTo(sql);
        return sql.Append(context.Tables.Load("Search/include-end.sql"));
    }

    private HashSet<(string Type, string Id)> Targets(Inclusion inclusion, IReadOnlyList<FoundRow> from)
    {
        var targets = new HashSet<(string, string)>();
        foreach (var row in from.Where(row => row.Type == inclusion.Source))
        {
            foreach (var (type, id) in indexer.References(row.Body, inclusion.Parameter.Code))
            {
                if (inclusion.Target is null || inclusion.Target == type)
                    targets.Add((type, id));
            }
        }
        return targets;
    }
}
