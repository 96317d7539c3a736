using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Operations;

/// <summary>Which part of a person's record a page of <c>$everything</c> is.</summary>
/// <param name="Types">Empty for all.</param>
/// <param name="Since">Recorded at or after.</param>
/// <param name="AsOf">Position of the log at which it is read; null for now.</param>
/// <param name="After">Position of the last entry before the page; 0 for the first page.</param>
public sealed record EverythingStart(string Patient, int Count, IReadOnlyList<string> Types, DateTimeOffset Since, long? AsOf, long After)
{
    private const string CursorType = "$everything";

    public static Answer<EverythingStart> Read(string patient, HttpRequest request, Caller caller, PageLinks links)
    {
        if (request.Query.TryGetValue(PageLinks.Parameter, out var cursor))
        {
            return links.Open(cursor.ToString(), caller) is { Type: CursorType } opened && Parse(patient, opened.Query) is { Value: { } at }
                ? at with { AsOf = opened.AsOf, After = opened.Position }
                : new Refusal(RefusalKind.Invalid, "This is not the link to a further page that you were given.", null, "invalid");
        }
        return Parse(patient, request.QueryString.Value ?? "");
    }

    public string Seal(PageLinks links, Caller caller) => links.Seal(
        new PageCursor(CursorType, Query(), AsOf!.Value, [], After), caller);

    private string Query() =>
        $"_count={Count.ToString(CultureInfo.InvariantCulture)}&_since={Uri.EscapeDataString(Since.ToString("O", CultureInfo.InvariantCulture))}"
        + (Types.Count == 0 ? "" : $"&_type={string.Join(',', Types)}");

    private static Answer<EverythingStart> Parse(string patient, string query)
    {
        var start = new EverythingStart(patient, Everything.CountMax, [], DateTimeOffset.MinValue, null, 0);
        foreach (var (name, value) in SearchQuery.Pairs(query))
        {
            var next = Take(start, name, value);
            if (next is null)
                return new Refusal(RefusalKind.Invalid, $"'{(name.Length > 64 ? name[..64] : name)}' is not a parameter of $everything, or its value is malformed.", null, "invalid");
            start = next;
        }
        return start;
    }

    private static EverythingStart? Take(EverythingStart start, string name, string value) => name switch
    {
        "_count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? start with { Count = Math.Min(count, Everything.CountMax) }
            : null,
        "_type" => value.Split(',') is { Length: > 0 } types && types.All(type => ResourceTypes.Find(type) is not null)
            ? start with { Types = types }
            : null,
        "_since" => DateRange.TryRead(Encoding.UTF8.GetBytes(value), TimeSpan.Zero, out var since)
            ? start with { Since = new DateTimeOffset(since.Low) }
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var exact) ? start with { Since = exact } : null,
        "_format" or "_pretty" => start,
        _ => null,
    };
}
