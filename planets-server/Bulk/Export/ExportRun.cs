using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Views;
using Phr.Planets.Validation;

namespace Phr.Planets.Bulk.Export;

/// <summary>What exports work with.</summary>
public sealed record ExportParts(
    NpgsqlDataSource Database, Reader Log, CriterionParser Parser, SampledDays Samples, AccessJournal Journal, BulkFolder Folder,
    ServerRulebook Rulebook, FhirEndpoint Fhir, TimeProvider Clock);

/// <summary>Where an export goes on. A stored format: fields are only added.</summary>
/// <param name="Type">Place in the request's types; their count for what was deleted.</param>
/// <param name="At">When the last row was recorded.</param>
/// <param name="After">Its position.</param>
public sealed record ExportProgress(int Type, DateTimeOffset At, long After);

/// <summary>
/// Writes an export, a page at a time: type after type in the order of recording, then what was deleted. A page is bounded in rows and
/// bytes, whatever the export is of.
/// </summary>
public sealed class ExportRun : BulkRun
{
    /// <summary>Bytes of lines after which a page ends.</summary>
    public const int PageBytes = 4 << 20;

    /// <summary>Lines of a file; then another begins.</summary>
    public const long FileLinesMax = 100_000;

    private static readonly ExportProgress Start = new(0, DateTimeOffset.MinValue, 0);

    private readonly BulkJob _job;
    private readonly ExportParts _parts;
    private readonly ExportRequest _request;
    private readonly ExportStatement _statements;
    private readonly ElementSubset _elements;
    private readonly BulkOutput _output;
    private readonly HashSet<long> _held = [];
    private ExportProgress _progress;
    private long[]? _named;

    public ExportRun(BulkJob job, ExportParts parts)
    {
        (_job, _parts) = (job, parts);
        _request = JsonSerializer.Deserialize<ExportRequest>(parts.Folder.Open(job.Id, job.Request.Span))!;
        _statements = new ExportStatement(_request, job.Position, parts.Parser);
        _elements = new ElementSubset(_request.Elements);
        _output = new BulkOutput(job, parts.Folder, FileLinesMax);
        _progress = job.Progress == "{}" ? Start : JsonSerializer.Deserialize<ExportProgress>(job.Progress)!;
    }

