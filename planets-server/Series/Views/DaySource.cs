using System.Text.Json;
using Phr.EventLog;
using Phr.Fhir.Writing;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Views;

/// <summary>Whose day of which connection an Observation shows.</summary>
/// <param name="Patient">Id of the Patient that founded the stream.</param>
public readonly record struct DaySource(StreamId Stream, string Patient, DayKey Key)
{
    /// <summary>Extension that names connection, metric and day, by which the samples are found again.</summary>
    private const string Origin = "urn:phr:day";

    /// <summary>What both views of a day begin with.</summary>
    internal void WriteHead(Utf8JsonWriter writer, ResourceStamp stamp, Metric metric)
    {
        writer.WriteString("resourceType", "Observation");
        writer.WriteString("id", stamp.Id);
        writer.WriteStartObject("meta");
        writer.WriteString("versionId", stamp.VersionId);
        writer.WriteString("lastUpdated", FhirTime.Instant(stamp.LastUpdated));
        writer.WriteEndObject();
        writer.WriteStartArray("extension");
        writer.WriteStartObject();
        writer.WriteString("url", Origin);
        writer.WriteStartArray("extension");
        ReadingObservation.WritePart(writer, "connection", Key.Connection);
        ReadingObservation.WritePart(writer, "metric", metric.Code);
        ReadingObservation.WritePart(writer, "day", Key.Date.ToString("O"));
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("status", "final");
        MetricCoding.WriteCategory(writer, metric);
        ReadingObservation.WriteReference(writer, "subject", Patient);
    }

    /// <summary>The day that a stored daily Observation of the stream is of; null where it does not say.</summary>
    internal static DaySource? Read(StreamId stream, ReadOnlyMemory<byte> observation)
    {
        using var json = JsonDocument.Parse(observation);
        var root = json.RootElement;
        if (!root.TryGetProperty("extension", out var extensions))
            return null;
        var origin = extensions.EnumerateArray().FirstOrDefault(one => one.GetProperty("url").GetString() == Origin);
        if (origin.ValueKind == JsonValueKind.Undefined)
            return null;
        var parts = origin.GetProperty("extension").EnumerateArray()
            .ToDictionary(part => part.GetProperty("url").GetString()!, part => part.GetProperty("valueString").GetString()!);
        var patient = root.GetProperty("subject").GetProperty("reference").GetString()!["Patient/".Length..];
        var key = new DayKey(parts["connection"], MetricCatalogue.Of(parts["metric"]).Number, DayKey.DayOf(DateOnly.Parse(parts["day"])));
        return new DaySource(stream, patient, key);
    }
}
