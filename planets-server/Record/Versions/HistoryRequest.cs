using System.Globalization;
using System.Text;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Record.Versions;

/// <summary>Of what a history is asked for: of one resource, of a type, or of all. R4 http.html#history.</summary>
/// <param name="Type">Null of all.</param>
/// <param name="Id">Null of a type and of all.</param>
public sealed record HistoryScope(string? Type, string? Id)
{
    public string Path => (Type, Id) switch
    {
        ({ } type, { } id) => $"{type}/{id}/_history",
        ({ } type, null) => $"{type}/_history",
        _ => "_history",
    };

    /// <summary>restful-interaction of the scope.</summary>
    public string Interaction => Id is not null ? "history-instance" : Type is not null ? "history-type" : "history-system";
}

/// <summary>One page of a history.</summary>
/// <param name="Since">Only what was made at or after it.</param>
/// <param name="At">Only versions that were current at some time of it, and deletions that happened in it.</param>
/// <param name="Count">Entries of one page.</param>
/// <param name="After">The last entry of the page before.</param>
public sealed record HistoryRequest(HistoryScope Scope, DateTimeOffset? Since, DateRange? At, int Count, VersionPlace? After)
{
    /// <summary>The query that it was asked by.</summary>
    public string Self { get; init; } = "";

    public bool IsNarrowed => Since is not null || At is not null || After is not null;

    /// <param name="query">Decoded.</param>
    /// <param name="zone">Of dates without one.</param>
    /// <param name="isLenient">Whether parameters that a history does not have are left out.</param>
    public static Answer<HistoryRequest> Parse(
        HistoryScope scope, IReadOnlyList<KeyValuePair<string, string>> query, TimeSpan zone, bool isLenient)
    {
        var request = new HistoryRequest(scope, null, null, SearchRequest.CountDefault, null);
        var self = new List<string>();
        foreach (var (name, value) in query)
        {
            switch (name)
            {
                case "_count":
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                        return Invalid(name, "is not a number above 0");
                    request = request with { Count = Math.Min(count, SearchRequest.CountMax) };
                    break;
                case "_since":
                    if (!DateRange.TryRead(Encoding.UTF8.GetBytes(value), zone, out var since))
                        return Invalid(name, "is not an instant");
                    request = request with { Since = new DateTimeOffset(since.Low) };
                    break;
                case "_at":
                    if (!DateRange.TryRead(Encoding.UTF8.GetBytes(value), zone, out var at))
                        return Invalid(name, "is not a date or time");
                    request = request with { At = at };
                    break;
                // Not even leniently: without it the answer would be of another time.
                case AsOf.Parameter:
                    return new Refusal(RefusalKind.Invalid,
                        "A history takes no '_asOf': '_at' gives the versions that held then.", $"http.{name}", "not-supported");
                case "_format" or "_pretty":
                    continue;
                case var _ when isLenient:
                    continue;
                default:
                    return new Refusal(RefusalKind.Invalid, "A history takes _count, _since and _at.", null, "not-supported");
            }
            self.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        return request with { Self = string.Join('&', self) };
    }

    private static Refusal Invalid(string name, string why) =>
        new(RefusalKind.Invalid, $"The value of '{name}' {why}.", $"http.{name}", "invalid");
}

/// <summary>A version's place in the order of a history.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Version">Of its resource; 0 where the resource does not matter.</param>
public readonly record struct VersionPlace(DateTime At, long Position, int Version = 0);
