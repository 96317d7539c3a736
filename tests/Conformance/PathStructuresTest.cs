using System.Text;
using Phr.Conformance;
using Phr.Conformance.Definitions;
using Phr.Fhir;
using Phr.Fhir.Path;

namespace Phr.Tests.Conformance;

/// <summary><c>elementDefinition()</c> and <c>slice()</c> by R4 and by a profile that was added.</summary>
public sealed class PathStructuresTest
{
    private const string Sliced = """
        {"resourceType":"StructureDefinition","url":"urn:sliced","name":"Sliced","status":"draft","kind":"resource","abstract":false,
         "type":"Observation","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Observation","derivation":"constraint",
         "differential":{"element":[
          {"id":"Observation","path":"Observation"},
          {"id":"Observation.category","path":"Observation.category",
           "slicing":{"discriminator":[{"type":"value","path":"coding.code"}],"rules":"open"}},
          {"id":"Observation.category:lab","path":"Observation.category","sliceName":"lab","min":0,"max":"1"},
          {"id":"Observation.category:lab.coding","path":"Observation.category.coding"},
          {"id":"Observation.category:lab.coding.code","path":"Observation.category.coding.code","fixedCode":"laboratory"},
          {"id":"Observation.component","path":"Observation.component",
           "slicing":{"discriminator":[{"type":"pattern","path":"code"}],"rules":"open"}},
          {"id":"Observation.component:high","path":"Observation.component","sliceName":"high"},
          {"id":"Observation.component:high.code","path":"Observation.component.code",
           "patternCodeableConcept":{"coding":[{"code":"high"}]}}
         ]}}
        """;

    private const string Measured = """
        {"resourceType":"Observation","status":"final","code":{"text":"x"},
         "category":[{"coding":[{"code":"laboratory"}]},{"coding":[{"code":"survey"}]}],"valueQuantity":{"value":1},
         "component":[{"code":{"coding":[{"system":"s","code":"high"}]}},{"code":{"coding":[{"code":"low"}]}}]}
        """;

    [Theory]
    [InlineData("category.slice('urn:sliced', 'lab').coding.code", "[\"laboratory\"]")]
    [InlineData("component.slice('urn:sliced', 'high').code.coding.code", "[\"high\"]")]
    [InlineData("category.slice('urn:sliced', 'nothing')", null)]
    [InlineData("category.slice('urn:unknown', 'lab')", null)]
    [InlineData("category.first().coding.slice('urn:sliced', 'lab')", null)]
    [InlineData("value.elementDefinition().path", "[\"Observation.value[x]\"]")]
    [InlineData("value.value.elementDefinition().path", "[\"Quantity.value\"]")]
    [InlineData("component.code.elementDefinition().path.distinct()", "[\"Observation.component.code\"]")]
    [InlineData("status.elementDefinition().min", "[1]")]
    [InlineData("elementDefinition().id", "[\"Observation\"]")]
    [InlineData("status.elementDefinition().binding.strength", "[\"required\"]")]
    public void Paths_ask_the_structures(string path, string? expected)
    {
        var own = new DefinitionEntry(
            "StructureDefinition", "urn:sliced", null, "sliced", null, "test", () => Encoding.UTF8.GetBytes(Sliced));
        var rules = new Rulebook(DefinitionLibrary.Core.With([own]), TimeProvider.System);
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(Measured)).Document!;

        var (items, error) = FhirPathExpression.Compile(path).Expression!.Evaluate(document.Root, rules.Validator.Paths());

        Assert.Equal(expected is null, error is not null);
        if (expected is not null)
            Assert.Equal(expected, FhirPathJson.ToLine(items));
    }
}
