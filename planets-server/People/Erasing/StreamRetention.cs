using Phr.EventLog;
using Phr.Planets.Access;

namespace Phr.Planets.People.Erasing;

/// <summary>
/// Who has to keep what. What a person and their devices wrote is theirs to erase. What an organisation wrote is its record of its work:
/// it keeps it for as long as its duty says, and after that only it can have it erased.
/// </summary>
public sealed class StreamRetention(RetentionOptions options)
{
    /// <param name="asking">Source that wants it erased.</param>
    public RetentionRule RuleFor(string asking) => (stream, now) => Rule(stream, now, asking);

    private RetentionRuling Rule(StreamSummary stream, DateTimeOffset now, string asking)
    {
        if (Authors.IsPhone(stream.Source))
            return new RetentionRuling.Released();
        var years = options.YearsOf.TryGetValue(stream.Source, out var own) ? own : options.Years;
        var until = stream.LastRecorded.AddYears(years);
        if (until > now)
        {
            return new RetentionRuling.Retained(
                $"the organisation that wrote it has to keep it for {years} years after the last entry (Medical Practitioners' Act, article 24, or its"
                + " own rule).", until);
        }
        return stream.Source == asking
            ? new RetentionRuling.Released()
            : new RetentionRuling.Retained("it is the record of the organisation that wrote it; only that organisation can erase it.",
                null);
    }
}
