using System.Text;
using System.Text.Json.Nodes;
using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Fhir.Structure;

namespace Phr.Tests.Conformance;

/// <summary>Profiles written in a test: differentials, so that each also tests how a snapshot is made.</summary>
internal static class Profiles
{
    public const string Url = "http://test.example/StructureDefinition/p";

    public static string Profile(string type, params IEnumerable<string> elements) => Profile(Url, type, elements);

    public static string Profile(string url, string type, IEnumerable<string> elements) => new JsonObject
    {
        ["resourceType"] = "StructureDefinition", ["url"] = url, ["name"] = "P", ["status"] = "active", ["kind"] = "resource",
        ["abstract"] = false, ["type"] = type, ["baseDefinition"] = "http://hl7.org/fhir/StructureDefinition/" + type,
        ["derivation"] = "constraint",
        ["differential"] = new JsonObject { ["element"] = new JsonArray([.. elements.Select(element => JsonNode.Parse(element))]) },
    }.ToJsonString();

    /// <summary>An ElementDefinition: its id, and what it says.</summary>
    public static string Element(string id, string facts = "") =>
        $$"""{"id":"{{id}}","path":"{{Path(id)}}"{{SliceName(id)}}{{(facts.Length > 0 ? "," + facts : "")}}}""";

    /// <summary>Rules and places of what is found, information left out.</summary>
    public static IReadOnlyList<string> Faults(string resource, params IEnumerable<string> definitions) =>
        Faults(Issues(resource, [Url], definitions));

    public static IReadOnlyList<string> Faults(IEnumerable<Issue> issues) =>
        [.. issues.Where(issue => issue.Severity != IssueSeverity.Information && issue.Rule != "dom-6").Select(issue =>
            $"{issue.Rule} {issue.Expression}")];

    public static IReadOnlyList<Issue> Issues(string resource, IReadOnlyList<string> profiles, IEnumerable<string> definitions) =>
        new Rulebook(DefinitionLibrary.Core.With(definitions.Select(Terminology.Definitions.Entry)))
            .Validator.Check(Encoding.UTF8.GetBytes(resource), profiles);

    private static string Path(string id) => string.Join('.', id.Split('.').Select(step => step.Split(':')[0]));

    private static string SliceName(string id) =>
        id.Split('.')[^1].Split(':') is [_, var slice] ? $",\"sliceName\":\"{slice}\"" : "";
}
