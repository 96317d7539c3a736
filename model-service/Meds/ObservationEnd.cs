namespace Phr.Model.Meds;

/// <summary>
/// When the observation of a data set's people ends: with the last row of any of them, but for a few who stand apart. Times that a keyboard
/// or a system's "for ever" put far ahead would otherwise have everybody observed until then, and without outcome.
/// </summary>
internal static class ObservationEnd
{
    /// <summary>Among fewer people nobody stands apart.</summary>
    public const int PeopleMin = 10;

    /// <summary>One of so many may stand apart, and one among fewer.</summary>
    private const int ApartOneIn = 100;

    /// <summary>So much later than everybody else's last row.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromDays(365);

    /// <param name="lasts">The last time of each subject, in any order.</param>
    public static DateTimeOffset Of(IEnumerable<DateTimeOffset> lasts)
    {
        var latest = lasts.OrderDescending().ToList();
        if (latest.Count == 0)
            return DateTimeOffset.MinValue;
        var most = latest.Count < PeopleMin ? 0 : Math.Max(1, latest.Count / ApartOneIn);
        for (var apart = most; apart > 0; apart--)
        {
            if (latest[apart - 1] - latest[apart] > Apart)
                return latest[apart];
        }
        return latest[0];
    }
}
