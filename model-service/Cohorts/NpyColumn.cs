using System.Runtime.InteropServices;
using System.Text;

namespace Phr.Model.Cohorts;

/// <summary>
/// A NumPy array file (format 1.0, NEP 1) of one dimension that grows as it is written; its length is filled in at the
/// end. Little-endian, as the machines that this product runs on.
/// </summary>
public sealed class NpyColumn<T> : IDisposable
    where T : unmanaged
{
    private const int HeaderBytes = 128;

    private readonly FileStream _file;
    private readonly int _columns;
    private long _rows;

    /// <param name="columns">Values a row; 0 for an array of one dimension.</param>
    public NpyColumn(string path, int columns = 0)
    {
        _columns = columns;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _file.Write(new byte[HeaderBytes]);
    }

    public void Add(T value)
    {
        _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        _rows++;
    }

    public void AddRow(ReadOnlySpan<T> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _columns);
        _file.Write(MemoryMarshal.AsBytes(values));
        _rows++;
    }

    public void Dispose()
    {
        var shape = _columns == 0 ? $"({_rows},)" : $"({_rows}, {_columns})";
        var header = $"{{'descr': '{Descriptor}', 'fortran_order': False, 'shape': {shape}, }}";
        var text = header.PadRight(HeaderBytes - 11) + '\n';
        _file.Position = 0;
        _file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        _file.Write(BitConverter.GetBytes((ushort)text.Length));
        _file.Write(Encoding.ASCII.GetBytes(text));
        _file.Dispose();
    }

    private static string Descriptor => default(T) switch
    {
        sbyte => "|i1",
        int => "<i4",
        long => "<i8",
        Half => "<f2",
        float => "<f4",
        double => "<f8",
        _ => throw new NotSupportedException($"No NumPy type for {typeof(T)}."),
    };
}
