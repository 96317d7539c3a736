using System.Globalization;
using System.Text.Json;

namespace Phr.Planets.People.Timeline;

/// <summary>Entries of the timeline as the phone gets them.</summary>
internal static class TimelineJson
{
    /// <param name="Date">As exact as it is known: a year, a month, a day, or an instant on Japan's clock.</param>
    /// <param name="Group">The visit it belongs to, <c>Encounter/id</c>, where it says so.</param>
    public sealed record Item(
        long Position, string Type, string Id, int Version, string Date, string Source, Wording Title, Wording? Detail, string? Group);

    public static Item Of(TimelineRow row)
    {
        var found = row.Found;
        using var json = JsonDocument.Parse(found.Body);
        var words = EntryWords.Of(found.Type, json.RootElement);
        return new Item(
            found.Position, found.Type, found.Id, found.Version, DateOf(row.DateLow, row.DateHigh), row.Source, words.Title, words.Detail,
            found.Type == "Encounter" ? $"Encounter/{found.Id}" : VisitOf(json.RootElement));
    }

    internal static string DateOf(DateTime low, DateTime high)
    {
        var (from, to) = (Local(low), Local(high));
        var form = (from.TimeOfDay == TimeSpan.Zero, to - from) switch
        {
            (true, _) when from is { Day: 1, Month: 1 } && to == from.AddYears(1) => "yyyy",
            (true, _) when from.Day == 1 && to == from.AddMonths(1) => "yyyy-MM",
            (true, { TotalDays: >= 1 }) => "yyyy-MM-dd",
            _ => "yyyy-MM-dd'T'HH:mm:ss'+09:00'",
        };
        return from.ToString(form, CultureInfo.InvariantCulture);
    }

    // Where the offset would lead out of the calendar, the calendar's end stands.
    private static DateTime Local(DateTime utc) =>
        utc > DateTime.MaxValue - PlanetsServer.Zone ? DateTime.MaxValue : utc.Add(PlanetsServer.Zone);

    private static string? VisitOf(JsonElement resource)
    {
        foreach (var name in (ReadOnlySpan<string>)["encounter", "context"])
        {
            if (resource.TryGetProperty(name, out var visit) && visit.ValueKind == JsonValueKind.Object
                && visit.TryGetProperty("reference", out var reference) && reference.GetString() is { } text
                && text.StartsWith("Encounter/", StringComparison.Ordinal))
            {
                return text;
            }
        }
        return null;
    }
}
