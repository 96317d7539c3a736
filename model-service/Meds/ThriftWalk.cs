namespace Phr.Model.Meds;

/// <summary>
/// Walks over structures in Thrift's compact protocol, which Parquet keeps its footer and page headers in, and tells their numbers.
/// The decoder trusts these bytes, and runs without end over some that are broken: so they are walked first, within their bounds.
/// Source: Apache Thrift, thrift-compact-protocol.md.
/// </summary>
internal sealed class ThriftWalk(Stream stream, long end)
{
    private const int DepthMax = 16;
    private const int VarintBytesMax = 10;
    private const int ShortListMax = 14;

    private enum Kind
    {
        None, True, False, Byte, Short, Integer, Long, Double, Binary, List, Set, Map, Structure, Uuid,
    }

    /// <summary>From the stream's position to the end of the structure that begins there.</summary>
    /// <returns>
    /// Its integers, and the lengths of its lists, by number of field; those of a structure inside by 100 times its number and their own.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// These bytes are no such structure, say something twice, or go on beyond the end.
    /// </exception>
    public Dictionary<int, long> Numbers()
    {
        var found = new Dictionary<int, long>();
        Structure(found, 0, 0);
        return found;
    }

    private void Structure(Dictionary<int, long>? found, int prefix, int depth)
    {
        var number = 0;
        for (var head = Byte(); head != 0; head = Byte())
        {
            number = head >> 4 is > 0 and var step ? number + step : (int)Math.Clamp(ZigZag(), short.MinValue, short.MaxValue);
            Value((Kind)(head & 0x0F), depth, depth > 1 ? null : found, (prefix * 100) + number);
        }
    }

    private void Value(Kind kind, int depth, Dictionary<int, long>? found, int number)
    {
        if (depth > DepthMax)
            throw Broken();
        switch (kind)
        {
            case Kind.True or Kind.False:
                break;
            case Kind.Byte:
                Skip(1);
                break;
            case Kind.Short or Kind.Integer or Kind.Long:
                Tell(found, number, ZigZag());
                break;
            case Kind.Double:
                Skip(sizeof(double));
                break;
            case Kind.Binary:
                Skip(Length());
                break;
            case Kind.List or Kind.Set:
                Tell(found, number, List(depth));
                break;
            case Kind.Map:
                Map(depth);
                break;
            case Kind.Structure:
                Structure(found, number, depth + 1);
                break;
            case Kind.Uuid:
                Skip(16);
                break;
            default:
                throw Broken();
        }
    }

    // Of two the decoder would take the other one.
    private static void Tell(Dictionary<int, long>? found, int number, long value)
    {
        if (found?.TryAdd(number, value) == false)
            throw Broken();
    }

    private long List(int depth)
    {
        var head = Byte();
        var length = head >> 4 is <= ShortListMax and var few ? few : Length();
        for (var left = length; left > 0; left--)
            Element((Kind)(head & 0x0F), depth);
        return length;
    }

    private void Map(int depth)
    {
        var length = Length();
        var kinds = length > 0 ? Byte() : 0;
        for (var left = length; left > 0; left--)
        {
            Element((Kind)(kinds >> 4), depth);
            Element((Kind)(kinds & 0x0F), depth);
        }
    }

    /// <summary>In a list a boolean is a byte; as a field it is its kind.</summary>
    private void Element(Kind kind, int depth) => Value(kind is Kind.True or Kind.False ? Kind.Byte : kind, depth + 1, null, 0);

    private long Length() => Varint() is <= int.MaxValue and var length ? (long)length : throw Broken();

    private long ZigZag()
    {
        var coded = Varint();
        return (long)(coded >> 1) ^ -(long)(coded & 1);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < VarintBytesMax; i++)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
                return value;
        }
        throw Broken();
    }

    private int Byte() => stream.Position < end && stream.ReadByte() is >= 0 and var read ? read : throw Broken();

    private void Skip(long bytes) => stream.Position = bytes <= end - stream.Position ? stream.Position + bytes : throw Broken();

    private static InvalidDataException Broken() => new("its description is broken");
}
