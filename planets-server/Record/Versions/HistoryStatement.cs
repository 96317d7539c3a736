using NpgsqlTypes;
using Phr.Planets.Access;
using Phr.Planets.Search;
using Phr.Platform.Database;

namespace Phr.Planets.Record.Versions;

/// <summary>What of the log a history reads.</summary>
/// <param name="Floor">Newest position before <c>_since</c>.</param>
/// <param name="First">Newest position at or before the beginning of <c>_at</c>.</param>
/// <param name="Last">Newest position within <c>_at</c>.</param>
/// <param name="Streams">Where all that the reader may see lies; null where that is not known.</param>
internal sealed record HistoryBounds(long Floor, long First, long Last, long[]? Streams)
{
    /// <summary>Newest version that the page does not go to; null where it goes to the beginning.</summary>
    public VersionPlace? Window { get; init; }
}

/// <summary>
/// A page of a history as one statement: versions that hold, versions that held, and deletions, each in the order of an
/// index and with consent
/// inside its condition.
/// </summary>
internal sealed class HistoryStatement(HistoryRequest request, HistoryBounds bounds, Visibility visibility)
{
    private readonly SqlText _sql = new();

    /// <summary>
    /// Rows: position, time, stream, type, id, version, whether it is a deletion, sequence, sealed body, whether nothing held before.
    /// </summary>
    public SqlText Build()
    {
        _sql.Share(new Binding("limit", request.Count + 1, NpgsqlDbType.Integer));
        Append("with hits as materialized (select * from (\n(", "s", "s.last_updated");
        AppendRows("present", "s", "s.last_updated");
        _sql.Append(")\nunion all (");
        AppendRows("past", "s", "s.last_updated");
        _sql.Append(")\nunion all (");
        AppendRows("deletions", "d", "d.at");
        _sql.Append(")\n").Append(Text("bodies"));
        return _sql;
    }

    private void AppendRows(string kind, string row, string time)
    {
        _sql.Append(Text(kind));
        if (request.Scope is { Type: { } type, Id: { } id })
        {
            _sql.Append(Text("of-resource"), Binding.Short("type", ResourceTypes.Number(type)), Binding.Text("id", id));
            AppendVersions(row, time);
        }
        else if (request.Scope.Type is { } all)
            Append(Text("of-type"), row, time, Binding.Short("type", ResourceTypes.Number(all)));
        if (bounds.Streams is { } streams)
            Append(Text("of-streams"), row, time, Binding.Longs("streams", streams));
        if (request.Since is { } since)
            Append(Text("since"), row, time, Binding.Instant("since", since), Binding.Long("floor", bounds.Floor));
        if (bounds.Window is { Version: 0 } window)
        {
            Append(Text("since"), row, time,
                Binding.Instant("since", new DateTimeOffset(window.At, TimeSpan.Zero)), Binding.Long("floor", window.Position));
        }
        if (request.After is { Version: 0 } after)
        {
            Append(Text("before"), row, time,
                Binding.Instant("time", new DateTimeOffset(after.At, TimeSpan.Zero)), Binding.Long("before", after.Position));
        }
        if (request.At is not null)
            AppendPeriod(kind, row, time);
        _sql.Append(" and ");
        (visibility with { Types = request.Scope.Type is { } only ? [only] : null, HoldsPast = kind != "present" }).AppendTo(_sql);
        // The same order: times never go back, nor do versions. Each is that of an index.
        Append(request.Scope switch
        {
            { Id: not null } => "\norder by {row}.version desc",
            { Type: not null } => "\norder by {time} desc, {row}.position desc",
            _ => "\norder by {row}.position desc",
        }, row, time);
        _sql.Append("\nlimit @limit");
    }

    private void AppendVersions(string row, string time)
    {
        if (request.After is { Version: > 0 } after)
            Append(Text("of-versions-below"), row, time, new Binding("below", after.Version, NpgsqlDbType.Integer));
        if (bounds.Window is { Version: > 0 } window)
            Append(Text("of-versions-above"), row, time, new Binding("above", window.Version, NpgsqlDbType.Integer));
    }

    private void AppendPeriod(string kind, string row, string time)
    {
        Append(Text("made-until"), row, time, Binding.Long("last", bounds.Last));
        if (kind == "past")
            Append(Text("held-after"), row, time, Binding.Long("first", bounds.First));
        else if (kind == "deletions")
            Append(Text("made-after"), row, time, Binding.Long("first", bounds.First));
    }

    private void Append(string fragment, string row, string time, params ReadOnlySpan<Binding> bindings) => _sql.Append(
        fragment.Replace("{row}", row, StringComparison.Ordinal).Replace("{time}", time, StringComparison.Ordinal), bindings);

    private static string Text(string name) => Sql.Load(typeof(HistoryStatement), $"Record/Versions/{name}.sql");
}
