using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

public sealed class BatchWriterTest
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var items = new UploadEntry.Item[]
        {
            new() { ClientId = "a", Version = 3, Metric = "heart-rate", Unit = "/min", Start = LocalTime.Utc(1_700_000_000_250), Samples = [new(0, 0, 61.5m)] },
            new()
            {
                Metric = "steps", Unit = "{steps}", Statistic = Statistic.Sum, Start = new LocalTime(1_700_000_000_000, OffsetForm.Explicit, -210),
                Samples = [new(0, 60_000, 12), new(60_000, 60_000, null)],
            },
            new()
            {
                Metric = "blood-pressure", Unit = "mm[Hg]", Start = LocalTime.Wall(new DateTime(2026, 7, 14, 10, 0, 0)),
                UtcOffset = TimeSpan.FromHours(9), Zone = "Asia/Tokyo",
                Components = new Dictionary<string, decimal> { ["systolic"] = 130, ["diastolic"] = 80 },
            },
            new() { ClientId = "gone", Deleted = true },
            new() { Metric = "sleep-duration", Unit = "min", Start = LocalTime.Utc(0), End = LocalTime.Utc(3_600_000), Samples = [new(0, 0, 60)] },
        };

        var (batch, refusal) = BatchJson.Read(BatchWriter.Write(new Batch("watch", "Asia/Tokyo", items)));

        Assert.Null(refusal);
        Assert.Equal(("watch", "Asia/Tokyo"), (batch!.Connection, batch.Zone));
        foreach (var (sent, read) in items.Zip(batch.Entries.Cast<UploadEntry.Item>()))
        {
            Assert.Equal(sent with { Samples = [], Components = null }, read with { Samples = [], Components = null });
            Assert.Equal(sent.Samples, read.Samples);
            Assert.Equal(sent.Components, read.Components);
        }
    }

    [Fact]
    public void What_could_not_be_read_cannot_be_written() => Assert.Throws<ArgumentException>(
        () => BatchWriter.Write(new Batch("watch", null, [new UploadEntry.Malformed(Reason.NotAnItem, "")])));
}
