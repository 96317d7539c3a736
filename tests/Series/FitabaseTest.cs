using Phr.Planets.Intake.Devices;
using Phr.Planets.Intake.Devices.Fitabase;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

public sealed class FitabaseTest
{
    [Fact]
    public void Mixed_orders_of_day_and_month_are_told_apart_by_the_days_around()
    {
        var starts =
            Starts("Id,ActivityDay,StepTotal", "7,04-28-2016,1", "7,29-04-2016,1", "7,30-04-2016,1", "7,05-01-2016,1",
            "7,02-05-2016,1", "7,05-03-2016,1");
        Assert.Equal(
            ["2016-04-28", "2016-04-29", "2016-04-30", "2016-05-01", "2016-05-02", "2016-05-03"], starts
            .Select(start => start[..10]));
    }

    [Fact]
    public void A_year_of_days_in_either_order_is_read_to_the_day()
    {
        var days = Enumerable.Range(0, 366).Select(day => new DateOnly(2016, 1, 1).AddDays(day)).ToList();
        foreach (var form in new[] { "M/d/yyyy", "dd-MM-yyyy" })
        {
            var starts = Starts("Id,ActivityDay,StepTotal", [.. days.Select(day => $"7,{day.ToString(form)},1")]);
            Assert.Equal(days.Select(day => day.ToString("yyyy-MM-dd")), starts.Select(start => start[..10]));
        }
    }

    [Fact]
    public void A_date_that_stays_ambiguous_is_kept_raw_and_named()
    {
        var entries = DeviceText.Read("Id,ActivityDay,Calories,StepTotal\n7,03-04-2016,2000,1\n");
        var kept = Assert.IsType<DeviceEntry.Kept>(Assert.Single(entries));
        Assert.Equal(
            (DeviceReasons.DateAmbiguous, "line 2", "7,03-04-2016,2000,1", 2),
            (kept.Reason, kept.Place, kept.Raw, kept.Count));
    }

    [Fact]
    public void A_lone_date_is_read_in_the_order_that_all_others_of_the_file_have()
    {
        string[] rows = ["1,30-04-2016,1", "1,01-05-2016,1", "1,02-05-2016,1", "1,03-05-2016,1", "2,03-04-2016,1"];
        Assert.Equal("2016-04-03", Starts("Id,ActivityDay,StepTotal", rows)[^1][..10]);
    }

    [Fact]
    public void A_lone_date_stays_open_when_others_of_the_file_have_both_orders()
    {
        string[] rows =
            ["1,30-04-2016,1", "1,01-05-2016,1", "1,02-05-2016,1", "3,04-30-2016,1", "3,05-01-2016,1", "3,05-02-2016,1",
            "2,03-04-2016,1"];
        Assert.Equal("kept date-ambiguous", DeviceText.Told(DeviceText.Read(Csv("Id,ActivityDay,StepTotal", rows))).Last());
    }

    [Fact]
    public void Hours_that_lost_afternoon_are_read_by_the_order_of_the_rows()
    {
        var rows = Enumerable.Range(0, 48)
            .Select(hour =>
            $"7,{13 + (hour / 24)}-04-2016,{Hour12(hour)}:00:00 {(hour % 12 == 0 ? "PM" : "AM")},{hour}").ToArray();
        var entries = DeviceText.Read(Csv("Id,Date,ActivityHour,StepTotal", rows));
        var hours = DeviceText.Items(entries).Select(item => item.Start!.Value.ClockMs).ToList();
        Assert.Equal(Enumerable.Range(0, 48).Select(hour => Given.Ms("2016-04-13T00:00:00Z") + (hour * 3_600_000L)), hours);
        Assert.Contains(entries, entry => entry is DeviceEntry.Readings { Remark: not null });

        static int Hour12(int hour) => hour % 12 == 0 ? 12 : hour % 12;
    }

    [Fact]
    public void An_export_that_is_merely_unsorted_keeps_its_afternoons()
    {
        string[] rows =
            ["7,13-04-2016,11:00:00 PM,1", "7,13-04-2016,3:00:00 AM,1", "7,13-04-2016,2:00:00 PM,1",
            "7,13-04-2016,1:00:00 PM,1", "7,13-04-2016,9:00:00 AM,1"];
        Assert.Equal(
            ["23", "03", "14", "13", "09"], Starts("Id,Date,ActivityHour,StepTotal", rows)
            .Select(start => start[11..13]));
    }

