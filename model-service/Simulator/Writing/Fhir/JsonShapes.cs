using System.Globalization;
using System.Text.Json;

namespace Phr.Simulator.Writing.Fhir;

/// <summary>The recurring shapes of FHIR JSON.</summary>
internal static class JsonShapes
{
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    public static string Instant(DateTime local) =>
        new DateTimeOffset(local, Japan).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static void Coding(this Utf8JsonWriter json, string system, string code, string? display = null)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        if (display is not null)
        {
            json.WriteString("display", display);
        }

        json.WriteEndObject();
    }

    /// <summary>A CodeableConcept of one coding, and text where it is given.</summary>
    public static void Concept(
        this Utf8JsonWriter json, string name, string system, string code, string? display = null, string? text = null)
    {
        json.WriteStartObject(name);
        json.ConceptBody(system, code, display, text);
        json.WriteEndObject();
    }

    public static void ConceptBody(this Utf8JsonWriter json, string system, string code, string? display = null, string? text = null)
    {
        json.WriteStartArray("coding");
        json.Coding(system, code, display);
        json.WriteEndArray();
        if (text is not null)
        {
            json.WriteString("text", text);
        }
    }

    /// <summary>A list with one CodeableConcept of one coding.</summary>
    public static void ConceptList(this Utf8JsonWriter json, string name, string system, string code, string? display = null)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.ConceptBody(system, code, display);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void TextConcept(this Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    public static void Reference(this Utf8JsonWriter json, string name, string reference)
    {
        json.WriteStartObject(name);
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    public static void ReferenceList(this Utf8JsonWriter json, string name, IEnumerable<string> references)
    {
        json.WriteStartArray(name);
        foreach (var reference in references)
        {
            json.WriteStartObject();
            json.WriteString("reference", reference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Identifier(this Utf8JsonWriter json, string system, string value)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    /// <summary>A Quantity; the number keeps the digits that it was measured with.</summary>
    public static void Quantity(this Utf8JsonWriter json, string name, double value, int decimals, (string Unit, string Ucum) unit)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("value");
        json.WriteRawValue(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        if (unit.Unit.Length > 0)
        {
            json.WriteString("unit", unit.Unit);
            json.WriteString("system", CodeSystems.Ucum);
            json.WriteString("code", unit.Ucum);
        }

        json.WriteEndObject();
    }

    public static void Period(this Utf8JsonWriter json, DateTime start, DateTime end)
    {
        json.WriteStartObject("period");
        json.WriteString("start", Instant(start));
        json.WriteString("end", Instant(end));
        json.WriteEndObject();
    }
}
