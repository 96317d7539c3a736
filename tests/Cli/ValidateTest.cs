using System.Text;
using System.Text.Json;
using Phr.Cli;
using Phr.Cli.Fhir;

namespace Phr.Tests.Cli;

public sealed class ValidateTest : IDisposable
{
    private const string Sound = """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value"}],
         "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-validate-").FullName;

    [Fact]
    public async Task Each_file_gets_its_outcome_and_an_error_in_any_is_the_status()
    {
        var (status, outcomes) = await Validate(
            Sound,
            """{"resourceType":"Patient","activ":true}""",
            "{");

        Assert.Equal(1, status);
        Assert.Equal(["information", "error", "error"], outcomes.Select(Severity));
        Assert.Equal("Patient.activ", outcomes[1].GetProperty("issue")[0].GetProperty("expression")[0].GetString());
    }

    [Fact]
    public async Task Files_without_fault_are_status_0()
    {
        var (status, outcomes) = await Validate(Sound);

        Assert.Equal(0, status);
        Assert.Equal("OperationOutcome", Assert.Single(outcomes).GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var missing = new FileInfo(Path.Combine(_folder, "missing.json"));

        var refused = await Assert.ThrowsAsync<CommandException>(() =>
            Phr.Cli.Fhir.Validate.Run([missing], Phr.Conformance.Rulebook.Core, [], Stream.Null, default));

        Assert.Contains(missing.FullName, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Status, List<JsonElement> Outcomes)> Validate(params string[] resources)
    {
        var files = new List<FileInfo>();
        foreach (var resource in resources)
        {
            var file = Path.Combine(_folder, $"{files.Count}.json");
            await File.WriteAllTextAsync(file, resource);
            files.Add(new FileInfo(file));
        }
        using var output = new MemoryStream();
        var status = await Phr.Cli.Fhir.Validate.Run(files, Phr.Conformance.Rulebook.Core, [], output, default);
        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split('\n');
        return (status, [.. lines.Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private static string? Severity(JsonElement outcome) => outcome.GetProperty("issue")[0].GetProperty("severity").GetString();
}
