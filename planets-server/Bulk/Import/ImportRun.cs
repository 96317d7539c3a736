using System.Text.Json;
using Npgsql;
using Phr.EventLog;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Access;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Http;
using Phr.Planets.Intake.Offers;
using Phr.Planets.Record.Writing;
using Phr.Planets.Search.Criteria;
using Phr.Platform;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets.Bulk.Import;

/// <summary>What imports work with.</summary>
internal sealed record ImportParts(
    NpgsqlDataSource Database, RecordWriter Writer, KnownVersions Known, CriterionParser Parser, BulkFolder Folder, ImportInputs Inputs,
    BulkOptions Options);

/// <summary>
/// Takes the lines of an import into the record, a unit at a time. The inputs are gone through three times, with Binaries four
/// times, so that whatever order they are in, what others refer to, are about or belong to is there before them. Doing a unit again, or all
/// of it, stores nothing new.
/// </summary>
internal sealed class ImportRun : BulkRun
{
    private const int Passes = 4;

    /// <summary>Lines of an error file; then another begins.</summary>
    private const long FileLinesMax = 100_000;

    private readonly BulkJob _job;
    private readonly ImportParts _parts;
    private readonly Caller _caller;
    private readonly Origin _origin;
    private readonly ConditionalTargets _targets;
    private readonly BulkOutput _output;
    private readonly List<BulkFile> _inputs;
    private ImportProgress _progress;
    private IAsyncEnumerator<byte[]?>? _lines;
    private ResourceLine? _held;

    public ImportRun(BulkJob job, ImportParts parts)
    {
        (_job, _parts) = (job, parts);
        var request = JsonSerializer.Deserialize<ImportRequest>(parts.Folder.Open(job.Id, job.Request.Span))!;
        _caller = request.Requester.ToCaller();
        _origin = RecordWriter.OriginOf(_caller).Value;
        _targets = new ConditionalTargets(parts.Database, parts.Parser, _caller, _origin.Source);
        _output = new BulkOutput(job, parts.Folder, FileLinesMax);
        _inputs = [.. job.Files.Where(file => file.Kind == "input")];
        _progress = job.Progress == "{}" ? new ImportProgress(0, 0, 0) : JsonSerializer.Deserialize<ImportProgress>(job.Progress)!;
    }

    /// <summary>In which pass a type comes; lines that are of no type in the first.</summary>
    public static int PassOf(string? type) => type switch
    {
        null or "Organization" or "Practitioner" => 0,
        "Location" or "Patient" or "PractitionerRole" or "HealthcareService" or "Medication" or "Device" => 1,
        // Behind what it may belong to.
        BinaryCondition.Type => 3,
        _ => 2,
    };

