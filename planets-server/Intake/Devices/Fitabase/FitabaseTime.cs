using System.Globalization;
using System.Text.RegularExpressions;

namespace Phr.Planets.Intake.Devices.Fitabase;

/// <summary>Dates and times of day as exports and spreadsheets write them.</summary>
internal static partial class FitabaseTime
{
    private static readonly string[] Forms =
        ["h:mm:ss tt", "hh:mm:ss tt", "h:mm tt", "hh:mm tt", "HH:mm:ss", "H:mm:ss", "HH:mm", "H:mm"];

    public static bool TryParse(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>The date at the beginning of a cell, as numbers; null when there is none.</summary>
    public static (UncertainDate Date, string After)? ParseDate(string cell)
    {
        var match = DateForm().Match(cell);
        if (!match.Success)
            return null;
        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        return (new UncertainDate(Number("a"), Number("b"), Number("y")), cell[match.Length..].Trim());
    }

    /// <summary>Whether a cell says AM or PM.</summary>
    public static bool IsMarked(string cell) =>
        cell.EndsWith("AM", StringComparison.OrdinalIgnoreCase) || cell.EndsWith("PM", StringComparison.OrdinalIgnoreCase);

    public static bool IsTime(string cell) => ParseDate(cell) is not null || TryParse(cell, out _);

    /// <summary>
    /// Time of day of a row. A column of its own counts before what follows the date: there spreadsheets add a midnight
    /// that nobody measured.
    /// </summary>
    /// <param name="cells">The cells of time of the row.</param>
    /// <returns>Null when a cell is neither a date nor a time of day.</returns>
    public static TimeOnly? OfDay(IEnumerable<string> cells)
    {
        TimeOnly? own = null, afterDate = null;
        foreach (var cell in cells)
        {
            if (ParseDate(cell) is { } dated)
            {
                if (dated.After.Length == 0)
                    continue;
                if (!TryParse(dated.After, out var after))
                    return null;
                afterDate ??= after;
            }
            else if (TryParse(cell, out var time))
                own ??= time;
            else
                return null;
        }
        return own ?? afterDate ?? TimeOnly.MinValue;
    }

    [GeneratedRegex(@"^(?<a>\d{1,2})[/\-.](?<b>\d{1,2})[/\-.](?<y>\d{4})\b")]
    private static partial Regex DateForm();
}
