using System.Text;
using System.Xml;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;
using Phr.Tests.Support;

namespace Phr.Tests.Series;

public sealed class AppleHealthTest
{
    private static readonly string Export = Encoding.UTF8.GetString(GoldenFile.Bytes("Series/Golden/apple-health-export.xml"));

    [Fact]
    public void Every_record_is_a_reading_refused_or_kept()
    {
        Assert.Equal(
            [
                "steps", "heart-rate", "oxygen-saturation", "glucose-capillary", "hrv-sdnn", "sleep-stage",
                    "kept derived", "blood-pressure",
                "kept no-metric", "refused time-malformed", "refused not-a-number", "kept no-metric",
            ],
            DeviceText.Told(DeviceText.Read(Export)));
    }

    [Fact]
    public void The_readings_of_an_export_are_stored_each_under_its_device()
    {
        var series = new SeriesInMemory();
        var connections = new List<string>();
        foreach (var batch in DeviceBatches.Of(DeviceText.Read(Export), "apple", zone: null))
        {
            connections.Add(batch.Batch.Connection);
            Assert.All(series.Upload(batch.Batch).Results, result => Assert.Equal(Outcome.Stored, result.Outcome));
        }
        Assert.Equal(5, connections.Distinct().Count());
        var night =
            series.Day(
            "sleep-stage", "2026-07-13", connections.Single(name => name.EndsWith(":w", StringComparison.Ordinal)));
        Assert.Equal((int)SleepStage.Deep, Nano.ToDecimal(night.Blocks.Single().Samples.Span[0].Value));
    }

    [Fact]
    public void Entities_of_a_hostile_export_are_not_opened()
    {
        const string bomb = """
            <!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">]>
            <HealthData>
            <Record type="HKQuantityTypeIdentifierStepCount" sourceName="&file;" unit="count" value="&b;"/></HealthData>
            """;
        Assert.Throws<XmlException>(() => DeviceText.Read(bomb));
    }

    [Fact]
    public void A_cut_off_export_gives_what_it_has_and_then_says_so()
    {
        var cut = DeviceText.File(Export[..Export.IndexOf("<Workout", StringComparison.Ordinal)]);
        var entries = new List<DeviceEntry>();
        void ReadAll()
        {
            foreach (var entry in DeviceFormats.Recognise(cut)!.Read(cut, DevicePolicy.Default))
                entries.Add(entry);
        }

        Assert.Throws<XmlException>(ReadAll);
        Assert.Equal(11, entries.Count);
    }
}
