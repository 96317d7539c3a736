using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Phr.Planets.Http;

namespace Phr.Planets.Subscriptions;

/// <summary>Parameters as an answer.</summary>
/// <param name="Write">Writes the parameters, one by one.</param>
internal sealed record ParametersResult(Action<Utf8JsonWriter> Write) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        httpContext.Response.ContentType = FhirJson.ContentType;
        await httpContext.Response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }
}

/// <summary>Single parameters.</summary>
internal static class ParametersJson
{
    public static void Value(this Utf8JsonWriter json, string name, string kind, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(kind, value);
        json.WriteEndObject();
    }
}
