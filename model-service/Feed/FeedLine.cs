using System.Text.Json;

namespace Phr.Model.Feed;

/// <summary>How far a person's feed has been read.</summary>
/// <param name="Position">Of the log; 0 before everything.</param>
/// <param name="Generation">Names one set of streams and consents; another one means that all is to be read again.</param>
public sealed record FeedPlace(long Position, string Generation)
{
    public static FeedPlace Nowhere { get; } = new(0, "");
}

/// <summary>
/// One line of a person's feed, as planets-server writes it: <c>start</c>, <c>resource</c>, <c>removed</c> or <c>daily</c>.
/// </summary>
public sealed record FeedLine
{
    public required string Kind { get; init; }

    public long Position { get; init; }

    /// <summary>Of the start: what <see cref="FeedPlace.Generation"/> is to be from now on.</summary>
    public string? Generation { get; init; }

    /// <summary>Of the start: what was read before is void, everything follows.</summary>
    public bool Reset { get; init; }

    /// <summary>Of the start: outcomes that the person has switched on.</summary>
    public IReadOnlyList<string>? Outcomes { get; init; }

    public string? Type { get; init; }

    public string? Id { get; init; }

    public JsonElement? Resource { get; init; }

    /// <summary>Of a day: the series' code of the metric.</summary>
    public string? Metric { get; init; }

    /// <summary>Of a day: the person's local day.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Of a day: which of the person's devices.</summary>
    public string? Connection { get; init; }

    /// <summary>Of a day: number of values.</summary>
    public int N { get; init; }

    /// <summary>Of a day: null for totals.</summary>
    public double? Mean { get; init; }

    /// <summary>Of a day: null for moments.</summary>
    public double? Sum { get; init; }

    /// <summary>Of a day: the Observation that states it.</summary>
    public string? Reference { get; init; }

    /// <exception cref="InvalidDataException">A start without what it needs.</exception>
    public FeedStart Start() => this is { Kind: "start", Outcomes: { } outcomes, Generation: { } generation }
        ? new FeedStart(new FeedPlace(Position, generation), Reset, outcomes)
        : throw new InvalidDataException("A feed begins with a line that says generation and outcomes.");
}

/// <summary>The first line of a feed.</summary>
/// <param name="Head">The place that is reached when the feed has been read to its end.</param>
public sealed record FeedStart(FeedPlace Head, bool Reset, IReadOnlyList<string> Outcomes);
