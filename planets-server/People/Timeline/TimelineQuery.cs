using System.Globalization;
using System.Text;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.People.Timeline;

/// <summary>Which entries of the timeline are asked for: <c>type</c>, <c>source</c> (several by comma), <c>from</c>, <c>to</c> (both included), <c>count</c>.</summary>
/// <param name="Types">Never empty.</param>
/// <param name="Sources">Empty for all.</param>
/// <param name="To">Without.</param>
public sealed record TimelineQuery(
    IReadOnlyList<string> Types, IReadOnlyList<string> Sources, DateTimeOffset From, DateTimeOffset To, int Count)
{
    public const int CountMax = 200;

    private const int CountUsual = 50;

    private const int SourcesMax = 50;

    private static readonly TimelineQuery Everything =
        new([.. TimelineTypes.All], [], DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CountUsual);

    /// <param name="query">Without the cursor. A name that is not known is refused, so that a misspelt one does not show too much.</param>
    public static Answer<TimelineQuery> Parse(string query)
    {
        var asked = Everything;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in SearchQuery.Pairs(query))
        {
            if (!seen.Add(name) || asked.With(name, value) is not { } next)
            {
                return new Refusal(
                    RefusalKind.Invalid, "This is not a filter of the timeline, or its value is none.",
                    WholeText.Beginning(name, 64), "invalid");
            }
            asked = next;
        }
        return asked;
    }

    private TimelineQuery? With(string name, string value) => name switch
    {
        "type" => value.Split(',') is var types && types.All(TimelineTypes.Has) ? this with { Types = [.. types.Distinct()] } : null,
        "source" => value.Split(',') is { Length: <= SourcesMax } sources && sources.All(source => source.Length > 0)
            ? this with { Sources = sources } : null,
        "from" => Range(value) is { } from ? this with { From = from.Low } : null,
        "to" => Range(value) is { } to ? this with { To = to.High } : null,
        "count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= CountMax
            ? this with { Count = count } : null,
        _ => null,
    };

    private static (DateTimeOffset Low, DateTimeOffset High)? Range(string text) =>
        DateRange.TryRead(Encoding.UTF8.GetBytes(text), PlanetsServer.Zone, out var range) ? (new(range.Low), new(range.High)) : null;
}
