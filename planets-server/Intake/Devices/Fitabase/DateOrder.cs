namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>A date of two numbers and a year, of which either may be the month.</summary>
public readonly record struct UncertainDate(int First, int Second, int Year)
{
    public DateOnly? MonthFirst => Of(First, Second);

    public DateOnly? DayFirst => Of(Second, First);

    public bool IsAmbiguous => MonthFirst is { } a && DayFirst is { } b && a != b;

    private DateOnly? Of(int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && Year is >= 1900 and <= 2999 && day <= DateTime.DaysInMonth(Year, month)
            ? new DateOnly(Year, month, day) : null;
}

/// <summary>
/// Tells day and month apart in files where people mixed both orders, by what a person's dates do: they go on from row
/// to row, mostly by a day. The reading of all rows together that jumps least is the one with the least cost (Viterbi's
/// shortest path over the two readings of each row). A row is ambiguous when reading it the other way would cost hardly
/// more.
/// </summary>
public static class DateOrder
{
    // Going back in time is rare in an export; a change of the order between rows is rarer than a gap of a few days.
    private const double BackwardCost = 3;
    private const double SwitchCost = 1;
    private const double GapCostMax = 400;

    // Two readings of a row are told apart when they differ by more than a gap of two days.
    private const double MarginMin = 2;

    /// <summary>The date of each row, in order; null where it stays ambiguous or is no date.</summary>
    public static IReadOnlyList<DateOnly?> Resolve(IReadOnlyList<UncertainDate> rows)
    {
        var forward = Costs(rows, 0, 1);
        var backward = Costs(rows, rows.Count - 1, -1);
        var resolved = new DateOnly?[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (monthFirst, dayFirst) =
                (forward[i].MonthFirst + backward[i].MonthFirst, forward[i].DayFirst + backward[i].DayFirst);
            if (!rows[i].IsAmbiguous)
                resolved[i] = rows[i].MonthFirst ?? rows[i].DayFirst;
            else if (Math.Abs(monthFirst - dayFirst) >= MarginMin)
                resolved[i] = monthFirst < dayFirst ? rows[i].MonthFirst : rows[i].DayFirst;
        }
        return resolved;
    }

    /// <summary>Least cost of all rows from one end up to each row, when that row is read in either way.</summary>
    private static (double MonthFirst, double DayFirst)[] Costs(IReadOnlyList<UncertainDate> rows, int start, int step)
    {
        var costs = new (double MonthFirst, double DayFirst)[rows.Count];
        var previous = -1;
        for (var i = start; i >= 0 && i < rows.Count; i += step)
        {
            var (month, day) = (rows[i].MonthFirst, rows[i].DayFirst);
            if (month is null && day is null)
                continue;
            costs[i] = previous < 0
                ? (month is null ? double.PositiveInfinity : 0, day is null ? double.PositiveInfinity : 0)
                : (Reach(rows[previous], costs[previous], month, true, step),
                    Reach(rows[previous], costs[previous], day, false, step));
            previous = i;
        }
        return costs;
    }

    private static double Reach(
        UncertainDate from, (double MonthFirst, double DayFirst) costs, DateOnly? date, bool monthFirst, int step)
    {
        if (date is not { } to)
            return double.PositiveInfinity;
        var byMonth = costs.MonthFirst + Step(from.MonthFirst, to, step) + (monthFirst ? 0 : SwitchCost);
        var byDay = costs.DayFirst + Step(from.DayFirst, to, step) + (monthFirst ? SwitchCost : 0);
        return Math.Min(byMonth, byDay);
    }

    private static double Step(DateOnly? from, DateOnly to, int step)
    {
        if (from is not { } date)
            return double.PositiveInfinity;
        var days = (to.DayNumber - date.DayNumber) * step;
        return Math.Min(GapCostMax, Math.Max(0, Math.Abs(days) - 1)) + (days < 0 ? BackwardCost : 0);
    }
}