    public override async Task<BulkStep> Next(CancellationToken ct)
    {
        // A body was counted as it came.
        if (_progress is { Pass: 0, Input: 0, Line: 0 } && _progress.Measured < _inputs.Count && _inputs[0].Type != ImportInputs.Body)
            return await Measure(_inputs[_progress.Measured], ct);
        var unit = new ImportUnit();
        while (unit.Lines.Count == 0 && _progress.Pass < Passes)
            await Fill(unit, ct);
        var files = unit.Lines.Count == 0 ? [] : await Take(unit.Lines, ct);
        return new BulkStep(JsonSerializer.Serialize(_progress), files, _progress.Pass == Passes);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_lines is not null)
            await _lines.DisposeAsync();
    }

    private async Task<BulkStep> Measure(BulkFile input, CancellationToken ct)
    {
        Refusal? refusal = null;
        try
        {
            var bytes = _progress.Bytes + await _parts.Inputs.Bytes(input, _parts.Options.ImportBytesMax - _progress.Bytes, ct);
            _progress = _progress with { Measured = _progress.Measured + 1, Bytes = bytes };
            if (bytes > _parts.Options.ImportBytesMax)
                refusal = ImportInputs.TooLarge(_parts.Options.ImportBytesMax);
        }
        catch (InvalidDataException)
        {
            refusal = new Refusal(RefusalKind.Unprocessable, $"{input.Type} is not sound gzip.", null, "invalid");
        }
        if (refusal is null)
            return new BulkStep(JsonSerializer.Serialize(_progress), [], IsDone: false);
        // None of it is taken.
        var told = BulkOutcome.Line([FhirJson.IssueOf(ErrorAnswer.Of(refusal))]);
        return new BulkStep(
            JsonSerializer.Serialize(_progress), [await _output.Add("error", "OperationOutcome", told, 1, ct)], IsDone: true);
    }

    private async Task Fill(ImportUnit unit, CancellationToken ct)
    {
        if (_progress.Input == _inputs.Count)
        {
            // Without a Binary there is nothing to go through all again for.
            var next = _progress is { Pass: 2, HasBinaries: false } ? Passes : _progress.Pass + 1;
            _progress = _progress with { Pass = next, Input = 0, Line = 0 };
            return;
        }
        var input = _inputs[_progress.Input];
        _lines ??= await Open(input, ct);
        while (!unit.IsFull)
        {
            if (_held is null && !await _lines.MoveNextAsync())
            {
                await _lines.DisposeAsync();
                _lines = null;
                _progress = _progress with { Input = _progress.Input + 1, Line = 0 };
                return;
            }
            var line = _held ?? new ResourceLine(input.Type, _progress.Line + 1, _lines.Current);
            _held = line;
            if (line.Bytes is not { Length: 0 } && PassOf(line.Type) == _progress.Pass && !unit.TryAdd(line))
                return;
            _held = null;
            _progress = _progress with { Line = line.Number, HasBinaries = _progress.HasBinaries || line.Type == BinaryCondition.Type };
        }
    }

    private async Task<IAsyncEnumerator<byte[]?>> Open(BulkFile input, CancellationToken ct)
    {
        var lines = _parts.Inputs.Lines(_job.Id, input, ct).GetAsyncEnumerator(ct);
        for (var skipped = 0L; skipped < _progress.Line && await lines.MoveNextAsync(); skipped++)
        {
        }
        return lines;
    }

    private async Task<IReadOnlyList<BulkFile>> Take(List<ResourceLine> unit, CancellationToken ct)
    {
        var parsed = unit.ConvertAll(line => line.Parse());
        try
        {
            var links = new Dictionary<string, string>(StringComparer.Ordinal);
            var offered = new List<OfferedResource>(unit.Count);
            for (var i = 0; i < unit.Count; i++)
                offered.Add(await Offer(unit[i], i, parsed[i], links, ct));
            var errors = new MemoryStream();
            var refused = 0;
            void Tell(OfferedResource resource, OfferFate fate, Refusal? refusal)
            {
                _progress = Counted(fate);
                if (refusal is null)
                    return;
                refused++;
                errors.Write(BulkOutcome.Line([LineIssue(unit[resource.Index], refusal)]).Span);
            }

            await new OfferRun(_caller, _origin, UnitLinks.None with { Assigned = links }, _parts.Writer, _parts.Known, Tell).Run(
                offered, ct);
            return refused == 0
                ? []
                : [await _output.Add("error", "OperationOutcome", errors.GetBuffer().AsMemory(0, (int)errors.Length), refused, ct)];
        }
        finally
        {
            parsed.ForEach(one => one.Document?.Dispose());
        }
    }

    private async Task<OfferedResource> Offer(
        ResourceLine line, int index, ParseResult parsed, Dictionary<string, string> links, CancellationToken ct)
    {
        var offered = line.Offer(index, parsed, _origin.Source);
        return offered.Fault is null && await _targets.Resolve(offered.Element, links, ct) is { } refusal
            ? offered with { Fault = refusal }
            : offered;
    }

    private ImportProgress Counted(OfferFate fate) => fate switch
    {
        OfferFate.Stored => _progress with { Stored = _progress.Stored + 1 },
        OfferFate.Updated => _progress with { Updated = _progress.Updated + 1 },
        OfferFate.Known => _progress with { Known = _progress.Known + 1 },
        _ => _progress with { Refused = _progress.Refused + 1 },
    };

    private static Issue LineIssue(ResourceLine line, Refusal refusal)
    {
        var issue = FhirJson.IssueOf(ErrorAnswer.Of(refusal));
        return issue with
        {
            English = $"{line.Input}, line {line.Number}: {issue.English}", Japanese = $"{line.Input} の {line.Number} 行目: {issue.Japanese}",
        };
    }
}
