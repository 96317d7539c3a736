using System.Diagnostics;
using System.Globalization;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>
/// The next visit in plain words: people of 100, as risks are told. It says what people with such a record do, not what one should do.
/// </summary>
public static class VisitText
{
    /// <summary>Days ahead that are told.</summary>
    public static IReadOnlyList<int> Days { get; } = [30, 90, 365];

    /// <summary>What a kind is called.</summary>
    public static Wording Title(string kind) => ConceptCatalogue.WithKey(kind) is { } concept
        ? new(concept.Japanese, concept.English)
        : throw new UnreachableException("A model's kinds of visits are checked when it is loaded.");

    public static Wording Of(VisitForecast forecast)
    {
        int[] people = [.. Days.Select(days => Hundredths(forecast.Within(days)))];
        var kinds = forecast.Kinds.Zip(forecast.Shares).OrderByDescending(pair => pair.Second).ToList();
        var japanese = string.Join("、", kinds.Select(pair => $"{Title(pair.First).Japanese}{Count(pair.Second, "人", "1人未満")}"));
        var english = string.Join(", ", kinds.Select(pair =>
            $"{Title(pair.First).English.ToLowerInvariant()} {Count(pair.Second, "", "less than 1")}"));
        return new(
            Invariant($"同じような記録の100人のうち、次の受診が{Days[0]}日以内にあるのは{people[0]}人、{Days[1]}日以内は{people[1]}人、1年以内は{people[2]}人と見込まれます。")
            + $"次の受診の内訳は、100人のうち{japanese}です。受診した方がよいかどうかを示すものではありません。",
            Invariant($"Of 100 people with a record like yours, {people[0]} have their next visit within {Days[0]} days, ")
            + Invariant($"{people[1]} within {Days[1]} days and {people[2]} within a year. ")
            + $"Of 100 next visits: {english}. This does not say whether you should see a doctor.");
    }

    private static string Count(double share, string unit, string few) =>
        Hundredths(share) is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count}{unit}") : few;

    private static int Hundredths(double probability) => (int)Math.Round(probability * 100, MidpointRounding.AwayFromZero);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