    [Fact]
    public void Narrow_minutes_heart_rate_and_sleep_of_the_original_export_are_read()
    {
        var minute = DeviceText.Items(DeviceText.Read("Id,ActivityMinute,Steps\n7,4/28/2016 11:59:00 PM,12\n")).Single();
        Assert.Equal(
            (Given.Ms("2016-04-28T23:59:00Z"), Given.Ms("2016-04-29T00:00:00Z")),
            (minute.Start!.Value.ClockMs, minute.End!.Value.ClockMs));
        var pulse = DeviceText.Items(DeviceText.Read("Id,Time,Value\n7,4/28/2016 7:21:05 AM,97\n")).Single();
        Assert.Equal(("heart-rate", null), (pulse.Metric, pulse.End));
        var sleep = DeviceText.Items(DeviceText.Read("Id,date,value,logId\n7,4/28/2016 2:47:30 AM,3,11380564589\n")).Single();
        Assert.Equal(("sleep-stage", new ItemSample(0, 60_000, (int)SleepStage.Awake)), (sleep.Metric, sleep.Samples.Single()));
    }

    [Fact]
    public void A_wide_row_is_an_hour_of_minutes_and_a_bad_cell_is_refused_by_itself()
    {
        var header = $"Id,ActivityHour,{string.Join(',', Enumerable.Range(0, 60).Select(minute => $"Steps{minute:00}"))}";
        var entries =
            DeviceText.Read(Csv(header, [$"7,4/28/2016 1:00:00 AM,x,{string.Join(',', Enumerable.Repeat("2", 59))}"]));
        Assert.Equal(["refused not-a-number", "steps"], DeviceText.Told(entries));
        Assert.Equal("line 2, Steps00", entries[0].Place);
        Assert.Equal(59, entries[1].Count);
        Assert.Equal(60_000, DeviceText.Items(entries).Single().Samples[0].OffsetMs);
    }

    [Fact]
    public void A_record_id_that_a_spreadsheet_rounded_names_nothing()
    {
        const string header = "Id,Date,WeightKg,Fat,LogId\n";
        Assert.Equal(
            "1463097599000",
            DeviceText.Items(
            DeviceText.Read(header + "7,4/28/2016 11:59:59 PM,52.6,,1463097599000\n")).Single().ClientId);
        Assert.Null(
            DeviceText.Items(
            DeviceText.Read(header + "7,4/28/2016 11:59:59 PM,52.6,,1.46223E+12\n")).Single().ClientId);
    }

    [Theory]
    [InlineData("7,30-02-2016,1", "refused time-malformed")]
    [InlineData("7,yesterday,1", "refused time-malformed")]
    [InlineData("7,28-04-2016,1,2", "refused row-width")]
    [InlineData("7,28-04-2016,many", "refused not-a-number")]
    public void A_bad_row_is_refused_with_its_line(string row, string told)
    {
        var entries = DeviceText.Read(Csv("Id,ActivityDay,StepTotal", ["7,27-04-2016,1", row]));
        Assert.Equal(told, DeviceText.Told(entries).Last());
        Assert.StartsWith("line 3", entries[^1].Place, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_that_go_on_day_by_day_are_resolved_whatever_order_each_is_written_in() =>
        FsCheck.Prop.ForAll(FsCheck.Arb.Default.Int32(), seed =>
    {
        var random = new Random(seed);
        var first = new DateOnly(2016, 1, 13).AddDays(random.Next(300));
        var days = Enumerable.Range(0, 40).Select(day => first.AddDays(day)).ToList();
        var monthFirst = random.Next(2) == 0;
        var written =
            days.ConvertAll(
            day => new UncertainDate(monthFirst ? day.Month : day.Day, monthFirst ? day.Day : day.Month, day.Year));
        Assert.Equal(days, DateOrder.Resolve(written).Select(day => day!.Value));
    });

    private static List<string> Starts(string header, params string[] rows) =>
        [.. DeviceText.Items(DeviceText.Read(Csv(header, rows)))
            .Select(item =>
            DateTimeOffset.FromUnixTimeMilliseconds(item.Start!.Value.ClockMs).ToString("yyyy-MM-ddTHH:mm:ss"))];

    private static string Csv(string header, string[] rows) => $"{header}\n{string.Join('\n', rows)}\n";
}
