using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Terminology;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary><c>CodeSystem/$lookup</c>, GET and POST: what a code is called and what is said of it. R4
/// codesystem-operation-lookup.html.</summary>
internal static class Lookup
{
    private static readonly TerminologyOperation Operation = new(
        "CodeSystem", "$lookup", OfInstance: false, ["code", "system", "version", "coding", "displayLanguage"])
    {
        Repeated = ["property"],
    };

    public static void Map(IEndpointRouteBuilder fhir) => TerminologyQuestion.Map(fhir, Operation, Answer);

    private static Answer<Action<Utf8JsonWriter>> Answer(TerminologyQuestion question)
    {
        var codes = question.Codes("system");
        if (codes.IsRefused(out var refusal))
            return refusal;
        if (codes.Value[0] is not { System: { } system, Code: var code })
            return new Refusal(RefusalKind.Invalid, "The system of the code is missing.", "system", "required");
        if (Grammar.Of(system) is { } grammar)
            return grammar.Contains(code) ? Writing(json => WriteHead(json, grammar.Name, null, code)) : NoSuchCode;
        var canonical = question.Input.Text("version") is { } version ? $"{system}|{version}" : system;
        if (question.Store.CodeSystem(canonical) is not { HasContent: true } known)
            return new Refusal(RefusalKind.NotFound, "The codes of this system are not known here.", "system", "not-found");
        return known.Find(code) is { } concept ? Writing(json => Write(json, known, concept, question.Input)) : NoSuchCode;
    }

    private static Answer<Action<Utf8JsonWriter>> Writing(Action<Utf8JsonWriter> write) => write;

    internal static void WriteDesignations(Utf8JsonWriter json, IReadOnlyList<Designation> designations)
    {
        json.WriteStartArray("designation");
        foreach (var designation in designations)
        {
            json.WriteStartObject();
            json.Optional("language", designation.Language);
            if (designation.Use is { } use)
            {
                json.WriteStartObject("use");
                json.Optional("system", use.System);
                json.Optional("code", use.Code);
                json.Optional("display", designation.UseDisplay);
                json.WriteEndObject();
            }
            json.WriteString("value", designation.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static Refusal NoSuchCode => new(RefusalKind.NotFound, "The code system has no such code.", "code", "not-found");

    private static void Write(Utf8JsonWriter json, CodeSystem system, Concept concept, OperationInput input)
    {
        WriteHead(json, system.Name ?? system.Url, system.Version, Displays.In(input.Text("displayLanguage"),
            concept.Designations) ?? concept.Display);
        foreach (var designation in concept.Designations)
            json.Parts("designation", () =>
            {
                json.Part("language", "valueCode", designation.Language);
                json.Coding("use", designation.Use?.System, designation.Use?.Code, designation.UseDisplay);
                json.Part("value", "valueString", designation.Value);
            });
        var wanted = input.Texts("property").ToHashSet(StringComparer.Ordinal);
        foreach (var (code, type, value, codingSystem, display) in Properties(concept).Where(property =>
            wanted.Count == 0 || wanted.Contains(property.Code)))
            json.Parts("property", () =>
            {
                json.Part("code", "valueCode", code);
                if (type == "Coding")
                    json.Coding("value", codingSystem, value, display);
                else
                    WriteValue(json, type, value);
            });
    }

    // R4 concept-properties: what the hierarchy and the definition say counts as properties too.
    private static IEnumerable<ConceptProperty> Properties(Concept concept)
    {
        if (concept.Definition is { } definition)
            yield return new("definition", "string", definition);
        yield return new("inactive", "boolean", concept.IsInactive ? "true" : "false");
        foreach (var parent in concept.Parents)
            yield return new("parent", "code", parent.Code);
        foreach (var child in concept.Children)
            yield return new("child", "code", child.Code);
        foreach (var property in concept.Properties.Where(property =>
            property.Code is not ("parent" or "child" or "inactive" or "definition")))
            yield return property;
    }

    private static void WriteHead(Utf8JsonWriter json, string name, string? version, string? display)
    {
        json.Part("name", "valueString", name);
        json.Part("version", "valueString", version);
        json.Part("display", "valueString", display);
    }

    private static void WriteValue(Utf8JsonWriter json, string type, string value)
    {
        if (type == "boolean")
            json.Part("value", value == "true");
        else if (type is "integer" or "decimal")
        {
            json.WriteStartObject();
            json.WriteString("name", "value");
            json.WritePropertyName(type == "integer" ? "valueInteger" : "valueDecimal");
            json.WriteRawValue(value);
            json.WriteEndObject();
        }
        else
            json.Part("value", "value" + char.ToUpperInvariant(type[0]) + type[1..], value);
    }
}
