using System.Buffers;
using System.CommandLine;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Fhir.Writing;

namespace Phr.Cli.Fhir;

/// <summary>
/// <c>phr validate FILE…</c>: an OperationOutcome for each file, one a line, in the order asked. The exit status is 1 where there is an
/// error in any.
/// </summary>
internal static class Validate
{
    // R4 wants at least one issue; this code says that there is nothing to say (issue-type informational).
    private static readonly Issue AllWell = new(
        IssueSeverity.Information, "informational", "no-fault-found", "No fault was found.", "誤りは見つかりませんでした。", "");

    public static Command Verb()
    {
        var files = new Argument<FileInfo[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "FHIR R4 resources in JSON." };
        var verb = new Command("validate", "Checks resources against the structure of R4.") { files };
        verb.SetAction((parsed, ct) => Run(parsed.GetValue(files)!, Console.OpenStandardOutput(), ct));
        return verb;
    }

    public static async Task<int> Run(IReadOnlyList<FileInfo> files, Stream output, CancellationToken ct)
    {
        var isFaulty = false;
        foreach (var file in files)
        {
            var issues = Check(await ResourceFile.Read(file, ct));
            isFaulty |= issues.Any(issue => issue.Severity == IssueSeverity.Error);
            var line = new ArrayBufferWriter<byte>();
            OperationOutcomeJson.Write(line, issues.Count > 0 ? issues : [AllWell]);
            line.Write("\n"u8);
            await output.WriteAsync(line.WrittenMemory, ct);
        }
        return isFaulty ? 1 : 0;
    }

    private static IReadOnlyList<Issue> Check(byte[] json)
    {
        var (document, issues) = FhirDocument.Parse(json);
        document?.Dispose();
        return issues;
    }
}
