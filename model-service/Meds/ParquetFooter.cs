using System.Buffers.Binary;

namespace Phr.Model.Meds;

/// <summary>The last bytes of a Parquet file, which say whether it is whole (Parquet format 2.11, "File format").</summary>
internal static class ParquetFooter
{
    private const int MagicBytes = 4;
    private const int TailBytes = 8;

    // Field of FileMetaData: a list.
    private const int Schema = 2;

    /// <returns>Where the footer starts, and the pages end.</returns>
    /// <exception cref="InvalidDataException">It is no whole Parquet file that can be read.</exception>
    public static async Task<long> Start(FileStream file, MedsLimits limits, CancellationToken ct)
    {
        var (head, tail) = (new byte[MagicBytes], new byte[TailBytes]);
        if (file.Length < MagicBytes + TailBytes)
            throw new InvalidDataException($"{file.Name} is no Parquet file: it has {file.Length} bytes.");
        await file.ReadExactlyAsync(head, ct);
        file.Position = file.Length - TailBytes;
        await file.ReadExactlyAsync(tail, ct);
        if (tail.AsSpan(MagicBytes).SequenceEqual("PARE"u8))
            throw new InvalidDataException($"{file.Name} is encrypted.");
        if (!head.AsSpan().SequenceEqual("PAR1"u8))
            throw new InvalidDataException($"{file.Name} is no Parquet file: it does not begin with PAR1.");
        if (!tail.AsSpan(MagicBytes).SequenceEqual("PAR1"u8))
            throw new InvalidDataException($"{file.Name} was cut off: it does not end with PAR1, as a whole Parquet file does.");
        var footer = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (footer <= 0 || footer > file.Length - MagicBytes - TailBytes)
            throw new InvalidDataException($"{file.Name}: the footer is broken: it says to have {footer} bytes.");
        if (footer > limits.FooterBytesMax)
            throw new InvalidDataException($"{file.Name}: the footer has more than {limits.FooterBytesMax} bytes.");
        var start = file.Length - TailBytes - footer;
        var elements = Numbers(file, start).GetValueOrDefault(Schema);
        // They may lie inside of one another: the decoder goes down without a bound, and a full stack ends the process.
        if (elements > limits.SchemaElementsMax)
            throw new InvalidDataException($"{file.Name}: the schema has {elements} elements; at most {limits.SchemaElementsMax} are read.");
        return file.Position = start;
    }

    private static Dictionary<int, long> Numbers(FileStream file, long start)
    {
        file.Position = start;
        try
        {
            return new ThriftWalk(file, file.Length - TailBytes).Numbers();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file.Name}: the footer is broken.", e);
        }
    }
}
