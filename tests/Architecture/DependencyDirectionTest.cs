using System.Xml.Linq;

namespace Phr.Tests.Architecture;

/// <summary>ARCHITECTURE.md, "The tree": who may use whom. Services meet over HTTP and the bus only.</summary>
public sealed class DependencyDirectionTest
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["platform/Phr.Platform.csproj"] = [],
        ["planets-server/EventLog/Phr.EventLog.csproj"] = ["Phr.Platform"],
        ["planets-server/Fhir/Phr.Fhir.csproj"] = [],
        ["planets-server/Fhir/Compiler/Phr.Fhir.Compiler.csproj"] = [],
        ["planets-server/Conformance/Phr.Conformance.csproj"] = ["Phr.Fhir"],
        ["planets-server/Phr.Planets.csproj"] = ["Phr.Platform", "Phr.EventLog", "Phr.Fhir", "Phr.Conformance"],
        ["consent-service/Phr.Consent.csproj"] = ["Phr.Platform"],
        ["mobile-api/Phr.Mobile.csproj"] = ["Phr.Platform"],
        ["model-service/onnxruntime/Microsoft.ML.OnnxRuntime.csproj"] = [],
        ["model-service/Simulator/Phr.Simulator.csproj"] = [],
        ["model-service/Phr.Model.csproj"] = ["Phr.Platform", "Phr.Simulator", "Microsoft.ML.OnnxRuntime"],
        ["cli/Phr.Cli.csproj"] =
            ["Phr.Platform", "Phr.Planets", "Phr.EventLog", "Phr.Fhir", "Phr.Conformance", "Phr.Consent", "Phr.Mobile", "Phr.Model",
                "Phr.Simulator"],
    };

    [Fact]
    public void A_project_refers_only_to_those_that_it_may_use()
    {
        var projects = SourceTree.Paths
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal));
        foreach (var project in projects)
        {
            Assert.True(Allowed.ContainsKey(project), $"{project} is not in the picture: add it to ARCHITECTURE.md and to this list.");
            var wrong = References(SourceTree.Read(project)).Except(Allowed[project]).Where(reference => !IsBuildTool(project, reference));
            Assert.True(!wrong.Any(), $"{project} may not use {string.Join(", ", wrong)}.");
        }
    }

    [Fact]
    public void A_reference_is_read_from_the_project_file() => Assert.Equal(
        ["Phr.Platform"],
        References("""<Project><ItemGroup><ProjectReference Include="../platform/Phr.Platform.csproj" /></ItemGroup></Project>"""));

    [Fact]
    public void The_model_runtime_is_seen_by_one_file()
    {
        var seers = SourceTree.Product
            .Where(file => file.Text.Contains("using Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))
            .Select(file => file.Path);
        Assert.True(seers.Count() <= 1, $"Only the scorer may see ONNX Runtime: {string.Join(", ", seers)}");
    }

    // The table compiler runs while Phr.Fhir is built and is no part of it.
    private static bool IsBuildTool(string project, string reference) =>
        project == "planets-server/Fhir/Phr.Fhir.csproj" && reference == "Phr.Fhir.Compiler";

    private static IEnumerable<string> References(string project) => XDocument.Parse(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include") ?? ""));
}
