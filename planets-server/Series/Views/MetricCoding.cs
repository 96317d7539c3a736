using System.Text.Json;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Views;

/// <summary>Code systems of the Observations that show series, and how a metric is coded in them.</summary>
internal static class MetricCoding
{
    public const string Loinc = "http://loinc.org";
    public const string Ucum = "http://unitsofmeasure.org";
    public const string Medis = "http://medis.or.jp/CodeSystem/master-nursingObservationKeyCode";
    public const string Pghd = "http://hl7.org/fhir/uv/phr/CodeSystem/observation-pghd-codes";
    public const string ObservationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string Statistics = "http://terminology.hl7.org/CodeSystem/observation-statistics";

    /// <summary>Our own codes, by <see cref="Metric.Code"/>: they tell statistics apart where others do not.</summary>
    public const string Metric = "urn:phr:metric";

    /// <summary>Our own codes of a day's figure of a metric.</summary>
    public const string Daily = "urn:phr:daily";

    /// <summary>
    /// Oxygen saturation is to be found by the code of the R4 vital signs profile too (R4 observation-vitalsigns.html).
    /// </summary>
    private static readonly Coding VitalSignsSaturation = new("2708-6", "Oxygen saturation in Arterial blood");

    public static void WriteCategory(Utf8JsonWriter writer, Metric metric)
    {
        writer.WriteStartArray("category");
        writer.WriteStartObject();
        writer.WriteStartArray("coding");
        WriteCoding(writer, ObservationCategory, metric.Category, null);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>The code of a reading or a series of readings.</summary>
    public static void WriteCode(Utf8JsonWriter writer, Metric metric)
    {
        writer.WriteStartObject("code");
        writer.WriteStartArray("coding");
        if (metric.Loinc is { } loinc)
            WriteCoding(writer, Loinc, loinc.Code, loinc.Display);
        if (metric.Code == "oxygen-saturation")
            WriteCoding(writer, Loinc, VitalSignsSaturation.Code, VitalSignsSaturation.Display);
        if (metric.Medis is not null)
            WriteCoding(writer, Medis, metric.Medis, metric.DisplayJa);
        if (metric.Pghd is not null)
            WriteCoding(writer, Pghd, metric.Pghd, null);
        WriteCoding(writer, Metric, metric.Code, metric.Display);
        writer.WriteEndArray();
        writer.WriteString("text", metric.DisplayJa);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The code of a day's figure; of a mean without the reading's code, which would make it a measurement.
    /// </summary>
    public static void WriteDailyCode(Utf8JsonWriter writer, Metric metric)
    {
        writer.WriteStartObject("code");
        writer.WriteStartArray("coding");
        if (metric.LoincDaily is { } daily)
            WriteCoding(writer, Loinc, daily.Code, daily.Display);
        else if (metric is { Statistic: Statistic.Sum, Loinc: { } total })
            WriteCoding(writer, Loinc, total.Code, total.Display);
        WriteCoding(writer, Daily, metric.Code, $"{metric.Display}, {FigureOf(metric).En}");
        writer.WriteEndArray();
        writer.WriteString("text", $"{metric.DisplayJa}（{FigureOf(metric).Ja}）");
        writer.WriteEndObject();
    }

    public static void WriteCoding(Utf8JsonWriter writer, string system, string code, string? display)
    {
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteString("code", code);
        if (display is not null)
            writer.WriteString("display", display);
        writer.WriteEndObject();
    }

    public static void WriteQuantity(Utf8JsonWriter writer, string property, decimal value, string unit)
    {
        writer.WriteStartObject(property);
        writer.WriteNumber("value", value);
        writer.WriteString("unit", unit);
        writer.WriteString("system", Ucum);
        writer.WriteString("code", unit);
        writer.WriteEndObject();
    }

    private static (string En, string Ja) FigureOf(Metric metric) =>
        metric.Statistic is Statistic.Sum or Statistic.Stage ? ("total of the day", "1日合計") : ("mean of the day", "1日平均");
}
