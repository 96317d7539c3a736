using System.Text;

namespace Phr.Planets.Intake.Devices;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">Number of its first line, from 1.</param>
public readonly record struct CsvRow(int Line, IReadOnlyList<string> Cells, string Text);

/// <summary>
/// Reads RFC 4180: commas, quotes doubled inside quotes, line breaks inside quotes, LF or CRLF, with or without a byte
/// order mark. Blank lines are skipped.
/// </summary>
public static class CsvRows
{
    /// <summary>Characters of one row.</summary>
    public const int RowLengthMax = 64_000;

    /// <exception cref="InvalidDataException">A row is too long, or a quote is not closed: the file is no
    /// CSV.</exception>
    public static IEnumerable<CsvRow> Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            var first = ++line;
            while (IsOpen(text))
            {
                if (text.Length > RowLengthMax || reader.ReadLine() is not { } more)
                    throw new InvalidDataException($"A quote that begins in line {first} is not closed.");
                text += "\n" + more;
                line++;
            }
            if (text.Length > RowLengthMax)
                throw new InvalidDataException($"Line {first} is longer than {RowLengthMax} characters.");
            if (text.Length > 0)
                yield return new CsvRow(first, Split(text), text);
        }
    }

    private static bool IsOpen(string text) => text.AsSpan().Count('"') % 2 == 1;

    private static IReadOnlyList<string> Split(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal))
            return Array.ConvertAll(text.Split(','), cell => cell.Trim());
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
                Close();
            else
                cell.Append(text[i]);
        }
        Close();
        return cells;

        void Close()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}
