using System.ComponentModel.DataAnnotations;

namespace Phr.EventLog;

/// <summary>Bounds of the log. What is over one is refused and nothing of it is stored.</summary>
public sealed record LogLimits
{
    /// <summary>One body, bytes. Over it: TooLarge.</summary>
    [Range(1, 256 << 20)] public int BodyBytesMax { get; init; } = 16 << 20;

    /// <summary>Events of one proposal. Over it: TooLarge.</summary>
    [Range(1, 1_000_000)] public int ProposalEventsMax { get; init; } = 50_000;

    /// <summary>Bodies of one proposal together, bytes. Over it: TooLarge.</summary>
    [Range(1, 512 << 20)] public long ProposalBytesMax { get; init; } = 128 << 20;

    /// <summary>Proposals that wait in one lane. Over it: Unavailable, at once.</summary>
    [Range(1, 1_000_000)] public int QueueLengthMax { get; init; } = 4_096;

    /// <summary>
    /// Expected bytes of the proposals that wait in one lane; one proposal may always wait. Over it: Unavailable, at
    /// once.
    /// </summary>
    [Range(1, long.MaxValue)] public long QueueBytesMax { get; init; } = 512 << 20;

    /// <summary>
    /// Expected events of a group of interactive proposals; a larger proposal makes a group of its own.
    /// </summary>
    [Range(1, 1_000_000)] public int GroupEventsMax { get; init; } = 2_000;

    /// <summary>
    /// Expected events of a group of bulk proposals: an interactive proposal waits for one such group at most.
    /// </summary>
    [Range(1, 1_000_000)] public int BulkGroupEventsMax { get; init; } = 500;

    /// <summary>Expected bytes of a group; a larger proposal makes a group of its own.</summary>
    [Range(1, 512 << 20)] public long GroupBytesMax { get; init; } = 32 << 20;
}
