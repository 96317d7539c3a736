using Phr.Model.Tokens;

namespace Phr.Model.Explanations;

/// <summary>
/// Finds, for an entry that is named as a reason, the newest one of the record that speaks of the same: what weighs most may be years old,
/// and a later one is what the reader knows of themself.
/// </summary>
internal static class NewestEntries
{
    /// <summary>The explanation with the newest entry beside each driver.</summary>
    /// <param name="record">What the reader may know.</param>
    /// <param name="steps">As the model read it: weekly means are in no record.</param>
    public static Explanation Of(Explanation explanation, PersonRecord record, IReadOnlyList<ModelEvent> steps, DateTimeOffset moment)
    {
        var newest = explanation.Drivers.Where(driver => driver.Entries.Count > 0)
            .Select(driver => driver.Entries[0].Name).Distinct().ToDictionary(name => name, _ => (RecordEvent?)null);
        var names = new Dictionary<(SourceCode, string), EntryName>();
        var weeks = steps.Where(step => step.Type == EventType.Block).Select(step => step.Origin);
        foreach (var item in record.Events.Where(item => item.KnownAt <= moment && item.Time <= moment).Concat(weeks))
        {
            var name = Name(item, names);
            if (newest.TryGetValue(name, out var known) && IsNewer(item, known) && IsReadable(item))
                newest[name] = item;
        }
        return explanation with
        {
            Groups = [.. explanation.Groups.Select(group => group.Entries.Count > 0
                && newest.GetValueOrDefault(group.Entries[0].Name) is { } item ? group with { Newest = Entry(item) } : group)],
        };
    }

    // Thousands of entries are of a few dozen codes.
    private static EntryName Name(RecordEvent item, Dictionary<(SourceCode, string), EntryName> names)
    {
        if (item.Codes.Count != 1)
            return EntryName.Of(item);
        var same = (item.Codes[0], item.Display);
        if (!names.TryGetValue(same, out var name))
            names.Add(same, name = EntryName.Of(item));
        return name;
    }

    private static bool IsNewer(RecordEvent item, RecordEvent? known) => known is null || item.Time > known.Time
        || (item.Time == known.Time && string.CompareOrdinal(item.Entry, known.Entry) > 0);

    /// <summary>A number that cannot be is not repeated to the person as theirs.</summary>
    private static bool IsReadable(RecordEvent item)
    {
        if (item.Value is not { } measured
            || item.Codes.Select(ConceptCatalogue.Find).FirstOrDefault(found => found is not null) is not { } concept)
            return true;
        return Units.Convert(concept.Key, measured.Value, measured.Unit, concept.Unit) is { } number
            && !(number < concept.Low) && !(number > concept.High);
    }

    private static EntryContribution Entry(RecordEvent item) => new(item.Entry, EntryName.Of(item), item.Time, item.Value, 0);
}
