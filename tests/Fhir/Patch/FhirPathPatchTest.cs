using System.Text;
using System.Text.Json.Nodes;
using Phr.Fhir;
using Phr.Fhir.Patch;

namespace Phr.Tests.Fhir.Patch;

/// <summary>R4 fhirpatch.html, beyond the official cases.</summary>
public sealed class FhirPathPatchTest
{
    private const string Patient =
        """{"resourceType":"Patient","birthDate":"1964-02-03","_birthDate":{"id":"b"},"name":[{"given":["A","B","C"],"_given":[null,{"id":"2"},null]},{"family":"X"}]}""";

    private const string Observation =
        """{"resourceType":"Observation","status":"final","code":{"text":"c"},"valueQuantity":{"value":1.50,"unit":"mg"}}""";

    [Theory]
    [InlineData("insert", "Patient.name[0].given", """{"index":1,"valueString":"N"}""", """["A","N","B","C"]""",
        """[null,null,{"id":"2"},null]""")]
    [InlineData("insert", "Patient.name[0].given", """{"index":3,"valueString":"N"}""", """["A","B","C","N"]""",
        """[null,{"id":"2"},null,null]""")]
    [InlineData("delete", "Patient.name[0].given[0]", "{}", """["B","C"]""", """[{"id":"2"},null]""")]
    [InlineData("delete", "Patient.name.given.where($this = 'B')", "{}", """["A","C"]""", null)]
    [InlineData("move", "Patient.name[0].given", """{"source":0,"destination":2}""", """["B","C","A"]""", """[{"id":"2"},null,null]""")]
    [InlineData("replace", "Patient.name[0].given[1]", """{"valueString":"N"}""", """["A","N","C"]""", null)]
    public void Ids_and_extensions_of_primitives_move_with_them(string type, string path, string rest, string given, string? siblings)
    {
        var name = Apply(Patient, type, path, rest)["name"]![0]!;

        Assert.Equal(given, name["given"]!.ToJsonString());
        Assert.Equal(siblings, name["_given"]?.ToJsonString());
    }

    [Theory]
    [InlineData("add", "Observation", """{"name":"value","valueString":"x"}""", "it does not repeat")]
    [InlineData("replace", "Observation.value", """{"valueString":"x"}""", "valueString")]
    [InlineData("delete", "Observation.value", "{}", "")]
    public void A_choice_is_one_element_whatever_its_type(string type, string path, string rest, string result)
    {
        if (type == "add")
        {
            Assert.Contains("does not repeat", Fault(Observation, type, path, rest).Reason, StringComparison.Ordinal);
            return;
        }
        var patched = Apply(Observation, type, path, rest);
        Assert.Null(patched["valueQuantity"]);
        Assert.Equal(result.Length > 0, patched.ContainsKey("valueString"));
    }

