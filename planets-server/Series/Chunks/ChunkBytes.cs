using System.Buffers.Binary;
using System.Text;

namespace Phr.Planets.Series.Chunks;

/// <summary>Appends the primitives of the chunk format to a growing array.</summary>
internal sealed class ChunkWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    /// <summary>Seven bits a byte, least significant first, high bit set on all but the last (LEB128).</summary>
    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }
        _bytes[_length++] = (byte)value;
    }

    public void Signed(long value) => Unsigned(ZigZag.Encode(value));

    public void Fixed64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), value);
        _length += 8;
    }

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Unsigned((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes, _length);
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }
}

/// <summary>Reads what <see cref="ChunkWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">From every member: the bytes end early or a number is out of
/// bounds.</exception>
internal ref struct ChunkReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsAtEnd => _at == _bytes.Length;

    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Truncated();

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("A number of the chunk is longer than 64 bits.");
    }

    public long Signed() => ZigZag.Decode(Unsigned());

    /// <summary>A count that memory is reserved by.</summary>
    public int Count(int most)
    {
        var count = Unsigned();
        return count <= (ulong)most ? (int)count
            : throw new InvalidDataException($"The chunk counts {count} where {most} is the most.");
    }

    public ulong Fixed64()
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return value;
    }

    public string Text() => Encoding.UTF8.GetString(Take(Count(1024)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length - _at < count)
            throw Truncated();
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    private static InvalidDataException Truncated() => new("The chunk ends early.");
}

/// <summary>Maps small magnitudes of either sign to small unsigned numbers: 0, -1, 1, -2, … to 0, 1, 2, 3, …</summary>
internal static class ZigZag
{
    public static ulong Encode(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    public static long Decode(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));
}
