using System.Globalization;
using System.Text;
using Phr.Fhir.Indexing;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Audit;

/// <summary>Where a page begins: before these, in time.</summary>
/// <param name="Number">Of the access that was last.</param>
/// <param name="Position">Of the change that was last.</param>
public sealed record AuditPlace(DateTimeOffset At, long Number, long Position)
{
    public static AuditPlace Newest { get; } = new(DateTimeOffset.MaxValue, long.MaxValue, long.MaxValue);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{At.UtcTicks}-{Number}-{Position}");

    public static AuditPlace? Read(string text)
    {
        var parts = text.Split('-');
        var numbers = new long[3];
        for (var i = 0; i < 3; i++)
        {
            if (parts.Length != 3 || !long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture,
                out numbers[i]))
                return null;
        }
        return numbers[0] <= DateTimeOffset.MaxValue.Ticks
            ? new AuditPlace(new DateTimeOffset(numbers[0], TimeSpan.Zero), numbers[1], numbers[2])
            : null;
    }
}

/// <summary>A search of AuditEvents (R4 auditevent.html#search), newest first. Null asks nothing.</summary>
/// <param name="To">Not included.</param>
public sealed record AuditQuery(DateTimeOffset From, DateTimeOffset To, AuditPlace Before, int Count)
{
    public const int CountDefault = 50;

    public const int CountMax = 200;

    /// <summary>Of the page link.</summary>
    public const string Cursor = "_cursor";

    /// <summary>Search parameters, as the CapabilityStatement lists them.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["_id", "action", "agent", "date", "entity", "outcome",
        "patient", "subtype", "entity-name"];

    public string? Id { get; init; }

    public string? Patient { get; init; }

    public string? Agent { get; init; }

    public string? Target { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<string>? Actions { get; init; }

    public IReadOnlyList<string>? Outcomes { get; init; }

    public IReadOnlyList<string>? Interactions { get; init; }

    public static Answer<AuditQuery> Parse(IReadOnlyList<KeyValuePair<string, string>> query, string baseUrl,
        TimeSpan zone)
    {
        var draft = new AuditQuery(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, AuditPlace.Newest, CountDefault);
        foreach (var (name, value) in query)
        {
            if (draft.Take(name, value, baseUrl, zone) is not { } taken)
                return Wrong($"AuditEvent cannot be searched by '{name}' with this value.", name, "invalid");
            draft = taken;
        }
        return draft;
    }

    private AuditQuery? Take(string name, string value, string baseUrl, TimeSpan zone)
    {
        var local = value.StartsWith(baseUrl, StringComparison.Ordinal) ? value[baseUrl.Length..] : value;
        return name switch
        {
            _ when value.Length == 0 => null,
            "_id" => this with { Id = value },
            "patient" => this with { Patient = local.StartsWith("Patient/", StringComparison.Ordinal)
                ? local["Patient/".Length..] : local },
            "agent" or "agent:identifier" => this with { Agent = value[(value.LastIndexOf('|') + 1)..] },
            "entity" => this with { Target = local },
            "entity-name" => this with { Type = value },
            "action" => this with { Actions = Codes(value) },
            "outcome" => this with { Outcomes = Codes(value) },
            "subtype" => this with { Interactions = Codes(value) },
            "date" or "_lastUpdated" => WithDate(value, zone),
            "_sort" => value == "-date" ? this : null,
            "_count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? this with { Count = Math.Min(count, CountMax) }
                : null,
            Cursor => AuditPlace.Read(value) is { } place ? this with { Before = place } : null,
            "_format" or "_pretty" => this,
            _ => null,
        };
    }

    private AuditQuery? WithDate(string value, TimeSpan zone)
    {
        var hasPrefix = value.Length > 2 && char.IsAsciiLetter(value[0]);
        var (prefix, text) = hasPrefix ? (value[..2], value[2..]) : ("eq", value);
        if (!DateRange.TryRead(Encoding.UTF8.GetBytes(text), zone, out var range))
            return null;
        var (low, high) = (Instant(range.Low), Instant(range.High));
        return prefix switch
        {
            "eq" => this with { From = Later(From, low), To = Earlier(To, high) },
            "ge" => this with { From = Later(From, low) },
            "gt" or "sa" => this with { From = Later(From, high) },
            "le" => this with { To = Earlier(To, high) },
            "lt" or "eb" => this with { To = Earlier(To, low) },
            _ => null,
        };
    }

    private static DateTimeOffset Instant(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    // A code with its system means the code: there is one system for each parameter.
    private static IReadOnlyList<string> Codes(string value) =>
        [.. SearchTerm.Split(value, ',').Select(code => code[(code.LastIndexOf('|') + 1)..])];

    private static Refusal Wrong(string reason, string name, string code) =>
        new(RefusalKind.Invalid, reason, $"http.{name}", code);
}
