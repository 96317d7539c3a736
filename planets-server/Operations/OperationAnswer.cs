using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Phr.Planets.Http;

namespace Phr.Planets.Operations;

/// <summary>Answers of operations that are no Bundle. R4 operations.html#response.</summary>
public static class OperationAnswer
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="parameters">Each with a name and a value, a resource or parts.</param>
    public static IResult Parameters(params IEnumerable<JsonObject> parameters) => Results.Bytes(
        JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray([.. parameters]) }, Plain),
        FhirJson.ContentType);

    /// <param name="type">As it ends the name of <c>value[x]</c>: <c>Meta</c>, <c>Code</c>.</param>
    public static JsonObject Parameter(string name, string type, JsonNode value) => new() { ["name"] = name, [$"value{type}"] = value };

    public static JsonObject Resource(string name, ReadOnlyMemory<byte> resource) =>
        new() { ["name"] = name, ["resource"] = JsonNode.Parse(resource.Span) };

    public static JsonObject Parts(string name, params IEnumerable<JsonObject> parts) =>
        new() { ["name"] = name, ["part"] = new JsonArray([.. parts]) };
}
