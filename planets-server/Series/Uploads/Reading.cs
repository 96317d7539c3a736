using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Phr.Planets.Series.Metrics;

namespace Phr.Planets.Series.Uploads;

/// <summary>A reading of a discrete metric: one Observation.</summary>
/// <param name="Id">Logical id of the Observation; see <see cref="ReadingId"/>.</param>
/// <param name="Unit">UCUM unit of the values, as sent.</param>
/// <param name="Digest">Tells whether two readings of one id are the same; see <see cref="ReadingId.Digest"/>.</param>
public sealed record Reading(
    string Id, Metric Metric, string Unit, DiscreteValue Value,
    string Connection, string? ClientId, long? Version, string Digest);

/// <summary>What is known of a reading that was stored.</summary>
/// <param name="Version">The client's version.</param>
/// <param name="ResourceVersion">Version of the Observation.</param>
public readonly record struct StoredReading(long? Version, bool Deleted, string Digest, int ResourceVersion);

/// <summary>A change of one Observation.</summary>
/// <param name="After">Null when it is deleted.</param>
/// <param name="ResourceVersion">Version that the change makes.</param>
/// <param name="ClientVersion">The client's version of the item from here on.</param>
public sealed record ReadingChange(string Id, Reading? After, int ResourceVersion, long? ClientVersion);

/// <summary>
/// Ids of readings, made from what identifies them, so that the same reading sent again meets itself. With a client id
/// that is the id; without, the reading's own time and values.
/// </summary>
public static class ReadingId
{
    /// <summary>Whether an Observation's id may have been made here.</summary>
    public static bool IsOne(string id) => DerivedId.Has(DerivedId.ReadingPrefix, id);

    public static string OfClient(long stream, string connection, Metric metric, string clientId) =>
        Of($"{stream}\n{connection}\n{metric.Number}\nclient\n{clientId}");

    public static string OfContent(long stream, string connection, Metric metric, string digest) =>
        Of($"{stream}\n{connection}\n{metric.Number}\ncontent\n{digest}");

    /// <summary>Of time, unit and values; equal for 120 and 120.0.</summary>
    public static string Digest(string unit, DiscreteValue value)
    {
        var values = string.Join(' ', value.Values.Select(number => Nano.TryFrom(number, out var nano) ? nano : 0));
        var time = string.Create(CultureInfo.InvariantCulture, $"{value.StartMs}\n{value.DurationMs}\n{value.OffsetMinutes}");
        var text = $"{time}\n{unit}\n{values}";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
    }

    private static string Of(string identity) => DerivedId.Of(DerivedId.ReadingPrefix, identity);
}
