using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>
/// Exports of Fitbit data by Fitabase: days, hours, minutes narrow and wide, heart rate by the second, minutes of
/// sleep, weights. Many persons a file. Times are wall clocks without zone; dates may mix both orders of day and month
/// (<see cref="DateOrder"/>), and spreadsheets may have lost morning and afternoon (<see cref="HalfDays"/>). A file is
/// read twice: first its times.
/// </summary>
public static class FitabaseCsv
{
    public static bool Recognises(string firstLine) => FitabaseColumns.Recognises(firstLine);

    public static IEnumerable<DeviceEntry> Read(DeviceFile file, DevicePolicy policy)
    {
        if (ColumnsOf(file) is not { } columns)
            yield break;
        var times = ReadTimes(file, columns);
        using var stream = file.Open();
        foreach (var row in CsvRows.Read(stream).Skip(1))
        {
            foreach (var entry in Entries(row, columns, times))
                yield return entry;
        }
    }

    /// <summary>Null for a file without rows.</summary>
    private static FitabaseColumns? ColumnsOf(DeviceFile file)
    {
        using var stream = file.Open();
        return CsvRows.Read(stream).Take(2).ToList() is [var header, var first]
            ? FitabaseColumns.Of(header.Cells, first.Cells) : null;
    }

    private static FitabaseTimes ReadTimes(DeviceFile file, FitabaseColumns columns)
    {
        using var stream = file.Open();
        return FitabaseTimes.Resolve(CsvRows.Read(stream).Skip(1).Where(row => row.Cells.Count == columns.Width)
            .Select(row => Written(row, columns)).OfType<WrittenTime>());
    }

    /// <summary>Null when the row has no date.</summary>
    private static WrittenTime? Written(CsvRow row, FitabaseColumns columns)
    {
        var cells = columns.Times.Select(index => row.Cells[index]).ToList();
        var dates = cells.Select(FitabaseTime.ParseDate).OfType<(UncertainDate Date, string After)>().ToList();
        if (dates.Count == 0)
            return null;
        var isDay = columns.Span == RowSpan.Day;
        var time = isDay ? TimeOnly.MinValue : FitabaseTime.OfDay(cells);
        return new WrittenTime(
            row.Cells[columns.Person], row.Line, dates[0].Date, time, !isDay && cells.Any(FitabaseTime.IsMarked));
    }

    private static IEnumerable<DeviceEntry> Entries(CsvRow row, FitabaseColumns columns, FitabaseTimes times)
    {
        bool IsFilled(ValueColumn column) => column.Index < row.Cells.Count && row.Cells[column.Index].Length > 0;
        var values = Math.Max(1, columns.Values.Count(IsFilled));
        var place = $"line {row.Line}";
        if (row.Cells.Count != columns.Width)
            return [new DeviceEntry.Refused(null, place, DeviceReasons.RowWidth, values)];
        var person = row.Cells[columns.Person];
        var time = times.Of(row.Line);
        if (time.Start is { } start)
            return new FitabaseRow(row, columns, person, start) { IsInferred = time.Inferred }.Entries();
        var isAmbiguous = Written(row, columns) is { Time: not null, Date.IsAmbiguous: true };
        return isAmbiguous
            ? [new DeviceEntry.Kept(person, place, DeviceReasons.DateAmbiguous, row.Text, values)]
            : [new DeviceEntry.Refused(person, place, Reason.TimeMalformed, values)];
    }
}
