using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>
/// A CSV file with the columns of MEDS 0.4 (subject_id, time, code, numeric_value, text_value; others are passed over), in UTF-8, a row a
/// line. What a row does not have is an empty cell; what is in a cell is read or refused.
/// </summary>
internal sealed class MedsCsvFile(string path, MedsLimits limits) : IMedsFile
{
    private static readonly string[] Needed = [MedsColumns.SubjectId, MedsColumns.Time, MedsColumns.Code];

    public string Path => path;

    public async IAsyncEnumerable<MedsEvent> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        // It would take a byte order mark for leave to replace what is no UTF-8.
        using var reader = new StreamReader(path, MedsColumns.Text, detectEncodingFromByteOrderMarks: false);
        var columns = Cells(await Line(reader, 1, ct) ?? "", 1);
        var missing = Array.Find(Needed, name => !columns.Contains(name));
        if (missing is not null)
            throw new InvalidDataException($"{path} has no column {missing}.");
        var twice = columns.GroupBy(name => name).FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1);
        if (twice is not null)
            throw new InvalidDataException($"{path} has column {twice.Key} twice.");
        for (var number = 2; await Line(reader, number, ct) is { } line; number++)
        {
            if (line.Length > 0)
                yield return Row(columns, Cells(line, number), number);
        }
    }

    public async IAsyncEnumerable<DateTimeOffset> LastTimes([EnumeratorCancellation] CancellationToken ct)
    {
        var last = new LastTime();
        await foreach (var row in Rows(ct))
        {
            if (last.Next(row.SubjectId, row.Time) is { } ended)
                yield return ended;
        }
        if (last.End() is { } atEnd)
            yield return atEnd;
    }

    private async ValueTask<string?> Line(StreamReader reader, int number, CancellationToken ct)
    {
        try
        {
            var line = await reader.ReadLineAsync(ct);
            return line?.Length > limits.LineLengthMax ? throw Fault(number, $"it has more than {limits.LineLengthMax} characters") : line;
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{path} is no UTF-8, in line {number} or soon after it.", e);
        }
    }

    private MedsEvent Row(List<string> columns, List<string> cells, int line)
    {
        if (cells.Count != columns.Count)
            throw Fault(line, $"it has {cells.Count} cells for {columns.Count} columns");
        if (!long.TryParse(Cell(MedsColumns.SubjectId), CultureInfo.InvariantCulture, out var subject))
            throw Fault(line, $"column {MedsColumns.SubjectId} is no whole number");
        var code = Cell(MedsColumns.Code) ?? throw Fault(line, $"column {MedsColumns.Code} is empty");
        return new MedsEvent(subject, Time(Cell(MedsColumns.Time), line), code, Number(Cell(MedsColumns.NumericValue), line),
            Cell(MedsColumns.TextValue));

        string? Cell(string name) => columns.IndexOf(name) is >= 0 and var at && cells[at].Length > 0 ? cells[at] : null;
    }

    private DateTimeOffset? Time(string? text, int line) => text is null ? null
        : ClinicalTime.ReadStart(text.Replace(' ', 'T')) ?? (IsNoDate(text) ? ClinicalTime.Untold
        : throw Fault(line, $"column {MedsColumns.Time} is no time"));

    /// <summary>A well-formed time of a year in which nobody lives: what sources write where they do not know it.</summary>
    private static bool IsNoDate(string text) => DateTime.TryParse(text.AsSpan(0, Math.Min(text.Length, 10)),
        CultureInfo.InvariantCulture, out var day) && day.Year is < ClinicalTime.YearMin or > ClinicalTime.YearMax;

    // A comma would be a thousand's here and a decimal's there.
    private double? Number(string? text, int line) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw Fault(line, $"column {MedsColumns.NumericValue} is no number");

    private InvalidDataException Fault(int line, string fault) => new($"{path}, line {line}: {fault}.");

    /// <summary>RFC 4180, a row a line.</summary>
    private List<string> Cells(string line, int number)
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
        if (isQuoted)
            throw Fault(number, "a quote does not end in it");
        End();
        return cells;

        void End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
