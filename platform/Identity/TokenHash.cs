using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Phr.Platform.Identity;

/// <summary>SHA-256 of a token: what the cache keeps instead of the token, so that a memory dump holds none.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    public static TokenHash Of(string token)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
        var written = Encoding.UTF8.GetBytes(token, buffer);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, written), hash);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return new TokenHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
