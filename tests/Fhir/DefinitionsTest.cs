using System.Text.Json;
using Phr.Fhir.Definitions;
using Phr.Tests.Support;

namespace Phr.Tests.Fhir;

/// <summary>The compiled tables say what hl7.fhir.r4.core 4.0.1 says.</summary>
public class DefinitionsTest
{
    private const string Canonical = "http://hl7.org/fhir/StructureDefinition/";

    [SkippableFact]
    public void Every_type_has_the_elements_of_the_official_package_and_no_others()
    {
        foreach (var definition in Structures())
        {
            var elements = definition.GetProperty("snapshot").GetProperty("element").EnumerateArray().ToList();
            var isPrimitive = definition.GetProperty("kind").ValueEquals("primitive-type");
            var official = elements.Skip(1)
                .Where(element => element.GetProperty("max").GetString() != "0")
                .Where(element => !isPrimitive || !Text(element, "path").EndsWith(".value", StringComparison.Ordinal))
                .Select(Official);

            var name = Text(definition, "id");
            var compiled = Compiled(R4.Type(name)!, name);

            Assert.Equal(official.Order(StringComparer.Ordinal), compiled.Order(StringComparer.Ordinal));
        }
    }

    [SkippableFact]
    public void Types_inherit_as_in_the_official_package()
    {
        foreach (var definition in Structures())
        {
            var parent = definition.TryGetProperty("baseDefinition", out var url) ? url.GetString()![Canonical.Length..] : null;
            var type = R4.Type(Text(definition, "id"))!;
            Assert.Equal((parent, definition.GetProperty("abstract").GetBoolean()), (type.Parent?.Name, type.IsAbstract));
        }
    }

    [SkippableFact]
    public void No_type_is_there_that_the_official_package_has_not()
    {
        var official = Structures().Select(definition => Text(definition, "id")).Order(StringComparer.Ordinal);
        var compiled = R4.Types.Where(type => type.Kind != FhirTypeKind.Backbone).Select(type => type.Name).Order(StringComparer.Ordinal);
        Assert.Equal(official, compiled);
    }

