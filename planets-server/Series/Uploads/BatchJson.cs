using System.Text.Json;
using Phr.Platform;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Reads a batch from JSON: <c>{"connection", "zone"?, "items": [ITEM…]}</c>. What is wrong with the batch refuses it;
/// what is wrong with an item is that item's own answer (<see cref="ItemJson"/>).
/// </summary>
public static class BatchJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    public static (Batch? Batch, Refusal? Refusal) Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > Batch.BytesMax)
            return Refuse(RefusalKind.TooLarge, $"A batch may have {Batch.BytesMax} bytes.", null);
        try
        {
            using var document = SoundJson.Parse(json, Options);
            return Read(document.RootElement);
        }
        catch (JsonException malformed)
        {
            return Refuse(
                RefusalKind.Invalid,
                $"The batch is not JSON: line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}.",
                malformed.Path);
        }
    }

    private static (Batch?, Refusal?) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Refuse(RefusalKind.Invalid, "A batch is a JSON object.", "");
        foreach (var field in root.EnumerateObject())
        {
            if (field.Name is not ("connection" or "zone" or "items"))
                return Refuse(RefusalKind.Invalid, "A batch has no such field.", $"/{field.Name}");
        }
        if (!root.TryGetProperty("connection", out var name) || name.ValueKind != JsonValueKind.String
            || !Batch.IsConnection(name.GetString()!))
            return Refuse(RefusalKind.Invalid, "A batch names its connection: 1 to 64 of A–Z a–z 0–9 . _ : -", "/connection");
        string? zone = null;
        if (root.TryGetProperty("zone", out var zoneField))
        {
            zone = zoneField.ValueKind == JsonValueKind.String ? zoneField.GetString()! : "";
            if (ZoneIds.Find(zone) is null)
                return Refuse(RefusalKind.Invalid, "The zone is not in the IANA time zone database.", "/zone");
        }
        if (!root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            return Refuse(RefusalKind.Invalid, "A batch has a list of items.", "/items");
        return ReadItems(name.GetString()!, zone, items);
    }

    private static (Batch?, Refusal?) ReadItems(string connection, string? zone, JsonElement items)
    {
        if (items.GetArrayLength() > Batch.ItemsMax)
            return Refuse(RefusalKind.TooLarge, $"A batch may have {Batch.ItemsMax} items.", "/items");
        var entries = new List<UploadEntry>(items.GetArrayLength());
        var samples = 0;
        foreach (var item in items.EnumerateArray())
        {
            var entry = ItemJson.Read(item);
            samples += entry is UploadEntry.Item read ? read.Samples.Count : 0;
            if (samples > Batch.SamplesMax)
                return Refuse(RefusalKind.TooLarge, $"A batch may have {Batch.SamplesMax} samples.", $"/items/{entries.Count}");
            entries.Add(entry);
        }
        return (new Batch(connection, zone, entries), null);
    }

    private static (Batch?, Refusal?) Refuse(RefusalKind kind, string reason, string? place) =>
        (null, new Refusal(kind, reason, place));
}
