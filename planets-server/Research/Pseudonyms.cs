using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Phr.Planets.Research;

/// <summary>
/// Names of people and entries inside one study, and how far a person's dates are moved. The same in every release of
/// the study, so releases can
/// be compared; different in every other study, so studies cannot be joined; and without the key nobody gets back.
/// </summary>
/// <param name="key">32 bytes, of this study.</param>
public sealed class Pseudonyms(byte[] key)
{
    /// <summary>Days by which dates are moved at most, back or forth; never 0.</summary>
    public const int ShiftMax = 365;

    /// <summary>The key of a study's pseudonyms, from the index key of the key store.</summary>
    public static Pseudonyms Of(ReadOnlySpan<byte> indexKey, string study)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey, key, [], Encoding.UTF8.GetBytes($"phr study 1 {study}"));
        return new Pseudonyms(key);
    }

    public string OfPerson(long person) => Name("person", person.ToString(CultureInfo.InvariantCulture));

    public string OfResource(string type, string id) => Name(type, id);

    /// <summary>Whole days, so that times of day and intervals stay what they are.</summary>
    public int ShiftOf(long person)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(Hash("shift", person.ToString(CultureInfo.InvariantCulture)));
        var days = (int)(number % ShiftMax) + 1;
        return (number & 0x8000_0000) != 0 ? days : -days;
    }

    private string Name(string kind, string name) => Convert.ToHexStringLower(Hash(kind, name).AsSpan(0, 16));

    private byte[] Hash(string kind, string name) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{name}"));
}
