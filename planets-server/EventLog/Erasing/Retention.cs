namespace Phr.EventLog;

/// <summary>What a retention rule may look at; nothing of the content.</summary>
/// <param name="Source">Source of the founding event: whose account it is.</param>
/// <param name="FirstRecorded">Recorded time of the founding event.</param>
/// <param name="LastRecorded">Recorded time of the newest event.</param>
/// <param name="Events">How many events, the founding one included.</param>
/// <param name="Bodies">How many of them have a body.</param>
public sealed record StreamSummary(
    StreamId Stream, string Source, DateTimeOffset FirstRecorded, DateTimeOffset LastRecorded, long Events,
    long Bodies);

/// <summary>What a retention rule says.</summary>
public abstract record RetentionRuling
{
    private RetentionRuling() { }

    /// <summary>It may be erased.</summary>
    public sealed record Released : RetentionRuling;

    /// <summary>It has to be kept, for now or for good.</summary>
    /// <param name="Reason">One sentence for a person: which duty.</param>
    /// <param name="Until">From when it may be erased; null when that is not known.</param>
    public sealed record Retained(string Reason, DateTimeOffset? Until) : RetentionRuling;
}

/// <summary>A source's duty to keep, decided at the moment of erasure. Pure: it may be asked again.</summary>
public delegate RetentionRuling RetentionRule(StreamSummary stream, DateTimeOffset now);
