using System.Text.Json;
using Phr.Planets.Intake.Devices.Vendors;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices.HealthKit;

/// <summary>Samples of HealthKit as Open mHealth's granola schemas write them.</summary>
internal static class HealthKitSample
{
    public static IEnumerable<DeviceEntry> Read(VendorRecord body, VendorReading reading)
    {
        if (body.Text("category_type") is { } category)
            return HealthKitTypes.IsSleep(category) ? [Stage(body, reading)] : [body.Keep(DeviceReasons.NoMetric)];
        var type = body.Text("quantity_type") ?? "";
        if (HealthKitTypes.MetricOf(type) is not { } metric)
            return [body.Keep(DeviceReasons.NoMetric)];
        if (body.At("unit_value", "value") is not { Json.ValueKind: JsonValueKind.Number } value
            || body.Text("unit_value", "unit") is not { } unit)
            return body.Has("count") && body.Number("count") is { } count
                ? [reading.Value(metric, "{count}", count, body.Place)] : [body.Refuse(Reason.NotANumber)];
        return [reading.Value(
            metric, HealthKitTypes.Ucum(unit), HealthKitTypes.Scaled(metric, unit, value.Number() ?? 0), body.Place)];
    }

    private static DeviceEntry Stage(VendorRecord body, VendorReading reading) =>
        HealthKitTypes.StageOf(body.Text("category_value") ?? "") is { } stage
        ? reading.Value("sleep-stage", "1", (int)stage, body.Place)
        : body.Refuse(Reason.Impossible);
}
