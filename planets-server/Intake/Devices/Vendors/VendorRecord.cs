using System.Globalization;
using System.Text.Json;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Vendors;

/// <summary>One record of a maker's JSON, and where it stands in the file.</summary>
/// <param name="Place">JSON pointer.</param>
internal readonly record struct VendorRecord(JsonElement Json, string Place)
{
    /// <summary>The elements of a list of this record; none when it is absent or no list.</summary>
    public IEnumerable<VendorRecord> Each(params string[] path)
    {
        if (At(path) is not { Json.ValueKind: JsonValueKind.Array } list)
            yield break;
        var index = 0;
        foreach (var element in list.Json.EnumerateArray())
            yield return new VendorRecord(element, $"{list.Place}/{index++}");
    }

    public VendorRecord? At(params string[] path)
    {
        var (json, place) = (Json, Place);
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return null;
            place += $"/{name}";
        }
        return json.ValueKind == JsonValueKind.Null ? null : new VendorRecord(json, place);
    }

    public bool Has(string name) => At(name) is not null;

    /// <summary>A text, or a number as text; null when absent.</summary>
    public string? Text(params string[] path) => At(path)?.Json switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A number, or a text that is one; null when absent or neither.</summary>
    public decimal? Number(params string[] path) =>
        decimal.TryParse(Text(path), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public long? Whole(params string[] path) =>
        long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A date as yyyy-MM-dd or yyyyMMdd.</summary>
    public DateOnly? Date(params string[] path) =>
        DateOnly.TryParseExact(
            Text(path), ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : null;

    /// <summary>An ISO 8601 time, or its basic form yyyyMMddTHHmmss±hhmm.</summary>
    public LocalTime? Time(params string[] path)
    {
        var text = Text(path);
        if (text is { Length: >= 15 } && text[8] == 'T' && text[..8].All(char.IsAsciiDigit))
            text = $"{text[..4]}-{text[4..6]}-{text[6..11]}:{text[11..13]}:{text[13..]}";
        return LocalTime.TryParse(text, out var time) ? time : null;
    }

    /// <summary>The readings of a record that has some; otherwise the record, kept raw with a reason.</summary>
    public IEnumerable<DeviceEntry> OrKept(IEnumerable<DeviceEntry> readings, Reason otherwise)
    {
        var any = false;
        foreach (var reading in readings)
        {
            any = true;
            yield return reading;
        }
        if (!any)
            yield return Keep(otherwise);
    }

    public DeviceEntry Keep(Reason reason) => new DeviceEntry.Kept(null, Place, reason, Json.GetRawText());

    public DeviceEntry Refuse(Reason reason) => new DeviceEntry.Refused(null, Place, reason);
}

/// <summary>The common part of the readings of one record.</summary>
internal sealed record VendorReading(VendorRecord Record, LocalTime? Start)
{
    public LocalTime? End { get; init; }

    public long DurationMs { get; init; }

    public string? ClientId { get; init; }

    public long? Version { get; init; }

    public string? Zone { get; init; }

    public TimeSpan? UtcOffset { get; init; }

    public string? Source { get; init; }

    /// <summary>
    /// A reading of one value; none when the maker gave no value. What is no number is refused in its place.
    /// </summary>
    public IEnumerable<DeviceEntry> Of(string metric, string unit, params string[] path)
    {
        if (Record.At(path) is not { } field)
            yield break;
        if (Start is null)
            yield return field.Refuse(Reason.NoStart);
        else if (Record.Number(path) is { } value)
            yield return Value(metric, unit, value, field.Place);
        else
            yield return field.Refuse(Reason.NotANumber);
    }

    public DeviceEntry Value(string metric, string unit, decimal value, string place) =>
        Entry(place, Item(metric, unit) with { End = End, Samples = [new ItemSample(0, DurationMs, value)] });

    public DeviceEntry Entry(string place, UploadEntry.Item item) => new DeviceEntry.Readings(null, place, item, Source);

    public UploadEntry.Item Item(string metric, string unit) => new()
    {
        ClientId = ClientId, Version = Version, Metric = metric, Unit = unit, Start = Start, Zone = Zone, UtcOffset = UtcOffset,
    };
}
