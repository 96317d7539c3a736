using System.IO.Compression;

namespace Phr.Platform.Hosting;

/// <summary>
/// Inflates gzip (RFC 1952 §2.2), a member or several, up to the end of what is packed. .NET's stream takes whatever follows a member and
/// is no other for the end, and so loses it.
/// </summary>
/// <remarks>Throws <see cref="InvalidDataException"/> of what is not sound: broken, cut, or followed by something else.</remarks>
public sealed class SoundGzip : ForwardStream
{
    private readonly Packed _packed;
    private readonly GZipStream _gzip;

    public SoundGzip(Stream packed, bool leaveOpen)
    {
        _packed = new Packed(packed);
        _gzip = new GZipStream(_packed, CompressionMode.Decompress);
        LeavesOpen = leaveOpen;
    }

    private bool LeavesOpen { get; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _gzip.ReadAsync(buffer, cancellationToken);
        // Behind a member it asks for the next one, unless there are bytes that are none.
        return read > 0 || buffer.IsEmpty || _packed.HasEnded
            ? read
            : throw new InvalidDataException("Something follows the gzip that is none.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            if (!LeavesOpen)
                _packed.Source.Dispose();
        }
        base.Dispose(disposing);
    }

    private sealed class Packed(Stream source) : ForwardStream
    {
        public Stream Source => source;

        public bool HasEnded { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await source.ReadAsync(buffer, cancellationToken);
            HasEnded |= read == 0 && !buffer.IsEmpty;
            return read;
        }
    }
}
