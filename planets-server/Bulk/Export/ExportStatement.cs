using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Export;

/// <summary>The statements of one export: all read the record as it stood at its position, with today's consents inside.</summary>
/// <param name="position">Of the log.</param>
public sealed class ExportStatement(ExportRequest request, long position, CriterionParser parser)
{
    /// <summary>Rows that one statement reads.</summary>
    public const int PageRows = 500;

    private readonly Visibility _visibility = new(
        RecordReader.Of(request.Requester.ToCaller()) ?? throw new System.Diagnostics.UnreachableException(),
        request.Requester.ToCaller().Permissions, ScopeAccess.Read, parser.Keys) { HoldsPast = true };

    /// <summary>Rows of a type: stream, sequence, id, sealed body, position, when recorded; in the order in which they were
    /// recorded.</summary>
    /// <param name="named">Of what is about nobody only these; null for all.</param>
    public SqlText Page(string type, DateTimeOffset at, long after, long[]? named)
    {
        var sql = Begin().Append(
            RecordTables.Past.Load("Bulk/Export/export-page.sql"), Binding.Short("type", ResourceTypes.Number(type)),
            Binding.Instant("at", at), Binding.Long("after", after),
            // What is about a resource of the export is of it, whenever it was written.
            Binding.Instant("since", type == AssociatedProvenance.Type && request.Provenance != ProvenanceChoice.AsAsked ? Always : Since));
        return AppendConditions(sql, type, named).Append(
            RecordTables.Past.Load("Bulk/Export/export-page-end.sql"), new Binding("limit", PageRows, NpgsqlDbType.Integer));
    }

    /// <summary>One column: which ids of a type the export has.</summary>
    public SqlText Exported(string type, string[] ids, long[]? named) => AppendConditions(
        Begin().Append(
            RecordTables.Past.Load("Bulk/Export/exported.sql"), Binding.Short("type", ResourceTypes.Number(type)),
            Binding.Texts("ids", ids), Binding.Instant("since", Since)),
        type, named);

    /// <summary>References to resources by <c>target</c>, with the position of the newest Provenance that has each.</summary>
    public SqlText NewestAbout(long[] tokens) => AppendVisibility(
        Begin().Append(
            RecordTables.Past.Load("Bulk/Export/newest-about.sql"), Binding.Longs("tokens", tokens),
            Binding.Short("provenance", ResourceTypes.Number(AssociatedProvenance.Type))),
        _visibility.Of(ResourceTypes.Number(AssociatedProvenance.Type))).Append(
            RecordTables.Past.Load("Bulk/Export/newest-about-end.sql"));

    /// <summary>One column: the selves of what is about nobody that entries of the people name.</summary>
    public SqlText Named()
    {
        var sql = Begin().Append(RecordTables.Past.Load("Bulk/Export/named.sql"));
        AppendPeople(sql);
        return AppendVisibility(sql, _visibility);
    }

    /// <summary>Deletions since: position, type, id, position of the version before, stream.</summary>
    public SqlText Deleted(long after)
    {
        var sql = Begin().Append(
            RecordTables.Past.Load("Bulk/Export/export-deleted.sql"), Binding.Long("after", after),
            Binding.Instant("since", request.Since!.Value), Binding.Shorts("types", [.. request.Types.Select(ResourceTypes.Number)]));
        AppendPeople(sql);
        return AppendVisibility(sql, _visibility with { Types = request.Types }).Append(
            RecordTables.Past.Load("Bulk/Export/export-deleted-end.sql"), new Binding("limit", PageRows, NpgsqlDbType.Integer));
    }

    private SearchContext Context => new(RecordTables.Past, _visibility);

    private static DateTimeOffset Always => DateTimeOffset.MinValue;

    private DateTimeOffset Since => request.Since ?? Always;

    private SqlText AppendConditions(SqlText sql, string type, long[]? named)
    {
        if (named is not null)
            sql.Append(RecordTables.Past.Load("Bulk/Export/of-named.sql"), Binding.Longs("named", named));
        else
            AppendPeople(sql);
        AppendFilters(sql, type);
        return AppendVisibility(sql, _visibility.Of(ResourceTypes.Number(type)));
    }

    private SqlText Begin() => new SqlText().Share(Binding.Long("asof", position));

    private void AppendPeople(SqlText sql)
    {
        if (request.Patients is { } patients)
            NamedPeople.AppendStreams(sql.Append(" and s.stream in ("), Context, [.. patients]).Append(")");
        else if (request.OfPatients)
            sql.Append(RecordTables.Past.Load("Bulk/Export/of-anybody.sql"));
    }

    private void AppendFilters(SqlText sql, string type)
    {
        var filters = request.Filters.Where(filter => filter.Type == type).ToList();
        if (filters.Count == 0)
            return;
        sql.Append(" and (");
        foreach (var filter in filters)
        {
            sql.Append(ReferenceEquals(filter, filters[0]) ? "(true" : " or (true");
            foreach (var criterion in filter.Search(parser).Value.Criteria)
            {
                sql.Append(" and ");
                criterion.AppendTo(sql, Context);
            }
            sql.Append(")");
        }
        sql.Append(")");
    }

    private static SqlText AppendVisibility(SqlText sql, Visibility visibility)
    {
        sql.Append(" and ");
        visibility.AppendTo(sql);
        return sql;
    }
}