    [Fact]
    public void What_a_patch_does_not_touch_keeps_its_digits() =>
        Assert.Contains("1.50", Apply(Observation, "add", "Observation",
            """{"name":"issued","valueInstant":"2026-01-01T00:00:00Z"}""").ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void An_extension_is_added_to_a_primitive()
    {
        var patched = Apply(
            Patient, "add", "Patient.birthDate",
                """{"name":"extension","part":[{"name":"url","valueUri":"urn:x"},{"name":"value","valueCode":"y"}]}""");

        Assert.Equal("""{"id":"b","extension":[{"url":"urn:x","valueCode":"y"}]}""", patched["_birthDate"]!.ToJsonString());
    }

    [Theory]
    [InlineData("replace", "Patient", """{"valueString":"x"}""")]
    [InlineData("delete", "Patient", "{}")]
    [InlineData("delete", "Patient.name", "{}")]
    [InlineData("replace", "Patient.name", """{"valueHumanName":{"text":"x"}}""")]
    [InlineData("replace", "Patient.gender", """{"valueCode":"male"}""")]
    [InlineData("add", "Patient.name", """{"name":"text","valueString":"x"}""")]
    [InlineData("add", "Patient", """{"name":"colour","valueString":"x"}""")]
    [InlineData("insert", "Patient.name[0].given", """{"index":4,"valueString":"N"}""")]
    [InlineData("insert", "Patient.name[0].given[0]", """{"index":0,"valueString":"N"}""")]
    [InlineData("insert", "Patient.name.given", """{"index":0,"valueString":"N"}""", true)]
    [InlineData("insert", "Patient.birthDate", """{"index":0,"valueDate":"2020"}""")]
    [InlineData("move", "Patient.name", """{"source":2,"destination":0}""")]
    [InlineData("move", "Patient.name", """{"source":0,"destination":2}""")]
    [InlineData("delete", "Patient.birthDate + 1 day", "{}")]
    [InlineData("delete", "(1 | 2)", "{}")]
    public void What_does_not_apply_says_so_and_where(string type, string path, string rest, bool applies = false)
    {
        if (applies)
        {
            Assert.Equal(4, Apply(Patient, type, path, rest)["name"]![0]!["given"]!.AsArray().Count);
            return;
        }
        var fault = Fault(Patient, type, path, rest);

        Assert.Equal((PatchFaultKind.Inapplicable, "Parameters.parameter[0]"), (fault.Kind, fault.Place));
        Assert.DoesNotContain("1964", fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remove", "Patient.name", "{}")]
    [InlineData("delete", "Patient.name[", "{}")]
    [InlineData("add", "Patient", """{"valueString":"x"}""")]
    [InlineData("add", "Patient", """{"name":"gender"}""")]
    [InlineData("insert", "Patient.name", """{"valueHumanName":{"text":"x"}}""")]
    [InlineData("move", "Patient.name", """{"source":-1,"destination":0}""")]
    public void What_is_no_operation_is_malformed(string type, string path, string rest) =>
        Assert.Equal(PatchFaultKind.Malformed, Fault(Patient, type, path, rest).Kind);

    [Fact]
    public void A_patch_has_a_limited_number_of_operations()
    {
        Assert.Null(Many(PatchLimits.StepsMax));
        Assert.Equal(PatchFaultKind.TooLarge, Many(PatchLimits.StepsMax + 1)!.Kind);

        static PatchFault? Many(int count) =>
            Run(Patient, [.. Enumerable.Range(0, count).Select(_ => Operation("delete", "Patient.photo", []))]).Fault;
    }

    [Fact]
    public void Paths_that_take_too_much_work_end_the_patch()
    {
        var squared = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""{"family":"{{i}}"}"""));
        var fault = Fault(
            $$"""{"resourceType":"Patient","name":[{{squared}}]}""", "delete",
                "Patient.name.where(%resource.name.where(family = 'x').exists())", "{}");

        Assert.Equal(PatchFaultKind.TooLarge, fault.Kind);
    }

    private static JsonObject Apply(string resource, string type, string path, string rest)
    {
        var (json, fault) = Run(resource, [Operation(type, path, JsonNode.Parse(rest)!.AsObject())]);
        Assert.Null(fault);
        return json!;
    }

    private static PatchFault Fault(string resource, string type, string path, string rest)
    {
        var fault = Run(resource, [Operation(type, path, JsonNode.Parse(rest)!.AsObject())]).Fault;
        Assert.NotNull(fault);
        return fault;
    }

    private static (JsonObject? Json, PatchFault? Fault) Run(string resource, JsonNode[] operations)
    {
        var parameters = new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray(operations) };
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(parameters.ToJsonString())).Document!;
        var (patch, fault) = FhirPathPatch.Read(document.Root);
        if (patch is null)
            return (null, fault);
        var patched = patch.Apply(Encoding.UTF8.GetBytes(resource));
        return patched.IsRefused ? (null, patched.Fault) : (JsonNode.Parse(patched.Resource.Span)!.AsObject(), null);
    }

    internal static JsonObject Operation(string type, string path, JsonObject rest)
    {
        var parts = new JsonArray(Part("type", "valueCode", type), Part("path", "valueString", path));
        foreach (var (name, value) in rest)
        {
            parts.Add(name switch
            {
                "name" => Part("name", "valueString", value!.DeepClone()),
                "index" or "source" or "destination" => Part(name, "valueInteger", value!.DeepClone()),
                _ => Part("value", name, value!.DeepClone()),
            });
        }
        return new JsonObject { ["name"] = "operation", ["part"] = parts };
    }

    private static JsonObject Part(string name, string property, JsonNode value) => new() { ["name"] = name, [property] = value };
}
