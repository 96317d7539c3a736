using System.Text;
using System.Text.Json;
using Phr.Planets.Intake.Devices.Fitabase;
using Phr.Planets.Intake.Devices.HealthKit;
using Phr.Planets.Intake.Devices.OpenMHealth;
using Phr.Planets.Intake.Devices.Vendors;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>A format of device files.</summary>
/// <param name="Read">Every value of the file in one entry, in the file's order.</param>
public sealed record DeviceFormat(string Name, Func<DeviceFile, DevicePolicy, IEnumerable<DeviceEntry>> Read);

/// <summary>Tells the formats apart by what a file begins with.</summary>
public static class DeviceFormats
{
    /// <summary>Bytes of a JSON file, which is held in memory; CSV and XML are read as streams.</summary>
    public const int JsonBytesMax = 256 << 20;

    private const int HeadBytes = 8_192;

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 32, AllowTrailingCommas = true };

    private static readonly DeviceFormat Glucose = new("glucose-csv", GlucoseCsv.Read);
    private static readonly DeviceFormat FitabaseExport = new("fitabase-csv", FitabaseCsv.Read);
    private static readonly DeviceFormat AppleHealth = new("apple-health-xml", AppleHealthXml.Read);

    // The first that recognises a file reads it: those with the most particular signs come first.
    private static readonly IReadOnlyList<JsonFormat> JsonFormats =
    [
        new("health-connect-json", HealthConnectJson.Recognises, HealthConnectJson.Read),
        new("google-fit-json", GoogleFit.Recognises, GoogleFit.Read),
        new("ihealth-json", IHealth.Recognises, IHealth.Read),
        new("jawbone-json", Jawbone.Recognises, Jawbone.Read),
        new("withings-json", Withings.Recognises, Withings.Read),
        new("misfit-json", Misfit.Recognises, Misfit.Read),
        new("runkeeper-json", RunKeeper.Recognises, RunKeeper.Read),
        new("moves-json", Moves.Recognises, Moves.Read),
        new("open-mhealth-json", OpenMHealthJson.Recognises, OpenMHealthJson.Read),
        new("fitbit-json", Fitbit.Recognises, Fitbit.Read),
    ];

    /// <summary>Null when no format recognises the file.</summary>
    /// <exception cref="InvalidDataException">The file begins like JSON and is none, or is too large for
    /// it.</exception>
    public static DeviceFormat? Recognise(DeviceFile file)
    {
        var head = Head(file);
        var firstLine = head.Split('\n')[0].TrimEnd('\r');
        if (GlucoseCsv.Recognises(firstLine))
            return Glucose;
        if (FitabaseCsv.Recognises(firstLine))
            return FitabaseExport;
        if (AppleHealthXml.Recognises(head))
            return AppleHealth;
        return head.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['{' or '[', ..] ? RecogniseJson(file) : null;
    }

    private static DeviceFormat? RecogniseJson(DeviceFile file)
    {
        using var json = Parse(file);
        var root = new VendorRecord(json.RootElement, "");
        var format = JsonFormats.FirstOrDefault(known => known.Recognises(root));
        return format is null ? null : new DeviceFormat(format.Name, (opened, _) => ReadJson(opened, format.Read));
    }

    private static IEnumerable<DeviceEntry> ReadJson(DeviceFile file, Func<VendorRecord, IEnumerable<DeviceEntry>> read)
    {
        using var json = Parse(file);
        foreach (var entry in read(new VendorRecord(json.RootElement, "")))
            yield return entry;
    }

    private static JsonDocument Parse(DeviceFile file)
    {
        using var stream = file.Open();
        if (stream.Length > JsonBytesMax)
            throw new InvalidDataException($"A JSON file of devices may have {JsonBytesMax} bytes.");
        try
        {
            return JsonDocument.Parse(stream, JsonOptions);
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"The file is not JSON: line {malformed.LineNumber + 1}.", malformed);
        }
    }

    private static string Head(DeviceFile file)
    {
        using var stream = file.Open();
        var bytes = new byte[HeadBytes];
        var read = stream.ReadAtLeast(bytes, HeadBytes, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    private sealed record JsonFormat(
        string Name, Func<VendorRecord, bool> Recognises, Func<VendorRecord, IEnumerable<DeviceEntry>> Read);
}
