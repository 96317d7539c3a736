using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Phr.Planets.Http;

/// <summary>A resource written property by property: what an operation answers with.</summary>
public static class WrittenJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="resourceType">Its type; <paramref name="write"/> adds the rest.</param>
    public static IResult Resource(string resourceType, Action<Utf8JsonWriter> write)
    {
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", resourceType);
            write(json);
            json.WriteEndObject();
        }
        return Results.Bytes(body.GetBuffer().AsMemory(0, (int)body.Length), FhirJson.ContentType);
    }

    /// <summary>A Parameters resource; <paramref name="write"/> adds its parameters. Without any it has no array, for none of FHIR's is
    /// empty.</summary>
    public static IResult Parameters(Action<Utf8JsonWriter> write)
    {
        var parameters = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(parameters, Options))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }
        return Resource("Parameters", json =>
        {
            if (parameters.WrittenCount == "[]".Length)
                return;
            json.WritePropertyName("parameter");
            json.WriteRawValue(parameters.WrittenSpan, skipInputValidation: true);
        });
    }

    /// <summary>A parameter with a value such as <c>valueString</c>; nothing where there is no value.</summary>
    public static void Part(this Utf8JsonWriter json, string name, string property, string? value)
    {
        if (value is null)
            return;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(property, value);
        json.WriteEndObject();
    }

    public static void Part(this Utf8JsonWriter json, string name, bool value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteBoolean("valueBoolean", value);
        json.WriteEndObject();
    }

    /// <summary>A parameter with a Coding; nothing where there is no code.</summary>
    public static void Coding(this Utf8JsonWriter json, string name, string? system, string? code, string? display)
    {
        if (code is null)
            return;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("valueCoding");
        Optional(json, "system", system);
        json.WriteString("code", code);
        Optional(json, "display", display);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A parameter of parts.</summary>
    public static void Parts(this Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("part");
        write();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A property that FHIR leaves out where it is empty.</summary>
    public static void Optional(this Utf8JsonWriter json, string property, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(property, value);
    }
}
