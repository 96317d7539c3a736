// Stored format: the Observation of a day's figures is an event of the log.
using System.Buffers;
using System.Text.Json;
using Phr.Fhir.Writing;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Views;

/// <summary>
/// The figures of a day of one connection as a FHIR R4 Observation. Its value is the day's total, of sleep the minutes
/// asleep of what ended on the day, of anything else the mean of its minutes; how many values (of sleep: nights and
/// naps), the least and the greatest are components. Connections are not added up.
/// </summary>
public static class DailyObservation
{
    /// <summary>Decimals of a figure: finer than any sensor, coarser than what summing floating-point numbers leaves.</summary>
    private const int Decimals = 6;

    private const string Minutes = "min";

    public static byte[] Write(DaySource day, DaySummary summary, int version, DateTimeOffset lastUpdated)
    {
        var metric = MetricCatalogue.Find(day.Key.Metric) ?? throw new ArgumentException("The metric is not known.", nameof(day));
        var id = DayId.Daily(day.Stream, day.Key);
        var bytes = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            day.WriteHead(writer, new ResourceStamp(id, $"{version}", lastUpdated), metric);
            MetricCoding.WriteDailyCode(writer, metric);
            writer.WriteString("effectiveDateTime", day.Key.Date.ToString("O"));
            MetricCoding.WriteQuantity(writer, "valueQuantity", Rounded(FigureOf(metric, summary)), UnitOf(metric));
            ReadingObservation.WriteDevice(writer, day.Key.Connection);
            writer.WriteStartArray("derivedFrom");
            writer.WriteStartObject();
            writer.WriteString("reference", $"Observation/{DayId.SamplesOf(id)}");
            writer.WriteEndObject();
            writer.WriteEndArray();
            WriteComponents(writer, metric, summary);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The one number that stands for the day.</summary>
    public static double FigureOf(Metric metric, DaySummary summary) =>
        metric.Statistic is Statistic.Sum or Statistic.Stage ? summary.Sum : summary.Mean;

    /// <summary>UCUM unit of <see cref="FigureOf"/>.</summary>
    public static string UnitOf(Metric metric) => metric.Statistic == Statistic.Stage ? Minutes : metric.Unit;

    private static void WriteComponents(Utf8JsonWriter writer, Metric metric, DaySummary summary)
    {
        writer.WriteStartArray("component");
        WriteStatistic(writer, "count", "Count");
        writer.WriteNumber("valueInteger", summary.Count);
        writer.WriteEndObject();
        if (metric.Statistic is not (Statistic.Sum or Statistic.Stage))
        {
            WriteStatistic(writer, "minimum", "Minimum");
            MetricCoding.WriteQuantity(writer, "valueQuantity", Rounded(summary.Min), metric.Unit);
            writer.WriteEndObject();
            WriteStatistic(writer, "maximum", "Maximum");
            MetricCoding.WriteQuantity(writer, "valueQuantity", Rounded(summary.Max), metric.Unit);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteStatistic(Utf8JsonWriter writer, string code, string display)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("code");
        writer.WriteStartArray("coding");
        MetricCoding.WriteCoding(writer, MetricCoding.Statistics, code, display);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static decimal Rounded(double value) => decimal.Round((decimal)value, Decimals);
}
