using System.Security.Cryptography;

namespace Phr.EventLog;

/// <summary>
/// The chain over all events: SHA-256 over the hash before ‖ canonical header ‖ body as stored. Before the first
/// event: 32 zero bytes.
/// </summary>
internal sealed class ChainHash : IDisposable
{
    public const int Bytes = 32;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Next(
        ReadOnlySpan<byte> previous, ReadOnlySpan<byte> header, ReadOnlySpan<byte> sealedBody, Span<byte> hash)
    {
        _hash.AppendData(previous);
        _hash.AppendData(header);
        _hash.AppendData(sealedBody);
        _hash.GetHashAndReset(hash);
    }

    public void Dispose() => _hash.Dispose();
}