    [SkippableFact]
    public void Search_parameters_are_those_of_the_official_package()
    {
        // The package adds parameters on extensions, without base or expression or with one that names no element, and
        // three examples.
        var official = Package("SearchParameter-*.json")
            .Where(parameter => !Text(parameter, "id").Contains("-extensions-", StringComparison.Ordinal)
                && !Text(parameter, "id").Contains("-genetic-", StringComparison.Ordinal)
                && Text(parameter, "id") is not ("example" or "example-extension" or "example-reference" or "filter"))
            .Select(parameter => string.Join('\n',
                Text(parameter, "url"), Text(parameter, "code"), Text(parameter, "type"), Text(parameter, "expression"),
                Names(parameter, "base"), Names(parameter, "target"),
                string.Join(' ', List(parameter, "component").Select(part => Text(part, "definition") + Text(part, "expression")))));
        var compiled = R4.SearchParameters.Select(parameter => string.Join('\n',
            parameter.Url, parameter.Code, parameter.Type.ToString().ToLowerInvariant(), parameter.Expression,
            string.Join(' ', parameter.Bases.Select(type => type.Name)), string.Join(' ', parameter.Targets.Select(type => type.Name)),
            string.Join(' ', parameter.Components.Select(part => part.Definition + part.Expression))));

        Assert.Equal(official.Order(StringComparer.Ordinal), compiled.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void The_patient_compartment_is_that_of_the_official_package()
    {
        var official = Package("CompartmentDefinition-patient.json").Single().GetProperty("resource").EnumerateArray()
            .Where(resource => List(resource, "param").Any())
            .ToDictionary(resource => Text(resource, "code"), resource => Names(resource, "param"));

        Assert.Equal(
            official.OrderBy(entry => entry.Key, StringComparer.Ordinal),
            R4.PatientCompartment.Select(entry => KeyValuePair.Create(entry.Key.Name, string.Join(' ', entry.Value)))
                .OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Required_bindings_hold_the_codes_of_the_official_code_systems()
    {
        var valueSets = Package("ValueSet-*.json").ToDictionary(set => Text(set, "url"));
        var codeSystems = Package("CodeSystem-*.json").ToDictionary(system => Text(system, "url"));
        var bound = R4.Types.SelectMany(type => type.Elements).Select(element => element.RequiredCodes).OfType<RequiredCodes>();
        foreach (var codes in bound.Distinct())
        {
            var concepts = List(valueSets[codes.Url].GetProperty("compose"), "include")
                .SelectMany(include => Concepts(include, codeSystems)
                    .Select(concept => (System: Text(include, "system"), Code: Text(concept, "code"))));
            Assert.All(concepts, concept =>
            {
                Assert.True(codes.Contains(Samples.Utf8(concept.Code)));
                Assert.True(codes.Contains(Samples.Utf8(concept.System), Samples.Utf8(concept.Code)));
                Assert.False(codes.Contains(Samples.Utf8("http://other"), Samples.Utf8(concept.Code)));
            });
            Assert.False(codes.Contains("no such code"u8));
        }
    }

    [Fact]
    public void Backbone_types_are_shared_where_a_definition_refers_to_content() =>
        Assert.Same(
            R4.Type("Observation.referenceRange"),
            R4.Type("Observation.component")!.Element("referenceRange")!.Properties.Single().Type);

    [Fact]
    public void Names_have_one_number_in_all_types()
    {
        Assert.Equal(R4.Type("Patient")!.Element("name")!.NameId, R4.Type("Organization")!.Element("name")!.NameId);
        Assert.Equal(R4.Type("Patient")!.Element("name")!.NameId, R4.NameId("name"));
        Assert.Equal(0, R4.NameId("no such name"));
    }

    private static string Official(JsonElement element)
    {
        var types = element.TryGetProperty("contentReference", out var content)
            ? content.GetString()!
            : string.Join(' ', List(element, "type").Select(TypeOf).Order(StringComparer.Ordinal));
        var isRequiredCode = element.TryGetProperty("binding", out var binding) && binding.GetProperty("strength").ValueEquals("required");
        var codes = isRequiredCode ? Listed(Text(binding, "valueSet").Split('|')[0]) : "";
        return $"{Text(element, "path")} {element.GetProperty("min")}..{Text(element, "max")} {types} {codes}";
    }

    // Systems that the definitions do not hold.
    private static string Listed(string valueSet) => valueSet switch
    {
        "http://hl7.org/fhir/ValueSet/mimetypes" or "http://hl7.org/fhir/ValueSet/currencies" or "http://hl7.org/fhir/ValueSet/ucum-units"
            or "http://loinc.org/vs/LL379-9" => "",
        _ => valueSet,
    };

    private static string TypeOf(JsonElement type)
    {
        var code = Text(type, "code");
        var targets = string.Join(',', List(type, "targetProfile")
            .Select(target => target.GetString()![Canonical.Length..]).Order(StringComparer.Ordinal));
        return targets is "Resource" or "" ? code : $"{code}({targets})";
    }

    private static IEnumerable<string> Compiled(FhirType type, string path)
    {
        foreach (var element in type.Elements)
        {
            var name = $"{path}.{element.Name}{(element.IsChoice ? "[x]" : "")}";
            var isReference = element.Properties is [{ Type: { Kind: FhirTypeKind.Backbone } content }] && content.Name != name;
            var types = isReference
                ? "#" + element.Properties[0].Type.Name
                : string.Join(' ', element.Properties.Select(property => TypeOf(element, property)).Order(StringComparer.Ordinal));
            yield return $"{name} {(element.IsRequired ? 1 : 0)}..{(element.IsMany ? "*" : "1")} {types} {element.RequiredCodes?.Url}";
            if (!isReference && element.Properties is [{ Type: { Kind: FhirTypeKind.Backbone } group }])
                foreach (var below in Compiled(group, name))
                    yield return below;
        }
    }

    // The official snapshots type ids, and Extension.url, by FHIRPath.
    private static string TypeOf(ElementDefinition element, FhirProperty property)
    {
        if (element.Name == "id" || element is { Name: "url", Owner.Name: "Extension" })
            return "http://hl7.org/fhirpath/System.String";
        var targets = string.Join(',', property.Targets.Select(target => target.Name).Order(StringComparer.Ordinal));
        return property.Type.TypeName + (targets.Length > 0 ? $"({targets})" : "");
    }

    private static IEnumerable<JsonElement> Concepts(JsonElement include, Dictionary<string, JsonElement> codeSystems) =>
        List(include.TryGetProperty("concept", out _) ? include : codeSystems[Text(include, "system")], "concept").SelectMany(WithChildren);

    private static IEnumerable<JsonElement> WithChildren(JsonElement concept) =>
        List(concept, "concept").SelectMany(WithChildren).Prepend(concept);

    // The package's own base types and resources: no profiles, and no logical models.
    private static IEnumerable<JsonElement> Structures() => Package("StructureDefinition-*.json")
        .Where(definition => !definition.GetProperty("kind").ValueEquals("logical"))
        .Where(definition => Text(definition, "derivation") != "constraint");

    private static IEnumerable<JsonElement> Package(string pattern)
    {
        var folder = SharedFolder.Find("hl7-r4-core/package");
        Skip.If(folder is null, "../shared/data/hl7-r4-core is not here.");
        return Directory.EnumerateFiles(folder, pattern).Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
    }

    private static IEnumerable<JsonElement> List(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Names(JsonElement owner, string name) => string.Join(' ', List(owner, name).Select(item => item.GetString()));

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
