using System.Globalization;
using System.Text.RegularExpressions;

namespace Phr.Planets.People.Matching;

/// <summary>A birth date as it is told: year, year and month, or a whole date.</summary>
/// <param name="Digits">YYYY, YYYYMM or YYYYMMDD.</param>
public readonly partial record struct BirthDay(string Digits)
{
    private const int YearDigits = 4;
    private const int WholeDigits = 8;

    public bool HasMonth => Digits.Length > YearDigits;

    public bool IsWhole => Digits.Length == WholeDigits;

    /// <summary>Null where the text is no FHIR date.</summary>
    public static BirthDay? Read(string? text) =>
        text is not null && Dates().IsMatch(text) ? new BirthDay(text.Replace("-", "", StringComparison.Ordinal)) : null;

    /// <summary>Whether one is told less precisely than the other and both may mean the same day.</summary>
    public bool MayBe(BirthDay other) =>
        Digits.Length != other.Digits.Length
        && (Digits.StartsWith(other.Digits, StringComparison.Ordinal) || other.Digits.StartsWith(Digits, StringComparison.Ordinal));

    /// <summary>Whether one comes of the other by a slip that is common: one digit, two neighbours, day and month.</summary>
    public bool IsSlipOf(BirthDay other)
    {
        if (!IsWhole || !other.IsWhole || Digits == other.Digits)
            return false;
        var (mine, theirs) = (Digits, other.Digits);
        return Enumerable.Range(0, WholeDigits).Count(i => mine[i] != theirs[i]) == 1 || Swaps().Contains(theirs);
    }

    /// <summary>This day and those that come of it by swapping neighbours, or day and month: YYYY-MM-DD. None of a partial date.</summary>
    public IEnumerable<string> AndSwaps() => !IsWhole ? [] : Swaps().Prepend(Digits)
        .Where(digits => DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        .Distinct().Select(digits => $"{digits[..4]}-{digits[4..6]}-{digits[6..]}");

    private IEnumerable<string> Swaps()
    {
        var digits = Digits;
        return Enumerable.Range(0, WholeDigits - 1)
            .Select(i => $"{digits[..i]}{digits[i + 1]}{digits[i]}{digits[(i + 2)..]}")
            .Append($"{digits[..4]}{digits[6..]}{digits[4..6]}");
    }

    [GeneratedRegex("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
    private static partial Regex Dates();
}
