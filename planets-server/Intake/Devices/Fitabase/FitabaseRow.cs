using System.Globalization;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>A row whose time is known.</summary>
internal sealed class FitabaseRow(CsvRow row, FitabaseColumns columns, string person, DateTime start)
{
    private const long MinuteMs = 60_000;

    /// <summary>The half of the day was not as marked.</summary>
    public bool IsInferred { get; init; }

    /// <summary>One entry for each value, but one for all minutes of a wide table that are numbers.</summary>
    public IEnumerable<DeviceEntry> Entries()
    {
        var wide = new List<(ValueColumn Column, decimal Value)>();
        foreach (var column in columns.Values)
        {
            var text = row.Cells[column.Index];
            if (text.Length == 0)
                continue;
            if (column.Metric is null)
                yield return new DeviceEntry.Kept(person, PlaceOf(column), column.Kept!, text);
            else if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                yield return new DeviceEntry.Refused(person, PlaceOf(column), Reason.NotANumber);
            else if (column.Minute is not null)
                wide.Add((column, value));
            else
                yield return Reading(column, value);
        }
        foreach (var metric in wide.GroupBy(minute => minute.Column.Metric))
            yield return Hour([.. metric]);
    }

    private DeviceEntry Reading(ValueColumn column, decimal value)
    {
        if (column.Metric == "sleep-stage")
            return Stage(column, value);
        var item = Item(column) with { Samples = [new ItemSample(0, 0, value)] };
        var isMoment = columns.Span == RowSpan.Moment || MetricCatalogue.Of(column.Metric!).Kind == MetricKind.Discrete;
        return Reading(PlaceOf(column), isMoment ? item : item with { End = LocalTime.Wall(End) });
    }

    /// <summary>1 asleep, 2 restless, 3 awake (Fitabase data dictionary).</summary>
    private DeviceEntry Stage(ValueColumn column, decimal value)
    {
        SleepStage? stage = value switch { 1 => SleepStage.Asleep, 2 => SleepStage.Restless, 3 => SleepStage.Awake, _ => null };
        return stage is null
            ? new DeviceEntry.Refused(person, PlaceOf(column), Reason.Impossible)
            : Reading(PlaceOf(column), Item(column) with { Samples = [new ItemSample(0, MinuteMs, (int)stage)] });
    }

    private DeviceEntry Hour(IReadOnlyList<(ValueColumn Column, decimal Value)> minutes) => Reading(
        $"line {row.Line}",
        Item(minutes[0].Column) with
        {
            Samples = [.. minutes
                .Select(minute => new ItemSample(minute.Column.Minute!.Value * MinuteMs, MinuteMs, minute.Value))],
        });

    private DeviceEntry Reading(string place, UploadEntry.Item item) =>
        new DeviceEntry.Readings(person, place, item) { Remark = IsInferred ? DeviceReasons.HalfInferred : null };

    private UploadEntry.Item Item(ValueColumn column) => new()
    {
        ClientId = LogId(), Metric = column.Metric, Unit = column.Unit, Start = LocalTime.Wall(start),
    };

    /// <summary>Spreadsheets round long ids to 1.46E+12, which names nothing any more.</summary>
    private string? LogId() =>
        columns is { LogId: >= 0, Span: RowSpan.Moment } && row.Cells[columns.LogId] is { Length: > 0 } id
            && id.All(char.IsAsciiDigit) ? id : null;

    private DateTime End => columns.Span switch
    {
        RowSpan.Minute => start.AddMinutes(1),
        RowSpan.Hour => start.AddHours(1),
        _ => start.AddDays(1),
    };

    private string PlaceOf(ValueColumn column) => $"line {row.Line}, {column.Name}";
}
