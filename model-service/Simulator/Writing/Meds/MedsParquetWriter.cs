using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Phr.Simulator.Writing.Meds;

/// <summary>MEDS in one Parquet file, with the types of MEDS 0.4, compressed with zstd.</summary>
public sealed class MedsParquetWriter : IMedsWriter
{
    /// <summary>Rows of a row group: some 8 MiB of buffers.</summary>
    public const int RowGroupRows = 131_072;

    private static readonly DataField Subject = new("subject_id", typeof(long), isNullable: false);
    private static readonly DataField Time =
        new DateTimeDataField("time", DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros, isNullable: true);
    private static readonly DataField Code = new("code", typeof(string), isNullable: false);
    private static readonly DataField Number = new("numeric_value", typeof(float), isNullable: true);
    private static readonly DataField Text = new("text_value", typeof(string), isNullable: true);
    private static readonly ParquetSchema Schema = new(Subject, Time, Code, Number, Text);

    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly List<MedsRow> _rows = new(RowGroupRows);

    private MedsParquetWriter(FileStream file, ParquetWriter writer) => (_file, _writer) = (file, writer);

    /// <param name="path">A file that is not there yet.</param>
    public static async Task<MedsParquetWriter> Create(string path, CancellationToken ct)
    {
        var file = new FileStream(path, FileMode.CreateNew);
        return new MedsParquetWriter(file, await ParquetWriter.CreateAsync(Schema, file, Options(), cancellationToken: ct));
    }

    public async Task Write(IReadOnlyList<MedsEvent> person, CancellationToken ct)
    {
        foreach (var row in person.Select(MedsRow.Of))
        {
            _rows.Add(row);
            if (_rows.Count == RowGroupRows)
                await Flush(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Flush(CancellationToken.None);
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }

    /// <summary>How files of this data set are compressed.</summary>
    internal static ParquetOptions Options() =>
        new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };

    private async Task Flush(CancellationToken ct)
    {
        if (_rows.Count == 0)
            return;
        using var group = _writer.CreateRowGroup();
        await group.WriteAsync<long>(Subject, _rows.Select(row => row.SubjectId).ToArray().AsMemory(), cancellationToken: ct);
        await group.WriteAsync<DateTime>(Time, _rows.Select(row => row.Time).ToArray().AsMemory(), cancellationToken: ct);
        await group.WriteAsync(Code, _rows.ConvertAll(row => row.Code));
        await group.WriteAsync<float>(Number, _rows.Select(row => row.NumericValue).ToArray().AsMemory(), cancellationToken: ct);
        await group.WriteAsync(Text, _rows.ConvertAll(row => row.TextValue));
        _rows.Clear();
    }
}
