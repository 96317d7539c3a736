using Parquet;
using Parquet.Schema;

namespace Phr.Model.Meds;

/// <summary>One column of a Parquet file, of which one row group at a time is in memory.</summary>
/// <param name="unread">Stands where nothing was read, so that a page that holds less than it says is noticed: no real value.</param>
internal sealed class ParquetColumn<T>(DataField stored, T unread) where T : struct, IEquatable<T>
{
    private const int Unread = -1;
    private const int Absent = 0;
    private const int Present = 1;

    private T[] _values = [];
    private int[] _levels = [];

    public string Name => stored.Name;

    /// <summary>What a row of the row group that was read last holds; null where it holds nothing.</summary>
    public T? this[int row] => _levels[row] == Present ? _values[row] : null;

    /// <exception cref="InvalidDataException">The pages hold other than the number of rows, without the place.</exception>
    /// <remarks>Whatever else the decoder throws at broken bytes comes through.</remarks>
    public async Task Read(ParquetRowGroupReader group, int rows, CancellationToken ct)
    {
        if (_values.Length < rows)
            (_values, _levels) = (new T[rows], new int[rows]);
        _values.AsSpan(0, rows).Fill(unread);
        _levels.AsSpan(0, rows).Fill(stored.IsNullable ? Unread : Present);
        await group.ReadRawAsync(stored, _values.AsMemory(0, rows), _levels.AsMemory(0, rows), null, ct);
        Spread(rows);
    }

    /// <summary>Present values come packed at the front; each moves to its row, the last first.</summary>
    private void Spread(int rows)
    {
        var left = _levels.AsSpan(0, rows).Count(Present);
        if (left + _levels.AsSpan(0, rows).Count(Absent) != rows || (left > 0 && _values[left - 1].Equals(unread)))
            throw new InvalidDataException("its pages hold fewer values than there are rows");
        for (var row = rows - 1; row >= 0 && left > 0; row--)
        {
            if (_levels[row] == Present)
                _values[row] = _values[--left];
        }
    }
}
