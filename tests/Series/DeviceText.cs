using System.Text;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Series.Uploads;

namespace Phr.Tests.Series;

/// <summary>Reads a device file that a test writes down.</summary>
internal static class DeviceText
{
    public static DeviceFile File(string text, string name = "test") =>
        new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static List<DeviceEntry> Read(string text, DevicePolicy? policy = null)
    {
        var file = File(text);
        var format = DeviceFormats.Recognise(file) ?? throw new InvalidOperationException("No format recognises the text.");
        return [.. format.Read(file, policy ?? DevicePolicy.Default)];
    }

    public static IEnumerable<UploadEntry.Item> Items(IEnumerable<DeviceEntry> entries) =>
        entries.OfType<DeviceEntry.Readings>().Select(reading => reading.Item);

    /// <summary>A short word for each entry: what it became, and of what or why.</summary>
    public static IEnumerable<string> Told(IEnumerable<DeviceEntry> entries) => entries.Select(entry => entry switch
    {
        DeviceEntry.Readings reading => reading.Item.Metric ?? "deletion",
        DeviceEntry.Refused refused => $"refused {refused.Reason.Code}",
        DeviceEntry.Kept kept => $"kept {kept.Reason.Code}",
        _ => throw new System.Diagnostics.UnreachableException(),
    });
}
