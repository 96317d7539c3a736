using System.IO.Compression;

namespace Phr.Conformance.Definitions;

/// <summary>JSON kept compressed: definitions are many and large, and few of them are ever asked for.</summary>
public sealed class PackedJson
{
    private readonly byte[] _packed;
    private readonly int _length;

    public PackedJson(ReadOnlySpan<byte> json)
    {
        using var packed = new MemoryStream(json.Length / 8);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(json);
        _packed = packed.ToArray();
        _length = json.Length;
    }

    public ReadOnlyMemory<byte> Unpack()
    {
        var json = new byte[_length];
        using var deflate = new DeflateStream(new MemoryStream(_packed), CompressionMode.Decompress);
        deflate.ReadExactly(json);
        return json;
    }
}
