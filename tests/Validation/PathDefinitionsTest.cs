using System.Net;
using System.Text.Json.Nodes;
using Phr.Tests.Fhir.Patch;
using Phr.Tests.Record;

namespace Phr.Tests.Validation;

/// <summary>Terminology and profiles as FHIRPath asks them where a request brings the expression.</summary>
public sealed class PathDefinitionsTest(RecordHost host) : IClassFixture<RecordHost>
{
    [Theory]
    [InlineData("Patient.name.where(use.memberOf('http://hl7.org/fhir/ValueSet/name-use'))", HttpStatusCode.OK)]
    [InlineData("Patient.name.where($this.conformsTo('http://hl7.org/fhir/StructureDefinition/HumanName'))", HttpStatusCode.OK)]
    [InlineData("Patient.name.where(use.memberOf('http://hl7.org/fhir/ValueSet/observation-status'))", HttpStatusCode.UnprocessableEntity)]
    [InlineData("Patient.name.where($this.conformsTo('http://nowhere.example/p'))", HttpStatusCode.UnprocessableEntity)]
    public async Task The_path_of_a_patch_asks_them(string path, HttpStatusCode status)
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(new JsonObject
        {
            ["resourceType"] = "Patient", ["name"] = new JsonArray(new JsonObject { ["use"] = "official", ["family"] = "山田" }),
        });
        var patch = new JsonObject
        {
            ["resourceType"] = "Parameters",
            ["parameter"] = new JsonArray(FhirPathPatchTest.Operation(
                "add", path, new JsonObject { ["name"] = "text", ["valueString"] = "山田" })),
        };

        var (answered, body, _) = await a.Send(HttpMethod.Patch, $"Patient/{id}", patch);

        Assert.Equal(status, answered);
        Assert.Equal(status == HttpStatusCode.OK ? "山田" : null, body["name"]?[0]?["text"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("Observation.code.where(memberOf('http://hl7.org/fhir/ValueSet/observation-codes'))")]
    [InlineData("Observation.code.where(coding.first().subsumes(%resource.category.coding.first()))")]
    [InlineData("Observation.where(conformsTo('http://hl7.org/fhir/StructureDefinition/vitalsigns')).code")]
    public async Task A_search_parameter_that_asks_them_is_refused(string expression)
    {
        using var site = host.Service("operator");

        var (status, outcome, _) = await site.Send(
            HttpMethod.Post, "SearchParameter", Search.Custom.Definitions.Definition("asks", "token", expression));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("SearchParameter.expression", outcome["issue"]![0]!["expression"]![0]!.GetValue<string>());
    }
}
