using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>A CSV file with the columns of MEDS 0.4 (subject_id, time, code, numeric_value, text_value; others are passed over).</summary>
internal sealed class MedsCsvFile(string path, MedsLimits limits) : IMedsFile
{
    private static readonly string[] Needed = [MedsColumns.SubjectId, MedsColumns.Time, MedsColumns.Code];

    public string Path => path;

    public async IAsyncEnumerable<MedsEvent> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var columns = Cells(await reader.ReadLineAsync(ct) ?? "");
        var missing = Array.Find(Needed, name => !columns.Contains(name));
        if (missing is not null)
            throw new InvalidDataException($"{path} has no column {missing}.");
        for (var number = 2; await reader.ReadLineAsync(ct) is { } line; number++)
        {
            if (line.Length > limits.LineLengthMax)
                throw new InvalidDataException($"{path}, line {number} has more than {limits.LineLengthMax} characters.");
            if (line.Length > 0)
                yield return Row(columns, Cells(line))
                    ?? throw new InvalidDataException($"{path}, line {number} is no row of a MEDS table.");
        }
    }

    public async Task<DateTimeOffset?> LastTime(CancellationToken ct)
    {
        DateTimeOffset? last = null;
        await foreach (var row in Rows(ct))
            last = last is null || row.Time > last ? row.Time ?? last : last;
        return last;
    }

    private static MedsEvent? Row(List<string> columns, List<string> cells)
    {
        if (cells.Count != columns.Count || !long.TryParse(Cell(MedsColumns.SubjectId), CultureInfo.InvariantCulture, out var subject))
            return null;
        DateTimeOffset? time = null;
        if (Cell(MedsColumns.Time) is { Length: > 0 } text)
        {
            if (ClinicalTime.ReadStart(text.Replace(' ', 'T')) is not { } read)
                return null;
            time = read;
        }
        double? value = double.TryParse(Cell(MedsColumns.NumericValue), CultureInfo.InvariantCulture, out var number) ? number : null;
        return Cell(MedsColumns.Code) is { Length: > 0 } code
            ? new MedsEvent(subject, time, code, value, Cell(MedsColumns.TextValue) is { Length: > 0 } answer ? answer : null)
            : null;

        string? Cell(string name) => columns.IndexOf(name) is >= 0 and var at ? cells[at] : null;
    }

    /// <summary>RFC 4180, a row a line.</summary>
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (isQuoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
                End();
            else
                cell.Append(line[i]);
        }
        End();
        return cells;

        void End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
