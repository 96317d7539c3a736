using System.Text.Json;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Reads an item: <c>clientId, version, deleted, metric, unit, statistic, start, end, utcOffset, zone</c> and its
/// values in one of four forms: <c>value</c>; <c>components</c> {name: value}; <c>samples</c> [[ms after start, value,
/// duration in ms?]…];
/// <c>values</c> [value or null…] with <c>periodMs</c>, null for none taken. A field that is not known refuses the
/// item, so that a misspelt one loses nothing unseen. Values of sleep stages may be given by name.
/// </summary>
internal sealed partial class ItemJson
{
    private static readonly string[] ValueForms = ["value", "samples", "values"];

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    private string? _metric;

    /// <summary>The first thing wrong with the item.</summary>
    private (Reason Reason, string Place)? _fault;

    public static UploadEntry Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new UploadEntry.Malformed(Reason.NotAnItem, "");
        var reader = new ItemJson();
        foreach (var field in json.EnumerateObject())
        {
            if (!reader._fields.TryAdd(field.Name, field.Value))
                return new UploadEntry.Malformed(Reason.NotAnItem, field.Name);
        }
        var item = reader.Item();
        return reader._fault is { } fault ? new UploadEntry.Malformed(fault.Reason, fault.Place, item.ClientId) : item;
    }

    private UploadEntry.Item Item()
    {
        var item = new UploadEntry.Item
        {
            ClientId = Text("clientId"),
            Version = Version(),
            Deleted = Flag("deleted"),
            Metric = _metric = Text("metric"),
            Unit = Text("unit"),
            Statistic = StatisticOf(Text("statistic")),
            Start = Time("start"),
            End = Time("end"),
            UtcOffset = Offset(),
            Zone = Text("zone"),
            Components = Components(),
            Samples = Samples(),
        };
        if (item.End is not null && item.Samples.Count > 1)
            Fault(Reason.NotAnItem, "end");
        if (_fields.Count > 0)
            Fault(Reason.NotAnItem, _fields.First().Key);
        return item;
    }

    private IReadOnlyList<ItemSample> Samples()
    {
        var forms = ValueForms.Where(_fields.ContainsKey).ToList();
        if (forms.Count > 1)
            Fault(Reason.NotAnItem, forms[1]);
        if (Take("value") is { } value)
            return [new ItemSample(0, 0, NumberOrStage(value))];
        if (Take("samples") is { } samples)
            return Pairs(samples);
        return Take("values") is { } values ? Regular(values) : [];
    }

    private List<ItemSample> Pairs(JsonElement list)
    {
        var samples = new List<ItemSample>();
        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(Reason.NotAnItem, "samples");
            return samples;
        }
        foreach (var pair in list.EnumerateArray())
        {
            var durationMs = 0L;
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() is not (2 or 3)
                || !Whole(pair[0], out var offsetMs) || (pair.GetArrayLength() == 3 && !Whole(pair[2], out durationMs)))
            {
                Fault(Reason.NotAnItem, $"samples/{samples.Count}");
                break;
            }
            samples.Add(new ItemSample(offsetMs, durationMs, NumberOrStage(pair[1])));
        }
        return samples;
    }

    private List<ItemSample> Regular(JsonElement list)
    {
        var samples = new List<ItemSample>();
        var period = Take("periodMs");
        if (list.ValueKind != JsonValueKind.Array || period is null || !Whole(period.Value, out var periodMs)
            || periodMs is <= 0 or > SampleCheck.DurationMsMax)
        {
            Fault(Reason.NotAnItem, list.ValueKind == JsonValueKind.Array ? "periodMs" : "values");
            return samples;
        }
        // A moment has no length; every other statistic holds for the whole period.
        var spans = MetricCatalogue.Find(_metric ?? "")?.Statistic is not (null or Statistic.Instant);
        var at = 0L;
        foreach (var value in list.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Null)
                samples.Add(new ItemSample(at, spans ? periodMs : 0, NumberOrStage(value)));
            at += periodMs;
        }
        return samples;
    }
}
