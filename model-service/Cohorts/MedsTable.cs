using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Phr.Model.Tokens;

namespace Phr.Model.Cohorts;

/// <summary>
/// A cohort in a CSV file with the columns of MEDS 0.4 (subject_id, time, code, numeric_value, text_value; others are passed over), the
/// rows of a subject together. Outcomes are those that the records' codes say.
/// </summary>
public static class MedsTable
{
    /// <summary>Characters of one line; longer ones are no rows of a table.</summary>
    public const int LineLengthMax = 65_536;

    private static readonly string[] Needed = ["subject_id", "time", "code"];

    /// <summary>People in the order of the file; those without a birth are left out.</summary>
    /// <exception cref="InvalidDataException">Not such a table; the message names the line.</exception>
    public static async IAsyncEnumerable<CohortPerson> Read(
        string file, [EnumeratorCancellation] CancellationToken ct)
    {
        var end = DateTimeOffset.MinValue;
        await foreach (var row in Rows(file, ct))
            end = row.Time > end ? row.Time.Value : end;
        var own = new List<MedsEvent>();
        var seen = new HashSet<long>();
        await foreach (var row in Rows(file, ct))
        {
            if (own.Count > 0 && own[0].SubjectId != row.SubjectId)
            {
                if (Person(own, end) is { } person)
                    yield return person;
                own.Clear();
            }
            if (own.Count == 0 && !seen.Add(row.SubjectId))
                throw new InvalidDataException($"The rows of subject {row.SubjectId} in {file} do not lie together.");
            own.Add(row);
        }
        if (own.Count > 0 && Person(own, end) is { } last)
            yield return last;
    }

    private static CohortPerson? Person(List<MedsEvent> rows, DateTimeOffset end)
    {
        if (MedsRecordReader.Person(rows, []) is not { } record)
            return null;
        var death = rows.Find(row => row.Code == MedsRecordReader.Death)?.Time;
        return new CohortPerson(rows[0].SubjectId, record, death ?? end, end, death, OutcomeTruth.None);
    }

    private static async IAsyncEnumerable<MedsEvent> Rows(
        string file, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        var columns = Cells(await reader.ReadLineAsync(ct) ?? "");
        var missing = Array.Find(Needed, name => !columns.Contains(name));
        if (missing is not null)
            throw new InvalidDataException($"{file} has no column {missing}.");
        for (var number = 2; await reader.ReadLineAsync(ct) is { } line; number++)
        {
            if (line.Length > LineLengthMax)
                throw new InvalidDataException($"{file}, line {number} has more than {LineLengthMax} characters.");
            if (line.Length > 0)
                yield return Row(columns, Cells(line)) ?? throw new InvalidDataException($"{file}, line {number} is no row of a MEDS table.");
        }
    }

    private static MedsEvent? Row(List<string> columns, List<string> cells)
    {
        if (cells.Count != columns.Count || !long.TryParse(Cell("subject_id"), CultureInfo.InvariantCulture, out var subject))
            return null;
        DateTimeOffset? time = null;
        if (Cell("time") is { Length: > 0 } text)
        {
            if (ClinicalTime.ReadStart(text.Replace(' ', 'T')) is not { } read)
                return null;
            time = read;
        }
        double? value = double.TryParse(Cell("numeric_value"), CultureInfo.InvariantCulture, out var number) ? number : null;
        return Cell("code") is { Length: > 0 } code
            ? new MedsEvent(subject, time, code, value, Cell("text_value") is { Length: > 0 } answer ? answer : null)
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
