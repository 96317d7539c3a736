using System.Buffers;
using System.Text.Json;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Structure;
using Phr.Fhir.Views;
using Phr.Planets.Bulk.Files;
using Phr.Planets.Bulk.Jobs;
using Phr.Planets.Operations.Views;

namespace Phr.Planets.Bulk.Export;

/// <summary>The rows of a page of an exported view. A resource that the view cannot take is told, and the others go on.</summary>
public sealed class ExportedRows
{
    private readonly ArrayBufferWriter<byte> _own = new(4 << 10);
    private readonly ViewRows _rows;
    private readonly ViewWriter _writer;

    public ExportedRows(ExportedView exported, FhirPathEnvironment environment)
    {
        using var definition = JsonDocument.Parse(exported.Definition, new JsonDocumentOptions { MaxDepth = ViewCall.DepthMax });
        var view = ViewReader.Read(definition.RootElement).View
            ?? throw new InvalidDataException("A view that was checked when its export was asked for is none.");
        Name = exported.Name;
        _rows = new ViewRows(view, environment with { Limits = ViewRun.OneEvaluation });
        _writer = new ViewWriter(view, exported.Format, hasHeader: true);
        var header = new ArrayBufferWriter<byte>(256);
        _writer.Begin(header);
        Header = header.WrittenMemory;
    }

    public string Name { get; }

    /// <summary>What a file begins with.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>OperationOutcomes, one a line.</summary>
    public BulkLines Errors { get; } = new();

    /// <summary>Adds the rows that a version of a resource becomes.</summary>
    /// <param name="resource"><c>Type/id</c>.</param>
    /// <param name="version">Position of its event.</param>
    public void Write(BulkLines lines, string resource, long version, ReadOnlyMemory<byte> body)
    {
        using var document = FhirDocument.ParseLenient(body).Document ?? throw new InvalidDataException("A stored body is no JSON.");
        var (rows, fault) = _rows.Of(document.Root);
        fault ??= Write(rows);
        if (fault is not null)
        {
            Errors.Writer.Write(BulkOutcome.Line([new Issue(
                IssueSeverity.Error, "processing", "view", $"{resource}: {fault.Reason}", $"{resource}: ビューを適用できません。", fault.Place)]).Span);
            Errors.End(version, 1);
            return;
        }
        lines.Writer.Write(_own.WrittenSpan);
        lines.End(version, rows.Count);
    }

    private ViewFault? Write(IReadOnlyList<Collection?[]> rows)
    {
        _own.ResetWrittenCount();
        foreach (var row in rows)
        {
            _writer.Write(_own, row, ViewLimits.BytesOfResourceMax - _own.WrittenCount);
            if (_own.WrittenCount > ViewLimits.BytesOfResourceMax)
                return new ViewFault($"The rows of a resource have at most {ViewLimits.BytesOfResourceMax} bytes.", "ViewDefinition");
        }
        return null;
    }
}
