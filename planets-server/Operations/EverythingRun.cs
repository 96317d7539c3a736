using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;

namespace Phr.Planets.Operations;

/// <param name="Next">Null on the last page.</param>
public sealed record EverythingPage(IReadOnlyList<FoundRow> Rows, EverythingStart? Next);

/// <summary>Reads all of a person, or of everybody, page by page, from one position of the log: no duplicate and no gap while others
/// write.</summary>
public sealed class EverythingRun(
    NpgsqlDataSource database, RowReader rows, SampledRows samples, TokenKeys keys, PageLinks links, FhirEndpoint fhir, Reader log,
        TimeProvider clock)
{
    // What has no clinical time of its own is part of care at any time.
    private static readonly short[] Undated =
        [.. ResourceTypes.All.Where(type => ClinicalParameters.Date(type) is null).Select(ResourceTypes.Number)];

    public TokenKeys Keys => keys;

    public PageLinks Links => links;

    public FhirEndpoint Base => fhir;

    public TimeProvider Clock => clock;

    public async Task<EverythingPage> Page(EverythingStart start, Visibility visibility, CancellationToken ct)
    {
        if (start is { AsOf: null, Moment: { } moment })
            start = start with { AsOf = await moment.Position(log, ct) };
        var sql = Statement(start, visibility);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (found, head) = await rows.ReadPage(reader, ct);
        var hasMore = found.Count > start.Count;
        if (hasMore)
            found.RemoveAt(found.Count - 1);
        var (all, taken) = await samples.Into(found, start.AsOf, ct);
        return hasMore || taken < found.Count
            ? new EverythingPage(all, start with { AsOf = start.AsOf ?? head, After = all[^1].Position })
            : new EverythingPage(all, null);
    }

    private static SqlText Statement(EverythingStart start, Visibility visibility)
    {
        var tables = start.AsOf is null ? RecordTables.Now : RecordTables.Past;
        var sql = new SqlText()
            .Share(Binding.Long("after", start.After))
            .Share(Binding.Shorts("types", [.. start.Types.Select(ResourceTypes.Number)]))
            .Share(Binding.Instant("since", start.Since))
            .Share(new Binding("limit", start.Count + 1, NpgsqlTypes.NpgsqlDbType.Integer));
        if (start.AsOf is { } asOf)
        {
            sql.Share(Binding.Long("asof", asOf));
            visibility = visibility with { HoldsPast = true };
        }
        if (start.Patient is { } patient)
            AppendOfPerson(sql, patient, start, visibility, tables);
        else
            AppendOfAll(sql, start, visibility, tables);
        return sql.Append(tables.Load("Operations/everything-bodies.sql"));
    }

    private static void AppendOfPerson(
        SqlText sql, string patient, EverythingStart start, Visibility visibility, RecordTables tables)
    {
        // Facilities and people at work are found through what names them, so then all of it is read.
        var own = start.Types.Any(Authors.IsAboutNobody) ? [] : start.Types;
        sql.Append(tables.Load("Operations/everything.sql"));
        NamedPeople.AppendStreams(sql, new SearchContext(tables, visibility), [patient]).Append(") p");
        visibility.AppendReach(sql);
        sql.Append(tables.Load("Operations/everything-own.sql"), Binding.Shorts("own_types", [.. own.Select(ResourceTypes.Number)]));
        AppendCare(sql, start, tables);
        (visibility with { Types = own.Count == 0 ? null : own }).AppendToReached(sql);
        sql.Append(tables.Load("Operations/everything-named.sql"));
        // Of types about nobody, which no condition of the reader singles out.
        (visibility with { Types = [] }).AppendTo(sql);
        sql.Append(tables.Load("Operations/everything-end.sql"));
    }

    private static void AppendOfAll(SqlText sql, EverythingStart start, Visibility visibility, RecordTables tables)
    {
        sql.Append(tables.Load("Operations/everything-of-all.sql"));
        AppendCare(sql, start, tables);
        (visibility with { Types = start.Types.Count == 0 ? null : start.Types }).AppendTo(sql);
        sql.Append(tables.Load("Operations/everything-of-all-end.sql"));
    }

    private static void AppendCare(SqlText sql, EverythingStart start, RecordTables tables)
    {
        if (start.Care is not { } care)
            return;
        sql.Append(
            tables.Load("Operations/everything-care.sql"), Binding.Shorts("undated", Undated),
            new Binding("from", care.Low, NpgsqlTypes.NpgsqlDbType.TimestampTz),
            new Binding("to", care.High, NpgsqlTypes.NpgsqlDbType.TimestampTz));
    }
}
