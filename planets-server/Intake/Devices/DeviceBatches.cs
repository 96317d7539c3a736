using System.Security.Cryptography;
using System.Text;
using Phr.Planets.Series.Uploads;

namespace Phr.Planets.Intake.Devices;

/// <summary>A batch made of a file's readings.</summary>
/// <param name="Places">For each item of the batch where in the file it stands.</param>
public sealed record DeviceBatch(string? Person, Batch Batch, IReadOnlyList<string> Places);

/// <summary>Cuts the readings of a file into batches of one person and one connection.</summary>
public static class DeviceBatches
{
    private const int ItemsMax = 5_000;
    private const int SamplesMax = 100_000;

    /// <param name="connection">Name of the connection; a device that the file tells apart gets one of its own below
    /// it.</param>
    /// <param name="zone">IANA zone of times that tell no offset.</param>
    public static IEnumerable<DeviceBatch> Of(IEnumerable<DeviceEntry> entries, string connection, string? zone)
    {
        var open = new Dictionary<(string? Person, string Connection), Filling>();
        foreach (var reading in entries.OfType<DeviceEntry.Readings>())
        {
            var name = reading.Source is null ? connection : NameOf(connection, reading.Source);
            if (!open.TryGetValue((reading.Person, name), out var filling))
                open[(reading.Person, name)] = filling = new Filling(reading.Person, name, zone);
            if (filling.IsFullWith(reading))
                yield return filling.Take();
            filling.Add(reading);
        }
        foreach (var filling in open.Values)
            yield return filling.Take();
    }

    /// <summary>Letters, digits and dots of the source's own name; whatever else it has becomes a hyphen.</summary>
    internal static string NameOf(string connection, string source)
    {
        var slug = string.Concat(source.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-'));
        var name = $"{connection}:{slug}";
        if (name.Length <= Batch.ConnectionLengthMax && slug == source)
            return name;
        // Two sources that only differ in what was replaced or cut stay two.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 4));
        return $"{name[..Math.Min(name.Length, Batch.ConnectionLengthMax - 9)]}-{digest}";
    }

    private sealed class Filling(string? person, string connection, string? zone)
    {
        private List<UploadEntry> _items = [];
        private List<string> _places = [];
        private int _samples;

        public bool IsFullWith(DeviceEntry.Readings next) =>
            _items.Count > 0 && (_items.Count >= ItemsMax || _samples + next.Item.Samples.Count > SamplesMax);

        public void Add(DeviceEntry.Readings reading)
        {
            _items.Add(reading.Item);
            _places.Add(reading.Place);
            _samples += reading.Item.Samples.Count;
        }

        public DeviceBatch Take()
        {
            var batch = new DeviceBatch(person, new Batch(connection, zone, _items), _places);
            (_items, _places, _samples) = ([], [], 0);
            return batch;
        }
    }
}
