using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>A file that a device, its maker or a study exported.</summary>
/// <param name="Name">File name, for reports and for telling formats apart.</param>
/// <param name="Open">Opens the content anew each time, as a stream of known length: some formats are read
/// twice.</param>
public sealed record DeviceFile(string Name, Func<Stream> Open);

/// <summary>What a format does not tell and somebody has to decide.</summary>
/// <param name="DayZero"> Local day of the first reading of a file that tells the time of day only. Null: such readings
/// are kept raw, not placed.
/// </param>
public sealed record DevicePolicy(DateOnly? DayZero = null)
{
    public static readonly DevicePolicy Default = new();
}

/// <summary>
/// What became of one entry of a device file. A format gives each value of the file to exactly one entry, so that what
/// was in it is the sum of readings, refused and kept values.
/// </summary>
/// <param name="Person">Who it is about, as the file calls them; null where a file is about one person.</param>
/// <param name="Place">Where in the file: a line and column, or a JSON pointer.</param>
public abstract record DeviceEntry(string? Person, string Place)
{
    /// <summary>Values of the file that the entry accounts for.</summary>
    public abstract int Count { get; }

    /// <summary>To be uploaded.</summary>
    /// <param name="Source">The device or app inside the file, when it tells several apart.</param>
    public sealed record Readings(string? Person, string Place, UploadEntry.Item Item, string? Source = null)
        : DeviceEntry(Person, Place)
    {
        /// <summary>What was inferred to read it; null when the file says it all.</summary>
        public Reason? Remark { get; init; }

        public override int Count => Item.Components is null ? Item.Samples.Count : 1;
    }

    /// <summary>Not a reading although it should be one.</summary>
    public sealed record Refused(string? Person, string Place, Reason Reason, int Values = 1) : DeviceEntry(Person, Place)
    {
        public override int Count => Values;
    }

    /// <summary>Understood, but nothing that can be stored as a reading; kept as it was.</summary>
    /// <param name="Raw">The text of the file.</param>
    public sealed record Kept(string? Person, string Place, Reason Reason, string Raw, int Values = 1)
        : DeviceEntry(Person, Place)
    {
        public override int Count => Values;
    }
}
