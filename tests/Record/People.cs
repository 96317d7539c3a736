using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Consent.Consents;
using Phr.Platform.Identity;

namespace Phr.Tests.Record;

/// <summary>Resources and requests that the tests of the record share.</summary>
internal static class People
{
    public const string Loinc = "http://loinc.org";
    public const string Icd10 = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full";

    public static Party? Find(string code) => code switch
    {
        "hospital-a" or "hospital-b" or "hospital-c" => new Party(code, code, code, IsStudy: false),
        "study-1" => new Party(code, code, code, IsStudy: true),
        _ => null,
    };

    public static JsonObject Patient(string family, string? insured = null, string birthDate = "1964-02-03")
    {
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray("Hana") }),
            ["birthDate"] = birthDate,
        };
        if (insured is not null)
            patient["identifier"] = new JsonArray(new JsonObject { ["system"] = InsuredPersonNumber.System, ["value"] = insured });
        return patient;
    }

    public static JsonObject Observation(string patient, string code, decimal value, string at = "2026-05-01T09:00:00+09:00") => new()
    {
        ["resourceType"] = "Observation",
        ["status"] = "final",
        ["code"] = Concept(Loinc, code),
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        ["effectiveDateTime"] = at,
        ["valueQuantity"] = new JsonObject { ["value"] = value, ["unit"] = "mm[Hg]", ["system"] = "http://unitsofmeasure.org", ["code"] = "mm[Hg]" },
    };

    public static JsonObject Condition(string patient, string icd10, string? label = null)
    {
        var condition = new JsonObject
        {
            ["resourceType"] = "Condition",
            ["code"] = Concept(Icd10, icd10),
            ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
            ["onsetDateTime"] = "2025-04-01",
        };
        if (label is not null)
            condition["meta"] = new JsonObject { ["security"] = new JsonArray(new JsonObject { ["system"] = label.Split('|')[0], ["code"] = label.Split('|')[1] }) };
        return condition;
    }

    public static JsonObject Concept(string system, string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code }) };

    public static JsonObject Bundle(string type, params IEnumerable<JsonObject> entries) =>
        new() { ["resourceType"] = "Bundle", ["type"] = type, ["entry"] = new JsonArray([.. entries]) };

    public static JsonObject Entry(JsonObject resource, string? fullUrl = null, string? ifNoneExist = null)
    {
        var request = new JsonObject { ["method"] = "POST", ["url"] = resource["resourceType"]!.GetValue<string>() };
        if (ifNoneExist is not null)
            request["ifNoneExist"] = ifNoneExist;
        var entry = new JsonObject { ["resource"] = resource, ["request"] = request };
        if (fullUrl is not null)
            entry["fullUrl"] = fullUrl;
        return entry;
    }

    public static async Task<(HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)> Send(
        this HttpClient http, HttpMethod method, string path, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject(), response);
    }

    /// <summary>Posts what has to succeed.</summary>
    public static async Task<JsonObject> Post(this HttpClient http, string path, JsonNode body)
    {
        var (status, answer, _) = await http.Send(HttpMethod.Post, path, body);
        Assert.True((int)status is 200 or 201, $"{(int)status} {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Creates what has to succeed and gives its id.</summary>
    public static async Task<string> Create(this HttpClient http, JsonObject resource) =>
        (await http.Post(resource["resourceType"]!.GetValue<string>(), resource))["id"]!.GetValue<string>();

    /// <summary>A search that has to succeed.</summary>
    public static async Task<JsonObject> Search(this HttpClient http, string query)
    {
        var (status, answer, _) = await http.Send(HttpMethod.Get, query);
        Assert.True(status == HttpStatusCode.OK, $"{(int)status} {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Ids of the matches of a search.</summary>
    public static async Task<IReadOnlyList<string>> Ids(this HttpClient http, string query) => Ids(await http.Search(query));

    public static IReadOnlyList<string> Ids(JsonObject bundle) =>
        [.. (bundle["entry"]?.AsArray() ?? []).Where(entry => entry!["search"]?["mode"]?.GetValue<string>() != "include")
            .Select(entry => entry!["resource"]!["id"]!.GetValue<string>())];
}
