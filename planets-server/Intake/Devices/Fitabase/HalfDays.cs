namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>
/// Finds out whether "AM" and "PM" in an export can be trusted. Spreadsheets that lost them write a day as two rounds
/// of the twelve hours, all marked alike: rows then go back in time at noon, which an export never does. Reading some
/// rows as the other half of the day makes such a file ascend again; a file that is merely unsorted does not ascend
/// either way, and is left as it is marked.
/// </summary>
internal static class HalfDays
{
    // A step back costs more than reading a whole day's rows otherwise than they are marked.
    private const double BackCost = 200;
    private const double FlipCost = 0.25;

    // Of the steps back, as marked, at most this part may be left.
    private const double LeftMax = 0.05;

    /// <summary>
    /// Times of one person's rows, in order; the second says which were read as the other half of the day.
    /// </summary>
    public static (IReadOnlyList<DateTime> Times, IReadOnlyList<bool> Flipped) Read(IReadOnlyList<DateTime> marked)
    {
        var costs = new (double Kept, double Flipped)[marked.Count];
        var fromFlipped = new (bool Kept, bool Flipped)[marked.Count];
        for (var i = 0; i < marked.Count; i++)
        {
            (costs[i].Kept, fromFlipped[i].Kept) = Reach(marked, costs, i, flipped: false);
            (costs[i].Flipped, fromFlipped[i].Flipped) = Reach(marked, costs, i, flipped: true);
        }
        var flips = new bool[marked.Count];
        var flip = marked.Count > 0 && costs[^1].Flipped < costs[^1].Kept;
        for (var i = marked.Count - 1; i >= 0; i--)
        {
            flips[i] = flip;
            flip = flip ? fromFlipped[i].Flipped : fromFlipped[i].Kept;
        }
        return ([.. marked.Select((time, i) => flips[i] ? Other(time) : time)], flips);
    }

    public static int StepsBack(IReadOnlyList<DateTime> times) =>
        times.Zip(times.Skip(1)).Count(pair => pair.Second <= pair.First);

    /// <summary>Whether the markers of a file are to be overruled.</summary>
    /// <param name="asMarked">Steps back of all persons.</param>
    public static bool AreDamaged(int asMarked, int asRead) => asMarked > 0 && asRead <= asMarked * LeftMax;

    private static (double Cost, bool FromFlipped) Reach(
        IReadOnlyList<DateTime> marked, (double Kept, double Flipped)[] costs, int row, bool flipped)
    {
        var own = flipped ? FlipCost : 0;
        if (row == 0)
            return (own, false);
        var time = flipped ? Other(marked[row]) : marked[row];
        var kept = costs[row - 1].Kept + (time <= marked[row - 1] ? BackCost : 0);
        var other = costs[row - 1].Flipped + (time <= Other(marked[row - 1]) ? BackCost : 0);
        return (own + Math.Min(kept, other), other < kept);
    }

    private static DateTime Other(DateTime time) => time.Hour < 12 ? time.AddHours(12) : time.AddHours(-12);
}
