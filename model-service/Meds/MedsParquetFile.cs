using System.Runtime.CompilerServices;
using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>
/// A Parquet file with the columns of MEDS 0.3 and 0.4: subject_id INT64, time TIMESTAMP of any unit, code STRING, and, where there are
/// such columns, numeric_value FLOAT or DOUBLE and text_value STRING; others are passed over. One row group at a time is in memory.
/// </summary>
internal sealed class MedsParquetFile(string path, MedsLimits limits) : IMedsFile
{
    public string Path => path;

    public async IAsyncEnumerable<MedsEvent> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        await using var table = await ParquetTable.Open(path, limits, ct);
        var columns = new MedsParquetColumns(table);
        for (var group = 0; group < table.RowGroups; group++)
        {
            await columns.Read(group, ct);
            for (var (row, rows) = (0, table.Rows(group)); row < rows; row++)
                yield return columns.Event(group, row);
        }
    }

    public async IAsyncEnumerable<DateTimeOffset> LastTimes([EnumeratorCancellation] CancellationToken ct)
    {
        await using var table = await ParquetTable.Open(path, limits, ct);
        var columns = new MedsParquetColumns(table);
        var last = new LastTime();
        for (var group = 0; group < table.RowGroups; group++)
        {
            await columns.ReadSubjectTimes(group, ct);
            for (var (row, rows) = (0, table.Rows(group)); row < rows; row++)
            {
                if (last.Next(columns.Subject(row), columns.Time(group, row)) is { } ended)
                    yield return ended;
            }
        }
        if (last.End() is { } atEnd)
            yield return atEnd;
    }
}
