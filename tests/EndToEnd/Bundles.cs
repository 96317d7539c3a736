using System.Text.Json.Nodes;

namespace Phr.Tests.EndToEnd;

/// <summary>Transactions as a hospital sends them.</summary>
internal static class Bundles
{
    private const string Patient = "urn:uuid:5a0f2c1e-0000-4000-8000-000000000000";

    /// <summary>A Patient of the hospital's own number, and measurements of it.</summary>
    public static string OfOnePatient(string number, int observations) => new JsonObject
    {
        ["resourceType"] = "Bundle",
        ["type"] = "transaction",
        ["entry"] = new JsonArray(
        [
            Entry(Patient, "Patient", new JsonObject
            {
                ["resourceType"] = "Patient",
                ["identifier"] = new JsonArray(new JsonObject { ["system"] = "urn:hospital-number", ["value"] = number }),
                ["birthDate"] = "1963-09-14",
            }),
            .. Enumerable.Range(0, observations).Select(index => Entry(
                $"urn:uuid:5a0f2c1e-0000-4000-8000-{index + 1:D12}", "Observation", Observation(index))),
        ]),
    }.ToJsonString();

    private static JsonObject Entry(string url, string type, JsonObject resource) => new()
    {
        ["fullUrl"] = url, ["resource"] = resource, ["request"] = new JsonObject { ["method"] = "POST", ["url"] = type },
    };

    private static JsonObject Observation(int index) => new()
    {
        ["resourceType"] = "Observation",
        ["status"] = "final",
        ["code"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = "8867-4" }),
        },
        ["subject"] = new JsonObject { ["reference"] = Patient },
        ["effectiveDateTime"] = $"2024-01-{1 + (index % 28):D2}T08:00:00+09:00",
        ["valueQuantity"] = new JsonObject
        {
            ["value"] = 60 + (index % 40), ["unit"] = "/min", ["system"] = "http://unitsofmeasure.org", ["code"] = "/min",
        },
    };
}
