using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Phr.Fhir.Definitions;
using Phr.Planets.Audit;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Planets.Search.Custom;
using Phr.Planets.Subscriptions;

namespace Phr.Planets.Operations;

/// <summary><c>GET [base]/metadata</c>: what this server does, and nothing else. R4 http.html#capabilities.</summary>
public static class Metadata
{
    private static readonly string[] Interactions =
        ["create", "read", "vread", "update", "patch", "delete", "history-instance", "history-type", "search-type"];

    // What R4 has no element for.
    private const string Documentation = "Entries of a batch may also be searches by POST and operations; of a transaction, operations that "
        + "only read. Bodies may be packed with gzip. If-Match takes *, and several ETags. HEAD is answered wherever GET is. _pretty=true breaks "
        + "JSON into lines. Of a versioned reference _include gives that version.";

    public static void Map(IEndpointRouteBuilder fhir)
    {
        var endpoint = fhir.ServiceProvider.GetRequiredService<FhirEndpoint>();
        var smart = fhir.ServiceProvider.GetRequiredService<SmartLinks>();
        // The same for everybody, as long as the site's own parameters stay the same.
        (CustomSet Own, byte[] Body)? written = null;
        fhir.MapGet("/metadata", async (CustomParameters parameters, CancellationToken ct) =>
        {
            var own = await parameters.Current(ct);
            if (written is not { } statement || statement.Own != own)
                written = statement = (own, Statement(endpoint, smart, own));
            return Results.Bytes(statement.Body, FhirJson.ContentType);
        });
    }

    private static byte[] Statement(FhirEndpoint fhir, SmartLinks smart, CustomSet own)
    {
        var body = new ArrayBufferWriter<byte>(256 << 10);
        using (var json = new Utf8JsonWriter(body))
            Write(json, fhir, smart, own);
        return body.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FhirEndpoint fhir, SmartLinks smart, CustomSet own)
    {
        json.WriteStartObject();
        json.WriteString("resourceType", "CapabilityStatement");
        json.WriteString("url", fhir.Url + "metadata");
        json.WriteString("status", "active");
        json.WriteString("date", "2026-11-22");
        json.WriteString("kind", "instance");
        WriteArray(json, "instantiates", "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data");
        json.WriteStartObject("software");
        json.WriteString("name", "Phr planets-server");
        json.WriteEndObject();
        json.WriteStartObject("implementation");
        json.WriteString("description", "Phr: one lifelong health record for each person");
        json.WriteString("url", fhir.Url.TrimEnd('/'));
        json.WriteEndObject();
        json.WriteString("fhirVersion", "4.0.1");
        WriteArray(json, "format", "application/fhir+json", "json", "application/fhir+xml", "xml");
        WriteArray(json, "patchFormat", "application/json-patch+json", "application/xml-patch+xml", "application/fhir+json",
            "application/fhir+xml");
        json.WriteStartArray("rest");
        json.WriteStartObject();
        json.WriteString("mode", "server");
        json.WriteString("documentation", Documentation);
        smart.WriteSecurity(json);
        json.WriteStartArray("resource");
        foreach (var type in ResourceTypes.All)
            WriteResource(json, type, own);
        json.WriteEndArray();
        WriteInteractions(json, "transaction", "batch", "history-system", "search-system");
        WriteShared(json);
        OperationList.Write(json, null);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, string type, CustomSet own)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        if (type == "Subscription")
        {
            SubscriptionCapabilities.Write(json);
            json.WriteEndObject();
            return;
        }
        if (type == "AuditEvent")
        {
            AuditCapabilities.Write(json);
            json.WriteEndObject();
            return;
        }
        json.WriteString("profile", $"http://hl7.org/fhir/StructureDefinition/{type}");
        WriteInteractions(json, Interactions);
        json.WriteString("versioning", "versioned-update");
        json.WriteBoolean("readHistory", true);
        json.WriteBoolean("updateCreate", true);
        json.WriteBoolean("conditionalCreate", true);
        json.WriteString("conditionalRead", "full-support");
        json.WriteBoolean("conditionalUpdate", true);
        json.WriteString("conditionalDelete", "single");
        WriteInclusions(json, type, own);
        json.WriteStartArray("searchParam");
        foreach (var parameter in SearchParameters.Of(type).Where(SearchParameters.IsSupported)
            .OrderBy(parameter => parameter.Code, StringComparer.Ordinal))
            WriteParameter(json, parameter, Modifiers.Of(parameter));
        foreach (var parameter in own.All.Where(parameter => parameter.IsOf(type)))
            WriteParameter(json, parameter.Definition, CustomCriterion.Modifiers(parameter.Definition.Type));
        json.WriteEndArray();
        OperationList.Write(json, type);
        json.WriteEndObject();
    }

    private static void WriteInclusions(Utf8JsonWriter json, string type, CustomSet own)
    {
        var references = References(type, own).Select(parameter => $"{type}:{parameter.Code}");
        WriteArray(json, "searchInclude", ["*", .. references.Order(StringComparer.Ordinal)]);
        WriteArray(json, "searchRevInclude",
        [
            "*", .. ResourceTypes.All.SelectMany(source => References(source, own)
                .Where(parameter => parameter.Targets.Any(target => target.Name == type))
                .Select(parameter => $"{source}:{parameter.Code}").Order(StringComparer.Ordinal)),
        ]);
    }

    private static IEnumerable<SearchParameter> References(string type, CustomSet own) =>
        SearchParameters.Of(type).Concat(own.All.Where(one => one.IsOf(type)).Select(one => one.Definition))
            .Where(parameter => parameter.Type == SearchParameterType.Reference);

    private static void WriteParameter(Utf8JsonWriter json, SearchParameter parameter, IReadOnlyList<string> modifiers)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Code);
        json.WriteString("definition", parameter.Url);
        json.WriteString("type", parameter.Type.ToString().ToLowerInvariant());
        // R4 has no element for them.
        if (modifiers.Count > 0)
            json.WriteString("documentation", $"Modifiers: {string.Join(", ", modifiers.Select(modifier => $":{modifier}"))}");
        json.WriteEndObject();
    }

    private static void WriteShared(Utf8JsonWriter json)
    {
        json.WriteStartArray("searchParam");
        Write(AsOf.Parameter, "date", "Of reads, searches and $everything: the record as it stood then. Histories take _at.");
        Write("_list", "special", "What the List with this id holds, as far as you may see the List. No functional lists.");
        Write("_filter", "special", "R4 search_filter.html, with every operator; and, or from left to right.");
        Write("_text", "string", "Words of the narrative, with and, or, not and parentheses.");
        Write("_content", "string", "Words of all texts and codes, with and, or, not and parentheses.");
        json.WriteEndArray();

        void Write(string name, string type, string documentation)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", type);
            json.WriteString("documentation", documentation);
            json.WriteEndObject();
        }
    }

    private static void WriteInteractions(Utf8JsonWriter json, params IReadOnlyList<string> codes)
    {
        json.WriteStartArray("interaction");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, params IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
