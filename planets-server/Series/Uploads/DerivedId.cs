using System.Security.Cryptography;
using System.Text;

namespace Phr.Planets.Series.Uploads;

/// <summary>
/// Ids of Observations, made from what identifies them: a prefix and 130 bits of SHA-256. Nobody else gives an Observation an
/// id of this form, or they could stand in the way of readings to come.
/// </summary>
internal static class DerivedId
{
    /// <summary>Of a reading.</summary>
    public const string ReadingPrefix = "rd-";

    /// <summary>Of a day's figures.</summary>
    public const string DailyPrefix = "sa-";

    /// <summary>Of a day's samples.</summary>
    public const string SamplesPrefix = "sd-";

    private const int Characters = 26;

    // Crockford's base 32 in lower case: no letter that is read as a digit.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static bool IsOne(string id) => Has(ReadingPrefix, id) || Has(DailyPrefix, id) || Has(SamplesPrefix, id);

    public static bool Has(string prefix, string id) =>
        id.Length == prefix.Length + Characters && id.StartsWith(prefix, StringComparison.Ordinal);

    public static string Of(string prefix, string identity)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return prefix + string.Create(Characters, digest, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                var bit = i * 5;
                var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                id[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
