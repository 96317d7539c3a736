using System.Text;
using System.Text.Json.Nodes;
using Phr.Conformance;
using Phr.Conformance.Definitions;

namespace Phr.Tests.Terminology;

/// <summary>Definitions written in a test.</summary>
internal static class Definitions
{
    public const string Animals = "http://test.example/CodeSystem/animals";

    /// <summary>animal &gt; bird &gt; (owl, hen), animal &gt; fish; hen has two designations, fish is no longer used.</summary>
    public const string AnimalsJson = """
        {"resourceType":"CodeSystem","url":"http://test.example/CodeSystem/animals","version":"2","name":"Animals","status":"active",
         "content":"complete","caseSensitive":true,
         "property":[{"code":"legs","type":"integer"},
                     {"code":"inactive","uri":"http://hl7.org/fhir/concept-properties#inactive","type":"boolean"},
                     {"code":"abstract","uri":"http://hl7.org/fhir/concept-properties#notSelectable","type":"boolean"}],
         "concept":[{"code":"animal","display":"Animal","property":[{"code":"abstract","valueBoolean":true}],"concept":[
           {"code":"bird","display":"Bird","property":[{"code":"legs","valueInteger":2}],"concept":[
             {"code":"owl","display":"Owl","property":[{"code":"legs","valueInteger":2}]},
             {"code":"hen","display":"Hen","definition":"It lays eggs.","property":[{"code":"legs","valueInteger":2}],
              "designation":[{"language":"ja","value":"めんどり"},{"language":"de-CH","value":"Henne"}]}]},
           {"code":"fish","display":"Fish","property":[{"code":"legs","valueInteger":0},{"code":"inactive","valueBoolean":true}]}]}]}
        """;

    public static Rulebook With(params IEnumerable<string> resources) =>
        new(DefinitionLibrary.Core.With(resources.Select(Entry)));

    public static DefinitionEntry Entry(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var head = ResourceHead.Read(bytes);
        return new(head.Type!, head.Url!, head.Version, head.Id ?? "x", head.Supplements, "test", () => bytes);
    }

    /// <summary>A value set of one include of animals.</summary>
    public static string ValueSet(string url, string include, string? exclude = null) =>
        new JsonObject
        {
            ["resourceType"] = "ValueSet", ["url"] = url, ["status"] = "active",
            ["compose"] = exclude is null
                ? new JsonObject { ["include"] = new JsonArray(JsonNode.Parse(include)) }
                : new JsonObject
                {
                    ["include"] = new JsonArray(JsonNode.Parse(include)), ["exclude"] = new JsonArray(JsonNode.Parse(exclude)),
                },
        }.ToJsonString();
}
