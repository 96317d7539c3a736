using System.Buffers;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;

namespace Phr.Planets.Bulk.Jobs;

/// <summary>OperationOutcomes as lines of a file.</summary>
public static class BulkOutcome
{
    /// <param name="places">Of parameters that were left out of account.</param>
    public static ReadOnlyMemory<byte> Ignored(IReadOnlyList<string> places) => Line([.. places.Select(place => new Issue(
        IssueSeverity.Warning, "not-supported", "parameter-ignored", "The parameter was left out of account.",
        "このパラメータは考慮されませんでした。", place))]);

    public static ReadOnlyMemory<byte> Line(IReadOnlyList<Issue> issues)
    {
        var line = new ArrayBufferWriter<byte>(512);
        OperationOutcomeJson.Write(line, issues);
        line.Write("\n"u8);
        return line.WrittenMemory;
    }
}
