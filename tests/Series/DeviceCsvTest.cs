using System.Text;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

public sealed class DeviceCsvTest
{
    [Fact]
    public void Rows_are_split_as_RFC_4180_says()
    {
        var rows = Rows("\uFEFFa,\"b, \"\"c\"\"\",d\r\n\r\n\"two\nlines\",e,f\n");
        Assert.Equal(["a", "b, \"c\"", "d"], rows[0].Cells);
        Assert.Equal(["two\nlines", "e", "f"], rows[1].Cells);
        Assert.Equal([1, 3], rows.Select(row => row.Line));
    }

    [Fact]
    public void A_row_may_be_as_long_as_the_limit_and_not_longer()
    {
        Assert.Single(Rows(new string('x', CsvRows.RowLengthMax)));
        Assert.Throws<InvalidDataException>(() => Rows(new string('x', CsvRows.RowLengthMax + 1)));
        Assert.Throws<InvalidDataException>(() => Rows("\"never closed\nfurther"));
    }

    [Fact]
    public void Glucose_is_read_with_its_line_and_without_its_clocks_zone()
    {
        var entries =
            DeviceText.Read(
            "timestamp,glucose_value_mg_dl\n2020-02-27 13:30:13,135.0\n2020-02-27 13:35,Low\n"
            + "2020-02-27 13:40:00,\nx,1\n2020-02-27 13:50:00,many\n1\n");
        Assert.Equal(
            ["glucose-interstitial", "kept beyond-detection", "refused no-value", "refused time-malformed",
                "refused not-a-number", "refused row-width"],
            DeviceText.Told(entries));
        Assert.Equal(Enumerable.Range(2, 6).Select(line => $"line {line}"), entries.Select(entry => entry.Place));
        Assert.Equal(OffsetForm.None, DeviceText.Items(entries).Single().Start!.Value.Form);
    }

    [Fact]
    public void Days_of_a_clock_that_tells_none_are_counted_from_the_day_that_is_given()
    {
        const string text =
            "timestamp,glucose_value_mg_dl\n23:55:00,100\n00:00:00,101\n23:59:00,102\n23:50:00,103\n00:10:00,104\n";
        var starts = DeviceText.Items(DeviceText.Read(text, new DevicePolicy(new DateOnly(2019, 12, 31))))
            .Select(item => item.Start!.Value.ClockMs);
        // A clock that is set back by minutes stays in its day.
        string[] expected =
            ["2019-12-31T23:55", "2020-01-01T00:00", "2020-01-01T23:59", "2020-01-01T23:50", "2020-01-02T00:10"];
        Assert.Equal(expected.Select(time => Given.Ms(time + ":00Z")), starts);
    }

    [Fact]
    public void A_file_of_no_known_format_is_not_recognised()
    {
        Assert.Null(DeviceFormats.Recognise(DeviceText.File("name,age\nx,1\n")));
        Assert.Null(DeviceFormats.Recognise(DeviceText.File("")));
        Assert.Null(DeviceFormats.Recognise(DeviceText.File("{\"resourceType\": \"Patient\"}")));
        Assert.Throws<InvalidDataException>(() => DeviceFormats.Recognise(DeviceText.File("{\"sleep\": [")));
    }

    [Fact]
    public void A_JSON_file_over_its_limit_is_not_taken_into_memory()
    {
        var file = new DeviceFile("large.json", () => new StreamOfLength("{\"sleep\": []}", DeviceFormats.JsonBytesMax + 1L));
        Assert.Throws<InvalidDataException>(() => DeviceFormats.Recognise(file));
        Assert.NotNull(
            DeviceFormats.Recognise(
            new DeviceFile("most.json", () => new StreamOfLength("{\"sleep\": []}", DeviceFormats.JsonBytesMax))));
    }

    [Fact]
    public void Sources_that_a_file_tells_apart_become_connections_of_their_own()
    {
        static DeviceEntry Of(string? source) =>
            new DeviceEntry.Readings(null, "", Given.HeartRate("2026-07-14T10:00:00+09:00", 60), source);
        var batches =
            DeviceBatches.Of(
            [Of(null), Of("Taro's Watch"), Of("Taro-s Watch"), Of("Taro's Watch")], "apple", "Asia/Tokyo").ToList();
        Assert.Equal([1, 2, 1], batches.Select(batch => batch.Batch.Entries.Count));
        Assert.Equal(3, batches.Select(batch => batch.Batch.Connection).Distinct().Count());
        Assert.All(batches, batch => Assert.True(Batch.IsConnection(batch.Batch.Connection)));
    }

    private static List<CsvRow> Rows(string text) => [.. CsvRows.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))];

    /// <summary>A text that says it is longer than it is.</summary>
    private sealed class StreamOfLength(string text, long length) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override long Length => length;
    }
}
