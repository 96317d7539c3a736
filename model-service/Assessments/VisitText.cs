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
        Wording[] people = [.. Days.Select(days => Count(forecast.Within(days)))];
        var kinds = forecast.Kinds.Zip(forecast.Shares).OrderByDescending(pair => pair.Second).ToList();
        var japanese = string.Join("、", kinds.Select(pair => $"{Title(pair.First).Japanese}{Count(pair.Second).Japanese}"));
        var english = string.Join(", ", kinds.Select(pair =>
            $"{Title(pair.First).English.ToLowerInvariant()} {Count(pair.Second).English}"));
        return new(
            Invariant($"同じような記録の100人のうち、次の受診が{Days[0]}日以内にあるのは{people[0].Japanese}、{Days[1]}日以内は{people[1].Japanese}、1年以内は{people[2].Japanese}と見込まれます。")
            + $"次の受診の内訳は、100人のうち{japanese}です。受診した方がよいかどうかを示すものではありません。",
            Invariant($"Of 100 people with a record like yours, {people[0].English} have their next visit within {Days[0]} days, ")
            + Invariant($"{people[1].English} within {Days[1]} days and {people[2].English} within a year. ")
            + $"Of 100 next visits: {english}. This does not say whether you should see a doctor.");
    }

    private static Wording Count(double probability) => RiskText.Count(RiskText.People(probability, 100));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
