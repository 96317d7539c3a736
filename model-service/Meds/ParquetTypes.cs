using Parquet.Meta;
using PhysicalType = Parquet.Meta.Type;

namespace Phr.Model.Meds;

/// <summary>A type that MEDS gives a column.</summary>
/// <param name="Name">As the format's documents call it.</param>
/// <param name="Decoded">What the decoder makes of its values.</param>
/// <param name="Unread">A value that no source writes: see <see cref="ParquetColumn{T}"/>.</param>
internal sealed record ParquetType<T>(string Name, System.Type Decoded, T Unread, Predicate<SchemaElement> IsStoredIn);

/// <summary>What a column of a Parquet footer holds (Parquet format 2.11, LogicalTypes), and how MEDS's types are written there.</summary>
internal static class ParquetTypes
{
    /// <summary>
    /// Compressions whose name says all (Parquet format 2.11, Compression): the older LZ4 was written in several framings.
    /// </summary>
    public static bool IsKnown(CompressionCodec codec) => codec is CompressionCodec.UNCOMPRESSED or CompressionCodec.SNAPPY
        or CompressionCodec.GZIP or CompressionCodec.ZSTD or CompressionCodec.BROTLI or CompressionCodec.LZ4_RAW;

    /// <summary>The columns that stand alone, by name: those inside lists and structures are left out.</summary>
    /// <param name="elements">The footer's schema: the root, then each element before its children.</param>
    public static Dictionary<string, SchemaElement> TopLevel(List<SchemaElement> elements)
    {
        var columns = new Dictionary<string, SchemaElement>(StringComparer.Ordinal);
        for (var at = 1; at < elements.Count; at = After(elements, at))
        {
            if (elements[at].NumChildren is null or 0 && elements[at].RepetitionType != FieldRepetitionType.REPEATED)
                columns[elements[at].Name] = elements[at];
        }
        return columns;
    }

    private const long UnreadCount = -0x5EA1_ED0F_EE75_0001;

    private const float UnreadNumber = -3.0517585e-27f;

    public static readonly ParquetType<long> Integer = new("INT64", typeof(long), UnreadCount, column =>
        column.Type == PhysicalType.INT64 && column.ConvertedType is null or ConvertedType.INT_64
        && column.LogicalType is null or { INTEGER: { IsSigned: true } });

    public static readonly ParquetType<long> Timestamps =
        new("INT64 (TIMESTAMP)", typeof(long), UnreadCount, column => Timestamp(column) is not null);

    // As bytes: made into characters first, prefixes that count bytes (DELTA_BYTE_ARRAY) would be taken for characters.
    public static readonly ParquetType<ReadOnlyMemory<byte>> Text = new("BYTE_ARRAY (STRING)", typeof(byte[]), "?"u8.ToArray(), column =>
        column.Type == PhysicalType.BYTE_ARRAY && (column.ConvertedType == ConvertedType.UTF8 || column.LogicalType?.STRING is not null));

    public static readonly ParquetType<double> Double = new("FLOAT or DOUBLE", typeof(double), UnreadNumber, IsPlain(PhysicalType.DOUBLE));

    public static readonly ParquetType<float> Float = new("FLOAT or DOUBLE", typeof(float), UnreadNumber, IsPlain(PhysicalType.FLOAT));

    /// <summary>Null where the column is no timestamp.</summary>
    public static TimestampFormat? Timestamp(SchemaElement column) => column.Type != PhysicalType.INT64 ? null
        : column.LogicalType?.TIMESTAMP is { Unit: var unit } logical
            ? unit.MILLIS is not null ? new(TimestampFormat.PerMillisecond, logical.IsAdjustedToUTC)
            : unit.MICROS is not null ? new(TimestampFormat.PerMicrosecond, logical.IsAdjustedToUTC)
            : unit.NANOS is not null ? new(TimestampFormat.PerNanosecond, logical.IsAdjustedToUTC) : null
        // Older writers say no more than the unit: Arrow reads them as wall clocks, and MEDS is written with Arrow.
        : column.ConvertedType switch
        {
            ConvertedType.TIMESTAMP_MILLIS => new(TimestampFormat.PerMillisecond, IsInstant: false),
            ConvertedType.TIMESTAMP_MICROS => new(TimestampFormat.PerMicrosecond, IsInstant: false),
            _ => null,
        };

    /// <summary>In the words of the format's own documents.</summary>
    public static string Named(SchemaElement column)
    {
        var kind = column.LogicalType switch
        {
            null => $"{column.ConvertedType}",
            { INTEGER: { } integer } => integer.IsSigned ? "" : "unsigned",
            var logical => Array.Find(typeof(LogicalType).GetProperties(), property => property.GetValue(logical) is not null)?.Name,
        };
        return string.IsNullOrEmpty(kind) ? $"{column.Type}" : $"{column.Type} ({kind})";
    }

    private static Predicate<SchemaElement> IsPlain(PhysicalType type) =>
        column => column.Type == type && column.LogicalType is null && column.ConvertedType is null;

    private static int After(List<SchemaElement> elements, int at)
    {
        var after = at + 1;
        for (var left = elements[at].NumChildren ?? 0; left > 0 && after < elements.Count; left--)
            after = After(elements, after);
        return after;
    }
}
