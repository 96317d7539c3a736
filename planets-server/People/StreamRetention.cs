using Phr.EventLog;
using Phr.Planets.Access;

namespace Phr.Planets.People;

/// <summary>
/// Who has to keep what. What a person and their devices wrote is theirs to erase. What an organisation wrote is its record of its work: in
/// Japan kept for five years after treatment ends (Medical Practitioners' Act, article 24), and after that still its own to decide about.
/// </summary>
internal static class StreamRetention
{
    private const int DutyYears = 5;

    public static RetentionRuling Rule(StreamSummary stream, DateTimeOffset now)
    {
        if (Authors.IsPhone(stream.Source))
            return new RetentionRuling.Released();
        var until = stream.LastRecorded.AddYears(DutyYears);
        return until > now
            ? new RetentionRuling.Retained(
                "the organisation that wrote it has to keep it for five years after treatment ends (Medical Practitioners' Act, article 24).", until)
            : new RetentionRuling.Retained("it is the record of the organisation that wrote it; only that organisation can erase it.", null);
    }
}
