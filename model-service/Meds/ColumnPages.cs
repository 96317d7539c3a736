using Parquet.Meta;

namespace Phr.Model.Meds;

/// <summary>The pages of a column of a row group, as their headers tell of them (Parquet format 2.11, PageHeader).</summary>
internal static class ColumnPages
{
    // Fields of PageHeader, and the first of each kind's own header: so many values.
    private const int Kind = 1;
    private const int UncompressedBytes = 2;
    private const int CompressedBytes = 3;
    private const int ValuesV1 = 501;
    private const int ValuesV2 = 801;
    private const int DictionaryValues = 701;

    /// <summary>Walks from page to page until all values are there, so that the decoder meets no header that lies.</summary>
    /// <param name="end">Where the pages of the file end at the latest.</param>
    /// <exception cref="InvalidDataException">The pages are not as said, without the place.</exception>
    public static void Check(Stream file, ColumnMetaData column, long end, MedsLimits limits)
    {
        var start = Math.Min(column.DictionaryPageOffset is > 0 and var dictionary ? dictionary : long.MaxValue, column.DataPageOffset);
        if (start <= 0 || column.TotalCompressedSize < 0 || start > end - column.TotalCompressedSize)
            throw new InvalidDataException("its bytes lie outside the file");
        file.Position = start;
        for (long left = column.NumValues; left > 0;)
        {
            var header = new ThriftWalk(file, end).Numbers();
            var bytes = header.GetValueOrDefault(CompressedBytes, -1);
            if (bytes < 0 || bytes > end - file.Position)
                throw new InvalidDataException("a page reaches beyond the end of the file");
            if (header.GetValueOrDefault(UncompressedBytes, -1) is var whole && (whole < 0 || whole > limits.ColumnBytesMax))
                throw new InvalidDataException($"a page has {whole} bytes; at most {limits.ColumnBytesMax} are read");
            left -= Values(header, left);
            file.Position += bytes;
        }
    }

    private static long Values(Dictionary<int, long> header, long left)
    {
        var kind = (PageType)header.GetValueOrDefault(Kind, -1);
        var values = header.GetValueOrDefault(kind switch
        {
            PageType.DATA_PAGE => ValuesV1,
            PageType.DATA_PAGE_V2 => ValuesV2,
            PageType.DICTIONARY_PAGE => DictionaryValues,
            _ => throw new InvalidDataException($"a page is of the unknown kind {(int)kind}"),
        }, -1);
        if (values < 0 || (kind != PageType.DICTIONARY_PAGE && values > left))
            throw new InvalidDataException($"a page has {values} values where {left} are left");
        return kind == PageType.DICTIONARY_PAGE ? 0 : values;
    }
}
