using System.Globalization;
using System.Text;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations;

/// <summary>Which part of a record a page of <c>$everything</c> is.</summary>
/// <param name="Patient">Id of one of the person's Patients; null for everybody's.</param>
/// <param name="Types">Empty for all.</param>
/// <param name="Since">Recorded at or after.</param>
/// <param name="Care">When the care was given; null for any time. What has no such time is in it always.</param>
/// <param name="AsOf">Position of the log at which it is read; null for now.</param>
/// <param name="After">Position of the last entry before the page; 0 for the first page.</param>
public sealed record EverythingStart(
    string? Patient, int Count, IReadOnlyList<string> Types, DateTimeOffset Since, DateRange? Care, long? AsOf, long After)
{
    private const string CursorType = "$everything";

    private static readonly DateRange Always = new(DateTime.MinValue, DateTime.MaxValue);

    /// <summary>The parameters that it was read from, as a query: what a link to a further page keeps.</summary>
    private string Query { get; init; } = "";

    /// <summary>The same behind the path of a request; empty where there are none.</summary>
    public string Asked => Query.Length == 0 ? "" : $"?{Query[1..]}";

    /// <summary>The moment as which it is read, until its position is known; null for now.</summary>
    public AsOf? Moment { get; init; }

    public static Answer<EverythingStart> Read(string? patient, OperationInput input, Caller caller, EverythingRun run)
    {
        var links = run.Links;
        if (input.Again(PageLinks.Parameter, "_count", "_since", Search.AsOf.Parameter, "start", "end") is { } again)
            return again;
        if (input.Parameters is not [{ Name: PageLinks.Parameter, Text: { } cursor }])
            return Parse(patient, input.Parameters.Select(parameter => (parameter.Name, parameter.Text ?? "", parameter.Place)), run.Clock);
        return links.Open(cursor, caller) is { Type: CursorType } opened
            && Parse(patient, SearchQuery.Pairs(opened.Query).Select(pair => (pair.Key, pair.Value, "")), run.Clock)
                is { Refusal: null, Value: { } at }
            ? at with { AsOf = opened.AsOf, After = opened.Position }
            : new Refusal(RefusalKind.Invalid, "This is not the link to a further page that you were given.", null, "invalid");
    }

    public string Seal(PageLinks links, Caller caller) => links.Seal(new PageCursor(CursorType, Query, AsOf!.Value, [], After), caller);

    private static Answer<EverythingStart> Parse(string? patient, IEnumerable<(string Name, string Value, string Place)> parameters,
        TimeProvider clock)
    {
        var start = new EverythingStart(patient, Everything.CountMax, [], DateTimeOffset.MinValue, null, null, 0);
        foreach (var (name, value, place) in parameters)
        {
            if (Take(start, name, value, clock) is not { } next)
                return new Refusal(
                    RefusalKind.Invalid, "This is not a parameter of $everything, or its value is malformed.", place, "invalid");
            start = next with { Query = $"{start.Query}&{name}={Uri.EscapeDataString(value)}" };
        }
        return start;
    }

    private static EverythingStart? Take(EverythingStart start, string name, string value, TimeProvider clock) => name switch
    {
        "_count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? start with { Count = Math.Min(count, Everything.CountMax) }
            : null,
        "_type" => value.Split(',') is { Length: > 0 } types && types.All(type => ResourceTypes.Find(type) is not null)
            ? start with { Types = [.. start.Types.Union(types)] }
            : null,
        "_since" => TryRead(value) is { } since ? start with { Since = new DateTimeOffset(since.Low) } : null,
        Search.AsOf.Parameter => Search.AsOf.Parse(value, PlanetsServer.Zone, clock) is { Refusal: null } moment
            ? start with { Moment = moment.Value } : null,
        "start" => TryRead(value) is { } from ? start with { Care = (start.Care ?? Always) with { Low = from.Low } } : null,
        "end" => TryRead(value) is { } to ? start with { Care = (start.Care ?? Always) with { High = to.High } } : null,
        _ => null,
    };

    private static DateRange? TryRead(string value) =>
        DateRange.TryRead(Encoding.UTF8.GetBytes(value), PlanetsServer.Zone, out var range) ? range : null;
}
