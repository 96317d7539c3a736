using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Phr.Fhir.Writing;
using Phr.Planets.Series.Chunks;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Views;

/// <summary>
/// All samples of a day of one connection as a FHIR R4 Observation with SampledData, written when it is asked for. Samples at even
/// distances are <c>data</c> with <c>period</c>; others tell their distance from the start by the extension that brings R5's
/// <c>SampledData.offsets</c> to R4, in milliseconds. Values are in the metric's own unit.
/// </summary>
public static class SampledObservation
{
    private const string Offsets = "http://hl7.org/fhir/5.0/StructureDefinition/extension-SampledData.offsets";

    /// <summary>Milliseconds that each value stands for, where they are not all alike.</summary>
    private const string Durations = "urn:phr:durations";

    /// <param name="blocks">Samples of the day; of sleep those of what ended on it.</param>
    /// <param name="stamp">Of the day's figures, which change when the samples do.</param>
    /// <returns>Null when there is no sample.</returns>
    public static byte[]? Write(DaySource day, IReadOnlyList<Block> blocks, ResourceStamp stamp)
    {
        var metric = MetricCatalogue.Find(day.Key.Metric)!;
        var samples = Ordered(blocks, metric);
        if (samples.Count == 0)
            return null;
        var offsetMinutes = blocks.First(block => block.Samples.Length > 0).Run.OffsetMinutes;
        var bytes = new ArrayBufferWriter<byte>(4096 + (samples.Count * 8));
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            day.WriteHead(writer, stamp, metric);
            MetricCoding.WriteCode(writer, metric);
            writer.WriteStartObject("effectivePeriod");
            writer.WriteString("start", FhirTime.Of(samples[0].StartMs, offsetMinutes));
            writer.WriteString("end", FhirTime.Of(samples.Max(sample => sample.StartMs + sample.DurationMs), offsetMinutes));
            writer.WriteEndObject();
            ReadingObservation.WriteDevice(writer, day.Key.Connection);
            WriteSamples(writer, metric, samples);
            writer.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static List<Shown> Ordered(IReadOnlyList<Block> blocks, Metric metric)
    {
        var samples = new List<Shown>(blocks.Sum(block => block.Samples.Length));
        foreach (var block in blocks)
        {
            var conversion = Conversion.Between(block.Unit, metric)
                ?? throw new InvalidDataException($"A stored unit does not measure {metric.Code}.");
            foreach (var sample in block.Samples.Span)
                samples.Add(new Shown(sample.StartMs, sample.DurationMs, conversion.Apply(Nano.ToDecimal(sample.Value))));
        }
        samples.Sort((a, b) => a.StartMs.CompareTo(b.StartMs));
        return samples;
    }

    private static void WriteSamples(Utf8JsonWriter writer, Metric metric, List<Shown> samples)
    {
        var start = samples[0].StartMs;
        var periodMs = Period(samples);
        writer.WriteStartObject("valueSampledData");
        var alike = samples.TrueForAll(sample => sample.DurationMs == samples[0].DurationMs);
        if (periodMs is null || !alike || samples[0].DurationMs > 0)
        {
            writer.WriteStartArray("extension");
            if (periodMs is null)
                WriteNumbers(writer, Offsets, samples.Select(sample => sample.StartMs - start));
            if (!alike || samples[0].DurationMs > 0)
                WriteNumbers(writer, Durations, alike ? [samples[0].DurationMs] : samples.Select(sample => (long)sample.DurationMs));
            writer.WriteEndArray();
        }
        MetricCoding.WriteQuantity(writer, "origin", 0, metric.Unit);
        // R4 wants a period above zero; where offsets are told they count.
        writer.WriteNumber("period", periodMs ?? 1);
        writer.WriteNumber("dimensions", 1);
        writer.WriteString("data", string.Join(' ', samples.Select(sample => sample.Value.ToString("0.#########", CultureInfo.InvariantCulture))));
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string url, IEnumerable<long> numbers)
    {
        writer.WriteStartObject();
        writer.WriteString("url", url);
        writer.WriteString("valueString", new StringBuilder().AppendJoin(' ', numbers).ToString());
        writer.WriteEndObject();
    }

    /// <summary>Milliseconds between any two neighbours; null where they differ. A single sample is even with anything.</summary>
    private static long? Period(List<Shown> samples)
    {
        if (samples.Count == 1)
            return Math.Max(1, samples[0].DurationMs);
        var period = samples[1].StartMs - samples[0].StartMs;
        for (var i = 2; i < samples.Count; i++)
        {
            if (samples[i].StartMs - samples[i - 1].StartMs != period)
                return null;
        }
        return period > 0 ? period : null;
    }

    private readonly record struct Shown(long StartMs, int DurationMs, decimal Value);
}
