using System.Globalization;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>
/// Continuous glucose as <c>timestamp,glucose_value_mg_dl</c> (or <c>…_mmol_l</c>), one person a file, as the
/// Glucose-ML collection harmonises it. The timestamp is a wall clock; where it is the time of day only, days are
/// counted from
/// <see cref="DevicePolicy.DayZero"/>: a clock that goes back begins the next day. A pause of more than a day cannot be
/// seen then.
/// </summary>
public static class GlucoseCsv
{
    private static readonly string[] TimeForms = ["HH:mm:ss", "H:mm:ss", "HH:mm", "H:mm"];

    // Clocks of receivers are set by minutes; a day ends with a step back by hours.
    private static readonly TimeSpan SetBackMax = TimeSpan.FromMinutes(30);

    public static bool Recognises(string firstLine) =>
        UnitOf(firstLine.TrimStart('\uFEFF').Split(',')) is not null;

    public static IEnumerable<DeviceEntry> Read(DeviceFile file, DevicePolicy policy)
    {
        using var stream = file.Open();
        var days = new DayCount(policy.DayZero);
        string? unit = null;
        foreach (var row in CsvRows.Read(stream))
        {
            if (unit is null)
                unit = UnitOf(row.Cells) ?? throw new InvalidDataException("The header names no glucose column.");
            else
                yield return Entry(row, unit, days);
        }
    }

    private static DeviceEntry Entry(CsvRow row, string unit, DayCount days)
    {
        var place = $"line {row.Line}";
        if (row.Cells.Count < 2)
            return new DeviceEntry.Refused(null, place, DeviceReasons.RowWidth);
        var (timestamp, text) = (row.Cells[0], row.Cells[1]);
        if (text.Equals("low", StringComparison.OrdinalIgnoreCase) || text.Equals("high", StringComparison.OrdinalIgnoreCase))
            return new DeviceEntry.Kept(null, place, DeviceReasons.BeyondDetection, row.Text);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return new DeviceEntry.Refused(null, place, text.Length == 0 ? Reason.NoValue : Reason.NotANumber);
        if (!LocalTime.TryParse(timestamp, out var start))
        {
            if (!TimeOnly.TryParseExact(timestamp, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                return new DeviceEntry.Refused(null, place, Reason.TimeMalformed);
            if (days.DayOf(time) is not { } day)
                return new DeviceEntry.Kept(null, place, DeviceReasons.NoDate, row.Text);
            start = LocalTime.Wall(day.ToDateTime(time));
        }
        return new DeviceEntry.Readings(null, place, new UploadEntry.Item
        {
            Metric = "glucose-interstitial", Unit = unit, Start = start, Samples = [new ItemSample(0, 0, value)],
        });
    }

    private static string? UnitOf(IReadOnlyList<string> header)
    {
        if (header.Count < 2 || header[0].Trim().TrimStart('\uFEFF') is not ("timestamp" or "time"))
            return null;
        return header[1].Trim() switch { "glucose_value_mg_dl" => "mg/dL", "glucose_value_mmol_l" => "mmol/L", _ => null };
    }

    /// <summary>Counts the days of a clock that tells none.</summary>
    private sealed class DayCount(DateOnly? dayZero)
    {
        private TimeOnly? _last;
        private int _days;

        public DateOnly? DayOf(TimeOnly time)
        {
            if (_last is { } last && time < last && last.ToTimeSpan() - time.ToTimeSpan() > SetBackMax)
                _days++;
            _last = time;
            return dayZero?.AddDays(_days);
        }
    }
}
