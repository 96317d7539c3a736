using System.Globalization;

namespace Phr.Planets.Research;

/// <summary>Moves FHIR dates by whole days; precision, time of day and offset stay as they were.</summary>
public static class ShiftedDate
{
    private const int YearLength = 4;
    private const int MonthLength = 7;
    private const int DayLength = 10;

    /// <param name="text">A FHIR date, dateTime or instant. Of a year or a month its middle is moved.</param>
    /// <returns>Null where it is none, or leaves the years that FHIR can write.</returns>
    public static string? Of(string text, int days)
    {
        var date = text.Length switch
        {
            YearLength => $"{text}-07-01",
            MonthLength => $"{text}-15",
            >= DayLength => text[..DayLength],
            _ => "",
        };
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return null;
        var number = day.DayNumber + days;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber)
            return null;
        var moved = DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return text.Length > DayLength ? moved + text[DayLength..] : moved[..text.Length];
    }
}
