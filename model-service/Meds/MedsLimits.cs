namespace Phr.Model.Meds;

/// <summary>How much of a MEDS data set is taken in: memory is bounded by one row group and one subject.</summary>
public sealed record MedsLimits
{
    /// <summary>Characters of one line of CSV; longer ones are no rows of a table.</summary>
    public int LineLengthMax { get; init; } = 65_536;

    /// <summary>Files of one data set.</summary>
    public int FilesMax { get; init; } = 100_000;

    /// <summary>Rows of a Parquet row group: eight times what Arrow writes by default, some 0.6 GB here.</summary>
    public int RowGroupRowsMax { get; init; } = 8_388_608;

    /// <summary>Bytes of one column of a row group, uncompressed.</summary>
    public long ColumnBytesMax { get; init; } = 1L << 30;

    /// <summary>Bytes of a Parquet file's footer.</summary>
    public int FooterBytesMax { get; init; } = 1 << 26;

    /// <summary>Elements of a Parquet file's schema: columns, and the structures that they lie in.</summary>
    public int SchemaElementsMax { get; init; } = 4_096;

    /// <summary>Rows of one subject: four times what the service takes of a person.</summary>
    public int SubjectRowsMax { get; init; } = 2_000_000;
}
