// Stored format: the Observation of a reading is an event of the log.
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Phr.Planets.Series.Storage;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Series.Views;

/// <summary>
/// A reading of a discrete metric as a FHIR R4 Observation, and back what of it identifies the reading.
/// </summary>
internal static class ReadingObservation
{
    /// <summary>Extension that says which reading of which connection the Observation is.</summary>
    private const string Origin = "urn:phr:reading";

    private const string ClientIdSystem = "urn:phr:connection:";

    /// <param name="patient">Id of the Patient it is about.</param>
    /// <param name="version">Version of the Observation.</param>
    public static byte[] Write(Reading reading, string patient, int version, DateTimeOffset lastUpdated)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("resourceType", "Observation");
            writer.WriteString("id", reading.Id);
            WriteMeta(writer, version, lastUpdated);
            WriteOrigin(writer, reading);
            WriteIdentifier(writer, reading);
            writer.WriteString("status", "final");
            MetricCoding.WriteCategory(writer, reading.Metric);
            MetricCoding.WriteCode(writer, reading.Metric);
            WriteReference(writer, "subject", patient);
            WriteEffective(writer, reading.Value);
            writer.WriteStartArray("performer");
            WriteReference(writer, null, patient);
            writer.WriteEndArray();
            WriteValue(writer, reading);
            WriteDevice(writer, reading.Connection);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Null when the Observation does not say that it is a reading.</summary>
    public static ReadingFacts? Facts(ReadOnlyMemory<byte> observation)
    {
        using var json = JsonDocument.Parse(observation);
        if (!json.RootElement.TryGetProperty("extension", out var extensions) || extensions.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var extension in extensions.EnumerateArray())
        {
            if (extension.TryGetProperty("url", out var url) && url.GetString() == Origin
                && extension.TryGetProperty("extension", out var parts))
                return new ReadingFacts(
                    Part(parts, "version") is { } version
                    && long.TryParse(
                    version, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
                    : null, Part(parts, "digest") ?? "");
        }
        return null;
    }

    public static void WriteMeta(Utf8JsonWriter writer, int version, DateTimeOffset lastUpdated)
    {
        writer.WriteStartObject("meta");
        writer.WriteString("versionId", version.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("lastUpdated", FhirTime.Instant(lastUpdated));
        writer.WriteEndObject();
    }

    public static void WriteReference(Utf8JsonWriter writer, string? property, string patient)
    {
        if (property is null)
            writer.WriteStartObject();
        else
            writer.WriteStartObject(property);
        writer.WriteString("reference", $"Patient/{patient}");
        writer.WriteEndObject();
    }

    public static void WriteDevice(Utf8JsonWriter writer, string connection)
    {
        writer.WriteStartObject("device");
        writer.WriteString("display", connection);
        writer.WriteEndObject();
    }

    private static string? Part(JsonElement parts, string url) => parts.EnumerateArray()
        .Where(part => part.GetProperty("url").GetString() == url)
            .Select(part => part.GetProperty("valueString").GetString()).FirstOrDefault();

    private static void WriteOrigin(Utf8JsonWriter writer, Reading reading)
    {
        writer.WriteStartArray("extension");
        writer.WriteStartObject();
        writer.WriteString("url", Origin);
        writer.WriteStartArray("extension");
        WritePart(writer, "connection", reading.Connection);
        WritePart(writer, "digest", reading.Digest);
        if (reading.Version is { } version)
            WritePart(writer, "version", version.ToString(CultureInfo.InvariantCulture));
        if (reading.Value.Zone is { } zone)
            WritePart(writer, "zone", zone);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>A part of an extension, a string.</summary>
    public static void WritePart(Utf8JsonWriter writer, string url, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("url", url);
        writer.WriteString("valueString", value);
        writer.WriteEndObject();
    }

    private static void WriteIdentifier(Utf8JsonWriter writer, Reading reading)
    {
        if (reading.ClientId is null)
            return;
        writer.WriteStartArray("identifier");
        writer.WriteStartObject();
        writer.WriteString("system", ClientIdSystem + reading.Connection);
        writer.WriteString("value", reading.ClientId);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteEffective(Utf8JsonWriter writer, DiscreteValue value)
    {
        var start = FhirTime.Of(value.StartMs, value.OffsetMinutes);
        if (value.DurationMs == 0)
        {
            writer.WriteString("effectiveDateTime", start);
            return;
        }
        writer.WriteStartObject("effectivePeriod");
        writer.WriteString("start", start);
        writer.WriteString("end", FhirTime.Of(value.StartMs + value.DurationMs, value.OffsetMinutes));
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, Reading reading)
    {
        if (reading.Metric.Components.Count == 0)
        {
            MetricCoding.WriteQuantity(writer, "valueQuantity", reading.Value.Values[0], reading.Unit);
            return;
        }
        writer.WriteStartArray("component");
        foreach (var (component, value) in reading.Metric.Components.Zip(reading.Value.Values))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("code");
            writer.WriteStartArray("coding");
            MetricCoding.WriteCoding(writer, MetricCoding.Loinc, component.Loinc.Code, component.Loinc.Display);
            writer.WriteEndArray();
            writer.WriteEndObject();
            MetricCoding.WriteQuantity(writer, "valueQuantity", value, reading.Unit);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
