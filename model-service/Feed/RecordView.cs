using System.Text.Json;
using Phr.Model.Tokens;

namespace Phr.Model.Feed;

/// <summary>
/// One person's record as the feed tells it, kept up line by line. A line that is taken twice changes nothing, so a feed that broke off
/// is read again from where it began. Not safe for two callers at once.
/// </summary>
/// <param name="patient">Id of the person's own Patient.</param>
/// <param name="entriesMax">Entries and days that are kept.</param>
public sealed class RecordView(string patient, int entriesMax = RecordView.EntriesMax)
{
    /// <summary>Entries that are kept of one person; of a longer record nothing is answered.</summary>
    public const int EntriesMax = 500_000;

    /// <summary>
    /// 未告知 and 未提供. The feed leaves such entries out; should one come all the same, it is not read.
    /// </summary>
    private static readonly HashSet<string> Untold =
    [
        "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNINFORMED",
        "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication|UNDELIVERED",
    ];

    private readonly Dictionary<string, IReadOnlyList<RecordEvent>> _entries = [];
    private readonly Dictionary<string, PersonFacts> _patients = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly Dictionary<(string Metric, DateOnly Day, string Connection), Figure> _days = [];
    private readonly Dictionary<string, (string, DateOnly, string)> _dayOf = [];

    private readonly record struct Figure(DailySummary Summary, int Values);

    /// <summary>Whether there is more than is kept.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether something under this reference is part of the record.</summary>
    public bool Has(string reference) =>
        _entries.ContainsKey(reference) || _dayOf.ContainsKey(reference) || _patients.ContainsKey(reference);

    /// <exception cref="InvalidDataException">A line of an unknown kind, or without what its kind needs.</exception>
    public void Take(FeedLine line)
    {
        switch (line.Kind)
        {
            case "resource" when line is { Type: { } type, Id: { } id, Resource: { } resource }:
                Store($"{type}/{id}", resource);
                break;
            case "removed" when line is { Type: { } type, Id: { } id }:
                Remove($"{type}/{id}");
                break;
            case "daily" when line is { Metric: { } metric, Day: { } day }:
                Store(line, (metric, day, line.Connection ?? ""));
                break;
            default:
                throw new InvalidDataException("The feed has a line that this version cannot read.");
        }
    }

    /// <summary>What the model may read; null where no Patient tells a birth date, or there is more than is kept.</summary>
    /// <param name="vocabulary">Metrics that training never saw are left out: they would be read as noise.</param>
    public PersonRecord? Record(Vocabulary vocabulary)
    {
        if (IsFull || Person() is not { } person)
            return null;
        var days = _days.Where(day => vocabulary.Find("week/" + day.Value.Summary.Metric) is not null)
            .GroupBy(day => (day.Key.Metric, day.Key.Day))
            // Two devices on one wrist, or a watch and a phone: the one that saw more stands for the day.
            .Select(same => same.OrderByDescending(day => day.Value.Values)
                .ThenBy(day => day.Key.Connection, StringComparer.Ordinal).First().Value.Summary);
        return new PersonRecord(person, [.. _entries.Values.SelectMany(events => events)], [.. days]);
    }

    /// <summary>Security labels that whatever is derived from this record takes over, in ordinal order.</summary>
    public IReadOnlyList<string> Labels() => [.. _labels.Where(label => label.Value > 0).Select(label => label.Key).Order(StringComparer.Ordinal)];

    private PersonFacts? Person() => _patients.GetValueOrDefault($"Patient/{patient}")
        ?? _patients.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault();

    private void Store(string reference, JsonElement resource)
    {
        Remove(reference);
        if (FhirParts.Labels(resource).Any(Untold.Contains))
            return;
        if (resource.Text("resourceType") == "Patient")
        {
            if (FhirRecordReader.Person(resource) is { } facts)
                _patients[reference] = facts;
            return;
        }
        if (FhirRecordReader.Events(resource) is not { Count: > 0 } events || !HasRoom())
            return;
        _entries[reference] = events;
        Count(events, 1);
    }

    private void Store(FeedLine line, (string, DateOnly, string) day)
    {
        if (_days.Remove(day, out var before))
            _dayOf.Remove(before.Summary.Entry);
        if (DailyFigures.Of(line) is not { } summary || !HasRoom())
            return;
        _days[day] = new Figure(summary, line.N);
        if (summary.Entry.Length > 0)
            _dayOf[summary.Entry] = day;
    }

    private void Remove(string reference)
    {
        if (_entries.Remove(reference, out var events))
            Count(events, -1);
        _patients.Remove(reference);
        if (_dayOf.Remove(reference, out var day))
            _days.Remove(day);
    }

    /// <summary>Entries by the labels that they pass on.</summary>
    private void Count(IReadOnlyList<RecordEvent> events, int change)
    {
        foreach (var label in events.SelectMany(InheritedLabels.Of))
            _labels[label] = _labels.GetValueOrDefault(label) + change;
    }

    private bool HasRoom()
    {
        IsFull |= _entries.Count + _days.Count >= entriesMax;
        return !IsFull;
    }
}
