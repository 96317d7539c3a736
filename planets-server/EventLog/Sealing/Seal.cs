using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Phr.EventLog;

/// <summary>
/// The seal of a body: nonce (12 bytes) ‖ AES-256-GCM ciphertext ‖ tag (16). Associated data: stream (8, big-endian)
/// ‖ sequence (4) ‖ type (UTF-8), so that a body cannot be moved to another place. A stored format:
/// tests/EventLog/golden holds a sample.
/// </summary>
internal static class Seal
{
    public const int NonceBytes = 12;
    public const int TagBytes = 16;
    public const int OverheadBytes = NonceBytes + TagBytes;
    public const int KeyBytes = 32;

    public const int AssociatedBytesMax = 8 + 4 + NewEvent.TypeBytesMax;

    /// <summary>Bytes that a body takes once sealed; an empty one stays empty.</summary>
    public static int SealedBytes(int bodyBytes) => bodyBytes == 0 ? 0 : bodyBytes + OverheadBytes;

    /// <param name="target">
    /// Of <see cref="SealedBytes"/>; its first 12 bytes already hold a nonce that was never used.
    /// </param>
    public static void Close(
        AesGcm cipher, ReadOnlySpan<byte> body, Span<byte> target, ReadOnlySpan<byte> associated) =>
        cipher.Encrypt(
            target[..NonceBytes], body, target.Slice(NonceBytes, body.Length), target[(NonceBytes + body.Length)..],
            associated);

    /// <returns>The body; null when the seal is broken.</returns>
    public static byte[]? Open(AesGcm cipher, ReadOnlySpan<byte> sealedBody, ReadOnlySpan<byte> associated)
    {
        if (sealedBody.Length < OverheadBytes)
            return null;
        var body = new byte[sealedBody.Length - OverheadBytes];
        try
        {
            cipher.Decrypt(
                sealedBody[..NonceBytes], sealedBody.Slice(NonceBytes, body.Length), sealedBody[^TagBytes..], body,
                associated);
            return body;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <returns>
    /// Bytes written to <paramref name="target"/>, which has room for <see cref="AssociatedBytesMax"/>.
    /// </returns>
    public static int WriteAssociated(Span<byte> target, StreamId stream, int sequence, string type)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, stream.Value);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], sequence);
        return 12 + Encoding.UTF8.GetBytes(type, target[12..]);
    }
}
