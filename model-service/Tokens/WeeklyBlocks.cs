using System.Globalization;

namespace Phr.Model.Tokens;

/// <summary>
/// Turns days of wearable metrics and home readings into one event per metric and week, which enters the record when
/// the week has closed (Monday 00:00 local time), and says where a week is missing.
/// </summary>
public static class WeeklyBlocks
{
    /// <summary>
    /// After a worn week, this many weeks without any reading are said to be missing; then the device is taken to be
    /// put away.
    /// </summary>
    public const int MissingWeeksMax = 4;

    private static readonly Dictionary<string, string> OfHomeReading = new()
    {
        ["home-sbp"] = "home-sbp",
        ["home-dbp"] = "home-dbp",
        ["home-weight"] = "weight",
    };

    private readonly record struct DayValue(string Metric, DateOnly Day, double Value, string Entry,
        DateTimeOffset KnownAt);

    /// <summary>Blocks of all weeks that closed by <paramref name="asOf"/>, in order of time.</summary>
    public static IReadOnlyList<RecordEvent> Of(PersonRecord record, DateTimeOffset asOf)
    {
        var weeks = Days(record, asOf).GroupBy(day => Monday(day.Day)).Where(week => Close(week.Key) <= asOf)
            .OrderBy(week => week.Key).ToList();
        var blocks = new List<RecordEvent>();
        double? weightBefore = null;
        for (var i = 0; i < weeks.Count; i++)
        {
            var weight = Add(blocks, weeks[i].Key, [.. weeks[i]], i > 0 && weeks[i - 1].Key.AddDays(7) == weeks[i].Key
                ? weightBefore : null);
            weightBefore = weight;
            AddMissing(blocks, weeks[i].Key, i + 1 < weeks.Count ? weeks[i + 1].Key : DateOnly.MaxValue, asOf);
        }
        return blocks;
    }

    private static IEnumerable<DayValue> Days(PersonRecord record, DateTimeOffset asOf)
    {
        foreach (var day in record.Days)
        {
            if (double.IsFinite(day.Value) && day.Day.Year < 9990)
                yield return new DayValue(day.Metric, day.Day, day.Value, day.Entry, DateTimeOffset.MinValue);
        }
        foreach (var reading in record.Events)
        {
            if (reading.Type != EventType.Vital || reading.KnownAt > asOf || reading.Value is not { } value
                || reading.Time == ClinicalTime.Untold || reading.Codes.Count == 0
                || reading.Codes[0].System != CodeSystem.Phr
                    || !OfHomeReading.TryGetValue(reading.Codes[0].Code, out var metric))
                continue;
            var concept = ConceptCatalogue.WithKey("week/" + metric)!;
            if (Units.Convert(concept.Key, value.Value, value.Unit, concept.Unit) is { } number
                && number >= concept.Low && number <= concept.High)
                yield return new DayValue(metric, DateOnly.FromDateTime(reading.Time.DateTime), number, reading.Entry,
                    reading.KnownAt);
        }
    }

    /// <summary>Adds the blocks of one week; returns its mean weight for the next.</summary>
    private static double? Add(List<RecordEvent> blocks, DateOnly monday, List<DayValue> days, double? weightBefore)
    {
        double? weight = null;
        foreach (var metric in days.GroupBy(day => day.Metric).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            // Mean of day means: many readings on one day do not outweigh the others.
            var mean = metric.GroupBy(day => day.Day).Average(day => day.Average(value => value.Value));
            var last = metric.MaxBy(day => day.Day);
            if (metric.Key == "weight")
                weight = mean;
            if (ConceptCatalogue.WithKey("week/" + metric.Key) is { } concept)
                blocks.Add(Block(concept, monday, mean, last.Entry, metric.Max(day => day.KnownAt)));
        }
        var known = days.Max(day => day.KnownAt);
        if (weight is { } now && weightBefore is { } before)
            blocks.Add(Block(ConceptCatalogue.WithKey("week/weight-change")!, monday, now - before, days[^1].Entry,
                known));
        var worn = days.Select(day => day.Day).Distinct().Count();
        blocks.Add(Block(ConceptCatalogue.WithKey("week/worn-days")!, monday, worn, days[^1].Entry, known));
        return weight;
    }

    private static void AddMissing(List<RecordEvent> blocks, DateOnly worn, DateOnly next, DateTimeOffset asOf)
    {
        var missing = ConceptCatalogue.WithKey("week/missing")!;
        for (var week = 1; week <= MissingWeeksMax; week++)
        {
            var monday = worn.AddDays(7 * week);
            if (monday >= next || Close(monday) > asOf)
                return;
            blocks.Add(Block(missing, monday, null,
                string.Create(CultureInfo.InvariantCulture, $"week/{monday:yyyy-MM-dd}"), DateTimeOffset.MinValue));
        }
    }

    private static RecordEvent Block(CataloguedConcept concept, DateOnly monday, double? mean, string entry,
        DateTimeOffset knownAt)
    {
        var close = Close(monday);
        return new RecordEvent
        {
            Entry = entry,
            Type = EventType.Block,
            Time = close,
            KnownAt = knownAt > close ? knownAt : close,
            Codes = [new SourceCode(CodeSystem.Phr, concept.Key.Replace('/', '-'))],
            Value = mean is { } value ? new Measured(value, concept.Unit) : null,
            Source = SourceKind.Derived,
            Display = concept.Japanese,
        };
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeOffset Close(DateOnly monday) =>
        new(monday.AddDays(7).ToDateTime(TimeOnly.MinValue), ClinicalTime.DefaultOffset);
}
