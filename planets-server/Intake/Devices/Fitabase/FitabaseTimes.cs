namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>A row's time as it is written.</summary>
/// <param name="Time">Time of day; null when it is neither told nor readable.</param>
/// <param name="IsMarked">Written with AM or PM.</param>
internal readonly record struct WrittenTime(string Person, int Line, UncertainDate Date, TimeOnly? Time, bool IsMarked);

/// <summary>What became of a row's time.</summary>
/// <param name="Start">Null when the date is ambiguous or none.</param>
/// <param name="Inferred">AM or PM was overruled by the order of the rows.</param>
internal readonly record struct RowTime(DateTime? Start, bool Inferred);

/// <summary>
/// The times of an export. Dates are resolved person by person; what one person's rows leave open is read in the order
/// that all other persons' rows of the file agree on, if they do. Then AM and PM are checked against the order of the
/// rows.
/// </summary>
internal sealed class FitabaseTimes
{
    // Rows of other persons that must agree on an order, and none of them disagree.
    private const int AgreeingMin = 3;

    private readonly Dictionary<int, RowTime> _byLine = [];

    private FitabaseTimes() { }

    public RowTime Of(int line) => _byLine.GetValueOrDefault(line);

    public static FitabaseTimes Resolve(IEnumerable<WrittenTime> rows)
    {
        var times = new FitabaseTimes();
        var persons = rows.GroupBy(row => row.Person).Select(person => person.ToList()).ToList();
        var dates = ResolveDates(persons);
        foreach (var row in persons.SelectMany(person => person))
        {
            if (dates.GetValueOrDefault(row.Line) is { } date && row.Time is { } time)
                times._byLine[row.Line] = new RowTime(date.ToDateTime(time), false);
        }
        times.CheckHalves(persons);
        return times;
    }

    private static Dictionary<int, DateOnly?> ResolveDates(IEnumerable<List<WrittenTime>> persons)
    {
        var dates = new Dictionary<int, DateOnly?>();
        var open = new List<WrittenTime>();
        var (monthFirst, dayFirst) = (0, 0);
        foreach (var runs in persons.Select(Runs))
        {
            var resolved = DateOrder.Resolve(runs.ConvertAll(run => run[0].Date));
            for (var i = 0; i < runs.Count; i++)
            {
                runs[i].ForEach(row => dates[row.Line] = resolved[i]);
                if (!runs[i][0].Date.IsAmbiguous)
                    continue;
                if (resolved[i] is null)
                    open.AddRange(runs[i]);
                else if (resolved[i] == runs[i][0].Date.MonthFirst)
                    monthFirst++;
                else
                    dayFirst++;
            }
        }
        if (monthFirst + dayFirst >= AgreeingMin && (monthFirst == 0 || dayFirst == 0))
            open.ForEach(row => dates[row.Line] = monthFirst > 0 ? row.Date.MonthFirst : row.Date.DayFirst);
        return dates;
    }

    /// <summary>Rows of one date following each other say it once: an export by the minute has 1,440 of them.</summary>
    private static List<List<WrittenTime>> Runs(List<WrittenTime> rows)
    {
        var runs = new List<List<WrittenTime>>();
        foreach (var row in rows)
        {
            if (runs.Count == 0 || runs[^1][0].Date != row.Date)
                runs.Add([]);
            runs[^1].Add(row);
        }
        return runs;
    }

    private void CheckHalves(IEnumerable<List<WrittenTime>> persons)
    {
        var read = new List<(WrittenTime Row, DateTime Time, bool Flipped)>();
        var (asMarked, asRead) = (0, 0);
        foreach (var rows in persons
            .Select(person => person.Where(row => row.IsMarked && _byLine.ContainsKey(row.Line)).ToList()))
        {
            var marked = rows.ConvertAll(row => _byLine[row.Line].Start!.Value);
            var (times, flipped) = HalfDays.Read(marked);
            asMarked += HalfDays.StepsBack(marked);
            asRead += HalfDays.StepsBack(times);
            read.AddRange(rows.Select((row, i) => (row, times[i], flipped[i])));
        }
        if (!HalfDays.AreDamaged(asMarked, asRead))
            return;
        foreach (var (row, time, flipped) in read)
            _byLine[row.Line] = new RowTime(time, flipped);
    }
}
