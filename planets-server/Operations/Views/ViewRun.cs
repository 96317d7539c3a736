using System.Buffers;
using Phr.Fhir;
using Phr.Fhir.Path;
using Phr.Fhir.Views;
using Phr.Platform;

namespace Phr.Planets.Operations.Views;

/// <summary>The answer of one run, as it grows within its limits.</summary>
public sealed class ViewRun
{
    /// <summary>Of one path on one element.</summary>
    public static readonly FhirPathLimits OneEvaluation = FhirPathLimits.Default with { WorkMax = 1_000_000 };

    private readonly ViewCall _call;
    private readonly OperationOptions _options;
    private readonly ViewRows _rows;
    private readonly ViewWriter _writer;
    private readonly ArrayBufferWriter<byte> _output = new(64 << 10);
    private int _count;

    public ViewRun(ViewCall call, OperationOptions options, FhirPathEnvironment environment)
    {
        (_call, _options, _rows) = (call, options, new ViewRows(call.View, environment with { Limits = OneEvaluation }));
        _writer = new ViewWriter(call.View, call.Format, call.HasHeader);
        _writer.Begin(_output);
    }

    /// <summary>Whether the caller has all rows that they asked for.</summary>
    public bool IsFull => _count == _call.Limit;

    public string ContentType => _writer.ContentType;

    public ReadOnlyMemory<byte> Complete()
    {
        _writer.End(_output);
        return _output.WrittenMemory;
    }

    /// <summary>Adds the rows of a resource; gives why it has none.</summary>
    public Refusal? Add(ReadOnlyMemory<byte> resource)
    {
        using var document = FhirDocument.ParseLenient(resource).Document;
        if (document is null)
            return new Refusal(RefusalKind.Unprocessable, "A resource cannot be read.", "Parameters.parameter", "structure");
        var (rows, fault) = _rows.Of(document.Root);
        if (fault is not null)
            return new Refusal(RefusalKind.Unprocessable, fault.Reason, fault.Place, "processing");
        foreach (var row in rows)
        {
            if (IsFull)
                return null;
            if (_count == _options.ViewRowsMax)
                return TooMuch($"The view has more than {_options.ViewRowsMax} rows");
            _writer.Write(_output, row, _options.ViewBytesMax - _output.WrittenCount);
            if (_output.WrittenCount > _options.ViewBytesMax)
                return TooMuch($"The rows have more than {_options.ViewBytesMax} bytes");
            _count++;
        }
        return _rows.Spent > _options.ViewWorkMax ? TooMuch("The view takes too much work") : null;
    }

    public static Refusal TooMuch(string what) => new(
        RefusalKind.Unprocessable, $"{what}: narrow it by 'patient', '_since' or '_limit', or export it.", null, "too-costly");
}
