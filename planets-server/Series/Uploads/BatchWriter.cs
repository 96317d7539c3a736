using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>Writes a batch as <see cref="BatchJson"/> reads it, for who sends one: the same batch comes back.</summary>
public static class BatchWriter
{
    /// <exception cref="ArgumentException">An entry is malformed: it has no form to be written in.</exception>
    public static ReadOnlyMemory<byte> Write(Batch batch)
    {
        var bytes = new ArrayBufferWriter<byte>(256 + (batch.Entries.Count * 192));
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("connection", batch.Connection);
            if (batch.Zone is not null)
                writer.WriteString("zone", batch.Zone);
            writer.WriteStartArray("items");
            foreach (var entry in batch.Entries)
                Write(writer, entry as UploadEntry.Item ?? throw new ArgumentException("Only items can be sent.", nameof(batch)));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, UploadEntry.Item item)
    {
        writer.WriteStartObject();
        WriteText(writer, "clientId", item.ClientId);
        if (item.Version is { } version)
            writer.WriteNumber("version", version);
        if (item.Deleted)
            writer.WriteBoolean("deleted", true);
        WriteText(writer, "metric", item.Metric);
        WriteText(writer, "unit", item.Unit);
        WriteText(writer, "statistic", item.Statistic is { } statistic ? NameOf(statistic) : null);
        WriteText(writer, "start", item.Start is { } start ? Iso(start) : null);
        WriteText(writer, "end", item.End is { } end ? Iso(end) : null);
        WriteText(writer, "utcOffset", item.UtcOffset is { } offset ? Offset((int)offset.TotalMinutes) : null);
        WriteText(writer, "zone", item.Zone);
        WriteValues(writer, item);
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, UploadEntry.Item item)
    {
        if (item.Components is { } components)
        {
            writer.WriteStartObject("components");
            foreach (var (name, value) in components)
                writer.WriteNumber(name, value);
            writer.WriteEndObject();
        }
        if (item.Samples is [{ OffsetMs: 0, DurationMs: 0 } single])
        {
            writer.WritePropertyName("value");
            WriteValue(writer, single.Value);
        }
        else if (item.Samples.Count > 0)
        {
            writer.WriteStartArray("samples");
            foreach (var sample in item.Samples)
                Write(writer, sample);
            writer.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter writer, ItemSample sample)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(sample.OffsetMs);
        WriteValue(writer, sample.Value);
        if (sample.DurationMs != 0)
            writer.WriteNumberValue(sample.DurationMs);
        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, decimal? value)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static string NameOf(Statistic statistic) => statistic.ToString().ToLowerInvariant();

    private static string Iso(LocalTime time)
    {
        var clock = DateTime.UnixEpoch.AddMilliseconds(time.ClockMs).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
        return time.Form switch
        {
            OffsetForm.Utc => clock + "Z",
            OffsetForm.Explicit => clock + Offset(time.OffsetMinutes),
            _ => clock,
        };
    }

    private static string Offset(int minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:D2}:{Math.Abs(minutes) % 60:D2}");
}
