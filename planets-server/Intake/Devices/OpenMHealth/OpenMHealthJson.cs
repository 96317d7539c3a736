using System.Text.Json;
using Phr.Planets.Intake.Devices.HealthKit;
using Phr.Planets.Intake.Devices.Vendors;
using Phr.Planets.Series.Metrics;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.OpenMHealth;

/// <summary>
/// Data points of Open mHealth and IEEE 1752.1: <c>{"header", "body"}</c>, a list of them, or bodies alone. Apple
/// samples in the granola schemas (<c>quantity_type</c>) come the same way.
/// </summary>
public static class OpenMHealthJson
{
    internal static bool Recognises(VendorRecord file) => Points(file).Take(1).Any(point =>
        point.Json.ValueKind == JsonValueKind.Object && (point.Has("header") && point.Has("body") || IsBody(point)));

    internal static IEnumerable<DeviceEntry> Read(VendorRecord file) => Points(file).SelectMany(Point);

    private static IEnumerable<VendorRecord> Points(VendorRecord file) =>
        file.Json.ValueKind == JsonValueKind.Array ? file.Each() : [file];

    private static bool IsBody(VendorRecord body) =>
        body.Has("effective_time_frame") || body.Has("quantity_type") || body.Has("category_type")
        || body.Has("activity_name") || body.Has("systolic_blood_pressure") || body.Has("diastolic_blood_pressure")
            || MeasureTable.Measures.Any(measure => body.Has(measure.Property));

    private static IEnumerable<DeviceEntry> Point(VendorRecord point)
    {
        if (point.Json.ValueKind != JsonValueKind.Object)
            return [point.Refuse(DeviceReasons.NotThisFormat)];
        if (point.Has("body") != point.Has("header"))
            return [point.Refuse(DeviceReasons.NotThisFormat)];
        var body = point.At("body") ?? point;
        if (point.At("header") is { } header
            && (header.Text("id") is null || header.At("schema_id") is null
            || header.Time("creation_date_time") is null))
            return [header.Refuse(DeviceReasons.NotThisFormat)];
        return body.OrKept(Body(body, point.Text("header", "id")), DeviceReasons.NoMetric);
    }

    private static IEnumerable<DeviceEntry> Body(VendorRecord body, string? id)
    {
        foreach (var (field, words) in MeasureTable.Words)
        {
            if (body.At(field) is { } word && !words.Contains(word.Text() ?? ""))
                return [word.Refuse(DeviceReasons.NotThisFormat)];
        }
        foreach (var (field, unit) in MeasureTable.Beside)
        {
            if (body.At(field) is { } value && value.Text("unit") != unit)
                return [value.Refuse(Reason.UnitDiffers)];
        }
        if (!IsBody(body) || body.Json.EnumerateObject().All(field => field.Name == "effective_time_frame"))
            return [body.Refuse(Reason.NoValue)];
        var (frame, refused, kept) = TimeFrame.Read(body);
        if (refused is not null || kept is not null)
            return [refused is not null ? body.Refuse(refused) : body.Keep(kept!)];
        var reading = new VendorReading(body, frame!.Value.Start)
        {
            End = frame.Value.End, DurationMs = frame.Value.DurationMs, ClientId = id,
        };
        if (body.Has("quantity_type") || body.Has("category_type"))
            return HealthKitSample.Read(body, reading);
        return [.. Pressure(body, reading), .. MeasureTable.Measures.Where(measure => body.Has(measure.Property))
            .Select(measure => One(body, measure, reading, frame.Value))];
    }

    private static DeviceEntry One(VendorRecord body, Measure measure, VendorReading reading, TimeFrame frame)
    {
        var field = body.At(measure.Property)!.Value;
        // Version 1 of step-count is a bare number.
        var bare = field.Json.ValueKind == JsonValueKind.Number;
        var value = bare ? field.Number() : field.At("value") is { Json.ValueKind: JsonValueKind.Number } number
            ? number.Number() : null;
        var unit = bare ? "{steps}" : field.Text("unit");
        if (value is null || unit is null)
            return field.Refuse(value is null ? Reason.NotANumber : Reason.NoUnit);
        if (MetricOf(body, measure, frame) is not { } metric)
            return field.Keep(DeviceReasons.OtherStatistic);
        if (Conversion.Between(MeasureTable.Ucum(unit), MetricCatalogue.Of(metric)) is null)
            return field.Refuse(Reason.UnitDiffers);
        if (measure.NeedsInterval && !frame.IsInterval)
            return field.Refuse(Reason.NoStart);
        return reading.Value(metric, MeasureTable.Ucum(unit), value.Value, field.Place);
    }

    /// <summary>Null when the value is a statistic that no metric stands for.</summary>
    private static string? MetricOf(VendorRecord body, Measure measure, TimeFrame frame)
    {
        var metric = measure.Property switch
        {
            "blood_glucose" when body.Text("specimen_source") == "interstitial fluid" => "glucose-interstitial",
            "kcal_burned" when body.Has("activity_name") => "energy-active",
            _ => measure.Metric,
        };
        var (statistic, perDay) = (body.Text("descriptive_statistic"), body.Has("descriptive_statistic_denominator"));
        return (statistic, metric) switch
        {
            (null, _) => metric,
            ("sum", _) when measure.NeedsInterval && !perDay => metric,
            ("average", "heart-rate") when frame.IsInterval => "heart-rate-mean",
            _ => null,
        };
    }

    private static IEnumerable<DeviceEntry> Pressure(VendorRecord body, VendorReading reading)
    {
        var (systolic, diastolic) = (body.At("systolic_blood_pressure"), body.At("diastolic_blood_pressure"));
        if (systolic is null && diastolic is null)
            return [];
        if (systolic is null || diastolic is null || body.Has("descriptive_statistic"))
            return [body.Keep(body.Has("descriptive_statistic") ? DeviceReasons.OtherStatistic : DeviceReasons.NoMetric)];
        var unit = systolic.Value.Text("unit");
        if (unit is null || unit != diastolic.Value.Text("unit"))
            return [body.Refuse(Reason.NoUnit)];
        if (systolic.Value.Number("value") is not { } upper || diastolic.Value.Number("value") is not { } lower)
            return [body.Refuse(Reason.NotANumber)];
        var components = new Dictionary<string, decimal> { ["systolic"] = upper, ["diastolic"] = lower };
        var item = reading.Item("blood-pressure", MeasureTable.Ucum(unit)) with { Components = components, End = reading.End };
        return [reading.Entry(systolic.Value.Place, item)];
    }
}