    public override async Task<BulkStep> Next(CancellationToken ct)
    {
        _held.Clear();
        var files = new List<BulkFile>();
        if (_progress == Start && _request.Ignored.Count > 0)
            files.Add(await _output.Add("error", "OperationOutcome", BulkOutcome.Ignored(_request.Ignored), 1, ct));
        while (_progress.Type < _request.Types.Count)
        {
            var type = _request.Types[_progress.Type];
            var isAssociated = type == AssociatedProvenance.Type && _request.Provenance != ProvenanceChoice.AsAsked;
            if (await (isAssociated ? WriteProvenances(ct) : WritePage(type, ct)) is { } written)
                return Step([.. files, .. written], isDone: false);
            _progress = Start with { Type = _progress.Type + 1 };
        }
        if (_request.Since is not null && await WriteDeleted(ct) is { } deleted)
            return Step([.. files, deleted], isDone: false);
        if (!_output.Has("output"))
            await Record([], ct);
        return Step(files, isDone: true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BulkStep Step(IReadOnlyList<BulkFile> files, bool isDone) => new(JsonSerializer.Serialize(_progress), files, isDone)
    {
        Streams = [.. _held],
    };

    // Null where there is nothing more of the type.
    private async Task<IReadOnlyList<BulkFile>?> WritePage(string type, CancellationToken ct)
    {
        var view = _request.Views.Count == 0
            ? null
            : new ExportedRows(_request.Views[_progress.Type], (await _parts.Rulebook.Current(ct)).Validator.Paths());
        var named = IsOfNamed(type) ? _named ??= await ReadNamed(ct) : null;
        var lines = new BulkLines();
        var (read, streams) = (0, new List<long>());
        await using (var connection = await _parts.Database.OpenConnectionAsync(ct))
        {
            await using var command = _statements.Page(type, _progress.At, _progress.After, named).ToCommand(connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (lines.Length < PageBytes && await rows.ReadAsync(ct))
            {
                read++;
                var (stream, id) = (new StreamId(rows.GetInt64(0)), rows.GetString(2));
                var body = await _parts.Log.OpenBody(stream, rows.GetInt32(1), type, rows.GetFieldValue<byte[]>(3), ct);
                _progress = _progress with { After = rows.GetInt64(4), At = rows.GetFieldValue<DateTimeOffset>(5) };
                if (!body.IsReadable)
                    continue;
                streams.Add(stream.Value);
                if (view is not null)
                {
                    view.Write(lines, $"{type}/{id}", _progress.After, body.Bytes);
                    continue;
                }
                Write(lines, type, _progress.After, body.Bytes);
                if (type == "Observation" && DayId.IsDaily(id)
                    && await _parts.Samples.Of(stream, body.Bytes, _job.Position, ct) is { } samples)
                {
                    Write(lines, type, _progress.After, samples);
                }
            }
        }
        if (read == 0)
            return null;
        // Before anything can be fetched: whoever's entries it holds finds it in their access log.
        await Record(streams, ct);
        if (view is null)
            return [await _output.Add("output", type, lines, default, ct)];
        var written = await _output.Add("output", view.Name, lines, view.Header, ct);
        return view.Errors.Count == 0
            ? [written]
            : [written, await _output.Add("error", "OperationOutcome", view.Errors, default, ct)];
    }

    private bool IsOfNamed(string type) => (_request.OfPatients || _request.Patients is not null) && Authors.IsAboutNobody(type);

    // Null where there is nothing more.
    private async Task<IReadOnlyList<BulkFile>?> WriteProvenances(CancellationToken ct)
    {
        if (_request.OfPatients || _request.Patients is not null)
            _named ??= await ReadNamed(ct);
        await using var connection = await _parts.Database.OpenConnectionAsync(ct);
        var (read, page) = await ReadProvenances(connection, ct);
        if (read == 0)
            return null;
        var associated = new AssociatedProvenance(_request, _statements, _parts.Fhir, _parts.Parser.Keys);
        var kept = await associated.Of(connection, page, type => IsOfNamed(type) ? _named : null, ct);
        if (kept.Count == 0)
            return [];
        var lines = new BulkLines();
        foreach (var row in kept)
            Write(lines, AssociatedProvenance.Type, row.Position, row.Body);
        await Record([.. kept.Select(row => row.Stream)], ct);
        return [await _output.Add("output", AssociatedProvenance.Type, lines, default, ct)];
    }

    private async Task<(int Read, List<ProvenanceRow> Page)> ReadProvenances(NpgsqlConnection connection, CancellationToken ct)
    {
        var (read, bytes, page) = (0, 0, new List<ProvenanceRow>());
        await using var command = _statements.Page(AssociatedProvenance.Type, _progress.At, _progress.After, null).ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (bytes < PageBytes && await rows.ReadAsync(ct))
        {
            read++;
            var stream = new StreamId(rows.GetInt64(0));
            var body = await _parts.Log.OpenBody(
                stream, rows.GetInt32(1), AssociatedProvenance.Type, rows.GetFieldValue<byte[]>(3), ct);
            _progress = _progress with { After = rows.GetInt64(4), At = rows.GetFieldValue<DateTimeOffset>(5) };
            if (!body.IsReadable)
                continue;
            bytes += body.Bytes.Length;
            page.Add(new ProvenanceRow(_progress.After, _progress.At, stream.Value, body.Bytes));
        }
        return (read, page);
    }

    private async Task<BulkFile?> WriteDeleted(CancellationToken ct)
    {
        var lines = new BulkLines();
        await using (var connection = await _parts.Database.OpenConnectionAsync(ct))
        {
            await using var command = _statements.Deleted(_progress.After).ToCommand(connection);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                var url = $"{ResourceTypes.Name(rows.GetInt16(1))}/{rows.GetString(2)}";
                lines.Writer.Write(JsonSerializer.SerializeToUtf8Bytes(Deletion(url)));
                lines.Writer.Write("\n"u8);
                lines.End(rows.GetInt64(3), 1);
                _held.Add(rows.GetInt64(4));
                _progress = _progress with { After = rows.GetInt64(0) };
            }
        }
        return lines.Count == 0 ? null : await _output.Add("deleted", "Bundle", lines, default, ct);
    }

    // One a line: whoever may know of the one need not know of the next.
    private static JsonObject Deletion(string url) => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray(new JsonObject { ["request"] = new JsonObject { ["method"] = "DELETE", ["url"] = url } }),
    };

    private async Task<long[]> ReadNamed(CancellationToken ct)
    {
        await using var connection = await _parts.Database.OpenConnectionAsync(ct);
        await using var command = _statements.Named().ToCommand(connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var named = new List<long>();
        while (await rows.ReadAsync(ct))
            named.Add(rows.GetInt64(0));
        return [.. named];
    }

    private void Write(BulkLines lines, string type, long version, ReadOnlyMemory<byte> resource)
    {
        // Inside of strings JSON has no line ends; outside they are white space.
        var rest = _elements.Of(type, resource).Span;
        for (int end; (end = rest.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; rest = rest[(end + 1)..])
            lines.Writer.Write(rest[..end]);
        lines.Writer.Write(rest);
        lines.Writer.Write("\n"u8);
        lines.End(version, 1);
    }

    private async Task Record(IReadOnlyList<long> streams, CancellationToken ct)
    {
        _held.UnionWith(streams);
        var caller = _request.Requester.ToCaller();
        var question = _request.Url.IndexOf('?', StringComparison.Ordinal);
        var asked = question < 0 ? "" : _request.Url[(question + 1)..];
        await _parts.Journal.Record(
            Accesses.Of(caller, _parts.Clock.GetUtcNow(), "export", null, streams.Count == 0 ? _request.Patients ?? [] : [], streams)
                with { Query = asked.Length is > 0 and <= Accesses.QueryCharactersMax ? asked : null }, ct);
    }
}
