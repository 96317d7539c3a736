namespace Phr.Planets.Series.Chunks;

/// <summary>
/// A column of whole numbers, run-length coded: each token is a number and one bit that says whether a repeat count
/// follows, so that a column without runs costs nothing but that bit. Numbers need 62 bits and a sign.
/// </summary>
internal ref struct RunColumnWriter(ChunkWriter writer)
{
    private readonly ChunkWriter _writer = writer;
    private long _value;
    private ulong _repeats;

    public void Add(long value)
    {
        if (_repeats > 0 && value == _value)
        {
            _repeats++;
            return;
        }
        Flush();
        _value = value;
        _repeats = 1;
    }

    public void Flush()
    {
        if (_repeats == 0)
            return;
        var token = ZigZag.Encode(_value) << 1;
        if (_repeats == 1)
        {
            _writer.Unsigned(token);
        }
        else
        {
            _writer.Unsigned(token | 1);
            _writer.Unsigned(_repeats - 2);
        }
        _repeats = 0;
    }
}

/// <summary>Reads a column that <see cref="RunColumnWriter"/> wrote, number by number.</summary>
internal struct RunColumnReader
{
    private long _value;
    private ulong _left;

    public long Next(ref ChunkReader reader)
    {
        if (_left > 0)
        {
            _left--;
            return _value;
        }
        var token = reader.Unsigned();
        _value = ZigZag.Decode(token >> 1);
        if ((token & 1) == 1)
            _left = checked(reader.Unsigned() + 1);
        return _value;
    }
}
