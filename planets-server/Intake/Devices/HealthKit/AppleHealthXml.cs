using System.Globalization;
using System.Xml;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.HealthKit;

/// <summary>
/// The export of Apple Health (export.xml), read as a stream: it is often larger than memory. The DTD inside it is not
/// read, so that no entity of it can do harm. Records inside a correlation stand once more at the top level; blood
/// pressure is taken from the correlation, where both values belong together, and its parts at the top level are left
/// to it.
/// </summary>
public static class AppleHealthXml
{
    private const string Systolic = "HKQuantityTypeIdentifierBloodPressureSystolic";
    private const string Diastolic = "HKQuantityTypeIdentifierBloodPressureDiastolic";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true,
        MaxCharactersFromEntities = 1_024,
    };

    public static bool Recognises(string head) => head.Contains("<HealthData", StringComparison.Ordinal);

    /// <exception cref="XmlException">The file is not well-formed XML from there on.</exception>
    public static IEnumerable<DeviceEntry> Read(DeviceFile file, DevicePolicy policy)
    {
        using var stream = file.Open();
        using var reader = XmlReader.Create(stream, Settings);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != 1)
                continue;
            var place = $"line {((IXmlLineInfo)reader).LineNumber}";
            var entry = reader.Name switch
            {
                "Record" => Record(reader, place),
                "Correlation" => Correlation(reader, place),
                "Workout" or "ActivitySummary" or "ClinicalRecord" or "Audiogram" or "VisionPrescription" =>
                    new DeviceEntry.Kept(null, place, DeviceReasons.NoMetric, Attributes(reader)),
                _ => null,
            };
            if (entry is not null)
                yield return entry;
        }
    }

    private static DeviceEntry? Record(XmlReader reader, string place)
    {
        var type = reader.GetAttribute("type") ?? "";
        if (type is Systolic or Diastolic)
            return new DeviceEntry.Kept(null, place, DeviceReasons.Derived, Attributes(reader));
        var metric = HealthKitTypes.IsSleep(type) ? "sleep-stage" : HealthKitTypes.MetricOf(type);
        if (metric is null)
            return new DeviceEntry.Kept(null, place, DeviceReasons.NoMetric, Attributes(reader));
        if (Times(reader) is not { } times)
            return new DeviceEntry.Refused(null, place, Reason.TimeMalformed);
        var (value, unit) = metric == "sleep-stage"
            ? (HealthKitTypes.StageOf(reader.GetAttribute("value") ?? "") is { } stage ? (decimal)stage : null, "1")
            : (Number(reader.GetAttribute("value")), reader.GetAttribute("unit") ?? "");
        if (value is null)
            return new DeviceEntry.Refused(null, place, Reason.NotANumber);
        var scaled = HealthKitTypes.Scaled(metric, unit, value.Value);
        return Reading(
            reader, place,
            Item(metric, HealthKitTypes.Ucum(unit), times) with { Samples = [new ItemSample(0, 0, scaled)] });
    }

    private static DeviceEntry Correlation(XmlReader reader, string place)
    {
        var raw = Attributes(reader);
        var isPressure = reader.GetAttribute("type") == "HKCorrelationTypeIdentifierBloodPressure";
        var (source, times) = (SourceOf(reader), Times(reader));
        var parts = new Dictionary<string, decimal>();
        using (var inner = reader.ReadSubtree())
        {
            while (inner.Read())
            {
                if (inner.NodeType == XmlNodeType.Element && inner.GetAttribute("type") is (Systolic or Diastolic) and var type
                    && Number(inner.GetAttribute("value")) is { } value)
                    parts[type == Systolic ? "systolic" : "diastolic"] = value;
            }
        }
        if (!isPressure)
            return new DeviceEntry.Kept(null, place, DeviceReasons.NoMetric, raw);
        return times is null
            ? new DeviceEntry.Refused(null, place, Reason.TimeMalformed)
            : new DeviceEntry.Readings(
                null, place, Item("blood-pressure", "mm[Hg]", times.Value) with { Components = parts }, source);
    }

    private static UploadEntry.Item Item(string metric, string unit, (LocalTime Start, LocalTime End) times) => new()
    {
        Metric = metric, Unit = unit, Start = times.Start, End = times.End == times.Start ? null : times.End,
    };

    private static DeviceEntry.Readings Reading(XmlReader reader, string place, UploadEntry.Item item) =>
        new(null, place, item, SourceOf(reader));

    private static string? SourceOf(XmlReader reader) => reader.GetAttribute("sourceName");

    /// <summary>"2026-07-14 10:00:00 +0900".</summary>
    private static (LocalTime Start, LocalTime End)? Times(XmlReader reader) =>
        LocalTime.TryParse(Joined(reader.GetAttribute("startDate")), out var start)
            && LocalTime.TryParse(Joined(reader.GetAttribute("endDate")), out var end)
            ? (start, end) : null;

    private static string? Joined(string? time) => time?.Length > 20 ? time.Remove(19, 1) : time;

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Attributes(XmlReader reader)
    {
        var texts = new List<string> { reader.Name };
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            texts.Add($"{reader.Name}=\"{reader.Value}\"");
        }
        reader.MoveToElement();
        return $"<{string.Join(' ', texts)}/>";
    }
}
