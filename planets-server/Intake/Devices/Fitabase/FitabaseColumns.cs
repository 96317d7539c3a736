using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>What time the values of a row stand for.</summary>
internal enum RowSpan
{
    Moment,
    Minute,
    Hour,
    Day,
}

/// <summary>What a column of values means: a reading, or why it is kept raw.</summary>
/// <param name="Minute">For the sixty columns of a wide table the minute of the hour.</param>
internal sealed record ValueColumn(
    int Index, string Name, string? Metric, string Unit, Reason? Kept = null, int? Minute = null);

/// <summary>
/// The header of a Fitabase export (Fitabase data dictionary, 2016: distances in km, METs times ten).
/// </summary>
internal sealed class FitabaseColumns
{
    private static readonly Dictionary<string, (string Metric, string Unit)> Readings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TotalSteps"] = ("steps", "{steps}"), ["StepTotal"] = ("steps", "{steps}"), ["Steps"] = ("steps", "{steps}"),
        ["TotalDistance"] = ("distance", "km"),
        ["VeryActiveMinutes"] = ("minutes-vigorous", "min"), ["FairlyActiveMinutes"] = ("minutes-moderate", "min"),
        ["LightlyActiveMinutes"] = ("minutes-light", "min"), ["SedentaryMinutes"] = ("minutes-sedentary", "min"),
        ["Calories"] = ("energy-total", "kcal"),
        ["TotalIntensity"] = ("activity-intensity", "{score}"), ["Intensity"] = ("activity-intensity", "{score}"),
        ["TotalMinutesAsleep"] = ("sleep-duration", "min"), ["TotalTimeInBed"] = ("time-in-bed", "min"),
        ["WeightKg"] = ("body-weight", "kg"), ["Fat"] = ("body-fat", "%"), ["BMI"] = ("body-mass-index", "kg/m2"),
    };

    private static readonly Dictionary<string, Reason> KeptRaw = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AverageIntensity"] = DeviceReasons.Derived, ["WeightPounds"] = DeviceReasons.Derived,
        ["TrackerDistance"] = DeviceReasons.Derived,
    };

    // They say who, when and which record, not what.
    private static readonly HashSet<string> Identifying = new(StringComparer.OrdinalIgnoreCase) { "Id", "LogId" };

    private static readonly string[] DayNames = ["ActivityDate", "ActivityDay", "SleepDay"];

    private FitabaseColumns(IReadOnlyList<string> header, IReadOnlyList<int> timeColumns)
    {
        bool Has(string name) => header.Contains(name, StringComparer.OrdinalIgnoreCase);
        Span = DayNames.Any(Has) ? RowSpan.Day : Has("ActivityHour") ? RowSpan.Hour
            : Has("ActivityMinute") || IsMinuteSleep(header) ? RowSpan.Minute : RowSpan.Moment;
        Person = IndexOf(header, "Id");
        Width = header.Count;
        Times = timeColumns;
        LogId = IndexOf(header, "LogId");
        Values = [.. header.Select((name, index) => (name, index))
            .Where(column => !Identifying.Contains(column.name) && !timeColumns.Contains(column.index))
            .Select(column => Column(header, column.name, column.index))];
    }

    public RowSpan Span { get; }

    public int Person { get; }

    public int Width { get; }

    public int LogId { get; }

    /// <summary>Columns that tell date or time of day, in their order.</summary>
    public IReadOnlyList<int> Times { get; }

    public IReadOnlyList<ValueColumn> Values { get; }

    public static bool Recognises(string firstLine)
    {
        var header = firstLine.TrimStart('\uFEFF').Split(',');
        return header[0].Trim() == "Id" && header.Length > 2;
    }

    /// <param name="first">The first row: the cells in it that are dates or times of day mark the columns of
    /// time.</param>
    public static FitabaseColumns Of(IReadOnlyList<string> header, IReadOnlyList<string> first) =>
        new(header,
            [.. Enumerable.Range(1, Math.Min(header.Count, first.Count) - 1)
            .Where(index => FitabaseTime.IsTime(first[index]))]);

    /// <summary>Columns date, value, logId: one row a minute of sleep.</summary>
    private static bool IsMinuteSleep(IReadOnlyList<string> header) =>
        header.Contains("value", StringComparer.OrdinalIgnoreCase) && header.Contains("date", StringComparer.OrdinalIgnoreCase);

    private static ValueColumn Column(IReadOnlyList<string> header, string name, int index)
    {
        if (name.Equals("Value", StringComparison.OrdinalIgnoreCase))
            return IsMinuteSleep(header) ? new(index, name, "sleep-stage", "1") : new(index, name, "heart-rate", "/min");
        if (Readings.TryGetValue(name, out var reading))
            return new(index, name, reading.Metric, reading.Unit);
        if (name.Length > 2 && int.TryParse(name[^2..], out var minute) && minute < 60
            && Readings.TryGetValue(name[..^2], out var wide))
            return new(index, name, wide.Metric, wide.Unit, Minute: minute);
        return new(index, name, null, "", KeptRaw.GetValueOrDefault(name, DeviceReasons.NoMetric));
    }

    private static int IndexOf(IReadOnlyList<string> header, string name) =>
        header.ToList().FindIndex(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
}
