using System.Text.Json;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// The fields of an item, one by one. Each is taken out as it is read, so that what is left over is not known.
/// </summary>
internal sealed partial class ItemJson
{
    /// <summary>Characters of any text of an item but its client id, which has a limit of its own.</summary>
    private const int TextLengthMax = 1_024;

    private static readonly Dictionary<string, Statistic> Statistics = new(StringComparer.Ordinal)
    {
        ["instant"] = Statistic.Instant, ["sum"] = Statistic.Sum, ["mean"] = Statistic.Mean, ["stage"] = Statistic.Stage,
        ["sdnn"] = Statistic.Sdnn, ["rmssd"] = Statistic.Rmssd,
    };

    private static readonly Dictionary<string, decimal> Stages = new(StringComparer.Ordinal)
    {
        ["in-bed"] = (int)SleepStage.InBed, ["out-of-bed"] = (int)SleepStage.OutOfBed, ["awake"] = (int)SleepStage.Awake,
        ["restless"] = (int)SleepStage.Restless, ["asleep"] = (int)SleepStage.Asleep, ["light"] = (int)SleepStage.Light,
        ["deep"] = (int)SleepStage.Deep, ["rem"] = (int)SleepStage.Rem,
    };

    private JsonElement? Take(string name) => _fields.Remove(name, out var value) ? value : null;

    private void Fault(Reason reason, string place) => _fault ??= (reason, place);

    private string? Text(string name)
    {
        if (Take(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.String && field.GetString() is { Length: <= TextLengthMax } text)
            return text;
        Fault(name == "clientId" ? Reason.ClientIdMalformed : Reason.NotAnItem, name);
        return null;
    }

    private bool Flag(string name)
    {
        var field = Take(name);
        if (field is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
            Fault(Reason.NotAnItem, name);
        return field is { ValueKind: JsonValueKind.True };
    }

    private long? Version()
    {
        if (Take("version") is not { } field)
            return null;
        if (Whole(field, out var version))
            return version;
        Fault(Reason.VersionMalformed, "version");
        return null;
    }

    private Statistic? StatisticOf(string? name)
    {
        if (name is null)
            return null;
        if (Statistics.TryGetValue(name, out var statistic))
            return statistic;
        Fault(Reason.StatisticDiffers, "statistic");
        return null;
    }

    /// <summary>ISO 8601, or milliseconds since 1970 as a number.</summary>
    private LocalTime? Time(string name)
    {
        if (Take(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.String && LocalTime.TryParse(field.GetString(), out var time))
            return time;
        if (Whole(field, out var instantMs))
            return LocalTime.Utc(instantMs);
        Fault(Reason.TimeMalformed, name);
        return null;
    }

    private TimeSpan? Offset()
    {
        if (Take("utcOffset") is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.String && LocalTime.TryOffset(field.GetString().AsSpan(), out var minutes))
            return TimeSpan.FromMinutes(minutes);
        Fault(Reason.OffsetMalformed, "utcOffset");
        return null;
    }

    private Dictionary<string, decimal>? Components()
    {
        if (Take("components") is not { } field)
            return null;
        var components = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (field.ValueKind != JsonValueKind.Object)
        {
            Fault(Reason.NotAnItem, "components");
            return components;
        }
        foreach (var component in field.EnumerateObject())
        {
            if (Number(component.Value) is not { } value || !components.TryAdd(component.Name, value))
                Fault(Reason.NotANumber, $"components/{component.Name}");
        }
        return components;
    }

    private static decimal? NumberOrStage(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Stages.TryGetValue(value.GetString()!, out var stage) ? stage
            : Number(value);

    private static decimal? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    private static bool Whole(JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number);
    }
}
