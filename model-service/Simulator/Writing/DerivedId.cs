using System.Security.Cryptography;
using System.Text;

namespace Phr.Simulator.Writing;

/// <summary>Identifiers that follow from what they name, so that writing again writes the same.</summary>
internal static class DerivedId
{
    /// <summary>A version 8 UUID (RFC 9562) over SHA-256 of the name.</summary>
    public static string Uuid(string name)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest, bigEndian: true).ToString("D");
    }

    /// <summary>Eight digits, as hospitals number their patients.</summary>
    public static string PatientNumber(ulong seed, long person, string institution)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"patient {seed} {person} {institution}"));
        return (BitConverter.ToUInt32(digest) % 100_000_000).ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
