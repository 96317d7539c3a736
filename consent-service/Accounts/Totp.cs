using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Phr.Consent.Accounts;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, steps of 30 seconds, 6 digits.
/// </summary>
public static class Totp
{
    public const int StepSeconds = 30;

    /// <summary>Bytes of a secret: the length of SHA-1, as RFC 4226 section 4 recommends.</summary>
    public const int SecretBytes = 20;

    /// <summary>Steps that a phone's clock may be off, to either side (RFC 6238 section 5.2).</summary>
    public const int StepsOffMax = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step in which the code is right, or null when it is right in none that is near.</summary>
    public static long? Step(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = current - StepsOffMax; step <= current + StepsOffMax; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code)))
                found = step;
        }
        return found;
    }

    public static string Code(ReadOnlySpan<byte> secret, DateTimeOffset now) => Code(secret, now.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>What an authenticator app reads from a QR code.</summary>
    public static Uri EnrolmentUri(ReadOnlySpan<byte> secret, string issuer, string login) => new(
        $"otpauth://totp/{Uri.EscapeDataString($"{issuer}:{login}")}?secret={ToBase32(secret)}&issuer={Uri.EscapeDataString(issuer)}");

    /// <summary>RFC 4648 base 32 without padding; <see cref="SecretBytes"/> are 32 letters.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var octet in bytes)
        {
            (bits, count) = (((bits & 0x1F) << 8) | octet, count + 8);
            for (; count >= 5; count -= 5)
                text.Append(Base32[(bits >> (count - 5)) & 0x1F]);
        }
        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 0x1F]).ToString();
    }

    public static bool IsBase32(string text) => text.All(letter => Base32.Contains(letter, StringComparison.Ordinal));

    /// <exception cref="FormatException">A letter is not one of base 32.</exception>
    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in text)
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("This is no base 32.");
            (bits, count) = (((bits & 0xFF) << 5) | value, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)((bits >> count) & 0xFF));
            }
        }
        return [.. bytes];
    }

    // RFC 4226 section 5.3, dynamic truncation.
    private static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // Authenticator apps implement HMAC-SHA-1 and often nothing else; HMAC does not rest on collisions.
        CryptographicOperations.HmacData(HashAlgorithmName.SHA1, secret, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }
}
