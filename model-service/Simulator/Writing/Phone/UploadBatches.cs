using System.Buffers;
using System.Text.Json;

namespace Phr.Simulator.Writing.Phone;

/// <summary>
/// Writes readings as a phone uploads them: a batch for each device and month. What a device measures many times a day
/// (steps, heart rate, sensor glucose) is one item a day with its samples; the others are one item each.
/// </summary>
public static class UploadBatches
{
    private const string Zone = "Asia/Tokyo";

    private static readonly string[] Sampled = ["steps", "heart-rate", "glucose-interstitial"];

    /// <summary>The batches of days, a device after another, in order of time.</summary>
    public static IEnumerable<UploadBatch> Of(IEnumerable<PhoneDay> days) =>
        from day in days
        from reading in day.Readings
        group (day.Date, reading) by (reading.Device, day.Date.Year, day.Date.Month) into month
        orderby month.Key
        select Write(month.Key.Device, [.. month]);

    private static UploadBatch Write(string device, IReadOnlyList<(DateOnly Date, PhoneReading Reading)> readings)
    {
        var items = Items(readings).ToList();
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("connection", device);
            json.WriteString("zone", Zone);
            json.WriteStartArray("items");
            foreach (var item in items)
            {
                WriteItem(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new UploadBatch(device, buffer.WrittenSpan.ToArray(), items.Count, readings.Count)
        {
            From = readings.Min(reading => reading.Date),
            To = readings.Max(reading => reading.Date),
        };
    }

    /// <summary>Readings that belong to one item, with the item's own id.</summary>
    private static IEnumerable<Item> Items(IEnumerable<(DateOnly Date, PhoneReading Reading)> readings) =>
        from one in readings
        let id = Sampled.Contains(one.Reading.Metric)
            ? FormattableString.Invariant($"{one.Reading.Metric}-{one.Date:yyyyMMdd}")
            : one.Reading.ClientId
        group one.Reading by id into item
        select new Item(item.Key, [.. item]);

    private static void WriteItem(Utf8JsonWriter json, Item item)
    {
        var first = item.Readings[0];
        json.WriteStartObject();
        json.WriteString("clientId", item.ClientId);
        json.WriteString("metric", first.Metric);
        json.WriteString("unit", first.Unit);
        json.WriteString("start", first.Start);
        if (Sampled.Contains(first.Metric))
        {
            WriteSamples(json, item.Readings);
        }
        else
        {
            WriteSingle(json, first);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// Milliseconds after the item's start, value, length of the interval in milliseconds (left out for a moment).
    /// </summary>
    private static void WriteSamples(Utf8JsonWriter json, IReadOnlyList<PhoneReading> readings)
    {
        json.WriteStartArray("samples");
        foreach (var reading in readings)
        {
            json.WriteStartArray();
            json.WriteNumberValue((long)(reading.Start - readings[0].Start).TotalMilliseconds);
            json.WriteNumberValue(reading.Values[0]);
            if (reading.End > reading.Start)
            {
                json.WriteNumberValue((long)(reading.End - reading.Start).TotalMilliseconds);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSingle(Utf8JsonWriter json, PhoneReading reading)
    {
        if (reading.End > reading.Start)
        {
            json.WriteString("end", reading.End);
        }

        if (reading.Values.Count == 1)
        {
            json.WriteNumber("value", reading.Values[0]);
            return;
        }

        json.WriteStartObject("components");
        json.WriteNumber("systolic", reading.Values[0]);
        json.WriteNumber("diastolic", reading.Values[1]);
        json.WriteEndObject();
    }

    private sealed record Item(string ClientId, IReadOnlyList<PhoneReading> Readings);
}
