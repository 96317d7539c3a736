using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Phr.Model.Meds;

/// <summary>
/// A Parquet file, read column by column and a row group at a time. Columns are asked for by what the format stores, not by what the
/// decoder would make of it: timestamps come as counts, so that every encoding of integers serves.
/// </summary>
internal sealed class ParquetTable : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly ParquetReader _reader;
    private readonly MedsLimits _limits;
    private readonly long _end;
    private readonly Dictionary<string, SchemaElement> _columns;

    private ParquetTable(FileStream file, ParquetReader reader, long end, MedsLimits limits)
    {
        (_file, _reader, _end, _limits) = (file, reader, end, limits);
        _columns = ParquetTypes.TopLevel(reader.Metadata!.Schema);
    }

    public int RowGroups => _reader.RowGroupCount;

    /// <exception cref="InvalidDataException">It is no whole Parquet file that can be read.</exception>
    public static async Task<ParquetTable> Open(string path, MedsLimits limits, CancellationToken ct)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var footer = await ParquetFooter.Start(file, limits, ct);
            return new ParquetTable(file, await ParquetReader.CreateAsync(file, null, leaveStreamOpen: true, ct), footer, limits);
        }
        catch (Exception e) when (e is not (OperationCanceledException or InvalidDataException))
        {
            await file.DisposeAsync();
            throw new InvalidDataException($"{path}: the footer is broken ({e.Message}).", e);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether there is such a column, and one that holds anything.</summary>
    public bool Has(string name) => _columns.TryGetValue(name, out var column) && column.LogicalType?.UNKNOWN is null;

    public ParquetColumn<T> Column<T>(string name, ParquetType<T> type) where T : struct, IEquatable<T>
    {
        var column = Element(name);
        if (!type.IsStoredIn(column))
            throw new InvalidDataException($"{_file.Name}: column {name} is {ParquetTypes.Named(column)}, which MEDS has as {type.Name}.");
        var field = new DataField(name, type.Decoded, column.RepetitionType == FieldRepetitionType.OPTIONAL);
        // A field can be read once it stands in a schema, which need not be that of the file.
        return new ParquetColumn<T>(new ParquetSchema(field).DataFields[0], type.Unread);
    }

    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public SchemaElement Element(string name) => _columns.TryGetValue(name, out var column) ? column
        : throw new InvalidDataException($"{_file.Name} has no column {name}.");

    /// <summary>Rows of a row group, numbered from 0.</summary>
    /// <exception cref="InvalidDataException">More than are read.</exception>
    public int Rows(int group)
    {
        var rows = _reader.OpenRowGroupReader(group).RowCount;
        return rows >= 0 && rows <= _limits.RowGroupRowsMax ? (int)rows
            : throw new InvalidDataException($"{Place(group)} has {rows} rows; at most {_limits.RowGroupRowsMax} are read.");
    }

    /// <exception cref="InvalidDataException">The column cannot be read; the message names the place.</exception>
    public async Task Read<T>(int group, ParquetColumn<T> column, CancellationToken ct) where T : struct, IEquatable<T>
    {
        // A row group without rows may have no pages at all.
        if (Rows(group) is > 0 and var rows)
            await Read(group, column, rows, ct);
    }

    /// <summary>Row groups and rows as people count them, from 1.</summary>
    public string Place(int group, int? row = null) => $"{_file.Name}, row group {group + 1}{(row is { } at ? $", row {at + 1}" : "")}";

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async Task Read<T>(int group, ParquetColumn<T> column, int rows, CancellationToken ct) where T : struct, IEquatable<T>
    {
        var reader = _reader.OpenRowGroupReader(group);
        try
        {
            ColumnPages.Check(_file, Chunk(reader.RowGroup, column.Name), _end, _limits);
            await column.Read(reader, rows, ct);
        }
        // Broken bytes surface wherever the decoder happens to trip: by index, by length, by a codec's own exception.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidDataException($"{Place(group)}, column {column.Name}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>What the footer says of a column's bytes in a row group.</summary>
    private ColumnMetaData Chunk(RowGroup group, string name)
    {
        var chunk = group.Columns.Find(chunk => chunk.MetaData?.PathInSchema is [var only] && only == name);
        var fault = chunk?.MetaData is not { } column ? "it is missing in this row group"
            : chunk.FilePath is not null ? "it lies in another file, which is not read"
            : !ParquetTypes.IsKnown(column.Codec) ? $"it is compressed with {column.Codec}, which is not read"
            : column.TotalUncompressedSize > _limits.ColumnBytesMax
                ? $"it has {column.TotalUncompressedSize} bytes; at most {_limits.ColumnBytesMax} are read"
            : column.NumValues != group.NumRows ? $"it has {column.NumValues} values for {group.NumRows} rows"
            : null;
        return fault is null ? chunk!.MetaData! : throw new InvalidDataException(fault);
    }
}
