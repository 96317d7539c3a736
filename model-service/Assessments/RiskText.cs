using System.Globalization;
using Phr.Model.Cohorts;
using Phr.Model.Explanations;
using Phr.Model.Tokens;

namespace Phr.Model.Assessments;

/// <summary>A sentence in both languages.</summary>
public sealed record Wording(string Japanese, string English);

/// <summary>People of an icon array: <paramref name="Affected"/> of <paramref name="Of"/>.</summary>
public sealed record IconArray(int Affected, int Of)
{
    public int Unaffected => Of - Affected;
}

/// <summary>One driver in words, with the entries that it links to.</summary>
public sealed record DriverText(string Group, bool Raises, bool IsChangeable, Wording Text,
    IReadOnlyList<EntryContribution> Entries);

/// <summary>
/// An answer in plain words, after Trevena et al. 2013 (BMC Med Inform Decis Mak 13:S7) and Zipkin et al. 2014:
/// absolute numbers with one denominator and a time frame, the complement, a comparison in the same unit; no relative
/// risk, no "1 in x", no cause.
/// </summary>
public sealed record RiskText(
    IconArray Icons, Wording Headline, Wording Complement, Wording? Peers, Wording? YearAgo,
    IReadOnlyList<DriverText> Drivers, Wording Note)
{
    /// <summary>How sure the headline is; null where the model does not say.</summary>
    public Wording? Range { get; init; }

    /// <summary>Said where too little of the record could be read; null otherwise.</summary>
    public Wording? Weak { get; init; }

    /// <summary>One sentence for each of the answer's what-ifs.</summary>
    public IReadOnlyList<Wording> WhatIfs { get; init; } = [];

    private static readonly Wording TooLittle = new(
        "あなたの記録のうちモデルが読み取れたものが少なすぎるため、この見込みは当てになりません。",
        "The model could read too little of your record: do not rely on this estimate.");

    private static readonly Wording Simulated = From(new("模擬データ", "simulated records"));

    private static readonly Wording Recorded = From(new("医療機関の記録", "a hospital's own records"));

    /// <exception cref="ArgumentException">The question was not answered.</exception>
    public static RiskText Of(OutcomeRisk risk, Assessment assessment) =>
        Of(risk, assessment.Moment, assessment.IsOfRecords) with { Weak = assessment.IsWeak ? TooLittle : null };

    /// <param name="isOfRecords">Whether the model learnt from a site's own records; from simulated ones otherwise.</param>
    /// <exception cref="ArgumentException">The question was not answered.</exception>
    public static RiskText Of(OutcomeRisk risk, DateTimeOffset moment, bool isOfRecords = false)
    {
        if (risk.NotAsked is not null)
            throw new ArgumentException("A question that was not answered has no text.", nameof(risk));
        var yearAgo = risk.YearAgo(moment);
        var of = Denominator(risk, yearAgo);
        var icons = new IconArray(People(risk.Probability, of), of);
        var when = Within(risk.Task);
        return new RiskText(
            icons,
            new($"同じような{of}人のうち{icons.Affected}人が、{when.Japanese}{risk.Task.Japanese}と見込まれます。",
                $"Of {of} people like you, {icons.Affected} {Are(icons.Affected)} expected to {risk.Task.English}{when.English}."),
            new($"{icons.Unaffected}人には起こりません。", $"{icons.Unaffected} {Are(icons.Unaffected)} not."),
            risk.Peers is { } peers ? Comparison(Count(People(peers, of)), of) : null,
            yearAgo is null ? null : Earlier(Count(People(yearAgo.Probability, of)), of),
            [.. (risk.Explanation?.Drivers ?? []).Select(driver => Driver(driver, of))],
            isOfRecords ? Recorded : Simulated)
        {
            WhatIfs = [.. risk.WhatIfs.Select(what => Changed(what, of))],
            Range = risk.Interval is { } interval ? Between(Count(People(interval.Low, of)), Count(People(interval.High, of)), of) : null,
        };
    }

    private static string Are(int count) => count == 1 ? "is" : "are";

    private static Wording From(Wording records) => new(
        $"この見積もりは、{records.Japanese}で学習した研究用モデルによるものです。診断ではありません。薬を自分の判断でやめないでください。気になることは医師にご相談ください。",
        $"This estimate comes from a research model trained on {records.English}. It is not a diagnosis. Do not stop a medicine on your own. Ask your doctor about anything that worries you.");

    /// <summary>Of 100; of 1,000 where a probability that is compared is below 1 %, or where a change would not show.</summary>
    private static int Denominator(OutcomeRisk risk, PastRisk? yearAgo)
    {
        double?[] compared = [risk.Probability, risk.Peers, yearAgo?.Probability];
        return compared.Any(probability => probability < 0.01)
            || risk.WhatIfs.Any(what => People(what.Probability, 100) == People(risk.Probability, 100)) ? 1000 : 100;
    }

    internal static int People(double probability, int of) =>
        (int)Math.Round(probability * of, MidpointRounding.AwayFromZero);

    /// <summary>Never none: that would say that it cannot be.</summary>
    internal static Wording Count(int people) => people == 0 ? new("1人未満", "fewer than 1") : new($"{people}人", $"{people}");

    private static Wording Between(Wording low, Wording high, int of) => new(
        $"記録だけでは分からないことがあるため、実際の値は{of}人のうち{low.Japanese}から{high.Japanese}のあいだと見込まれます（10人中9人で）。",
        $"A record does not say everything: for nine people in ten the real figure lies between {low.English} and {high.English} of {of}.");

    private static Wording Changed(WhatIf what, int of)
    {
        var people = Count(People(what.Probability, of));
        return new(
            $"{what.Change.Wording.Japanese}、{of}人のうち{people.Japanese}になると見込まれます。"
            + "臨床試験での平均の効果で、あなた個人での効果ではありません。始める前に医師にご相談ください。",
            $"{what.Change.Wording.English}, {people.English} of {of} would be expected. "
            + "That is the mean effect in clinical trials, not what it does for you. Ask your doctor before you begin.");
    }

    private static Wording Comparison(Wording people, int of) => new(
        $"同じ年齢・性別の人の平均では、{of}人のうち{people.Japanese}です。", $"The average for people of your age and sex is {people.English} of {of}.");

    private static Wording Earlier(Wording people, int of) => new(
        $"1年前の記録では、{of}人のうち{people.Japanese}でした。", $"A year ago your record gave {people.English} of {of}.");

    private static DriverText Driver(GroupContribution driver, int of)
    {
        var people = Math.Abs(People(driver.Probability, of));
        var raises = driver.LogOdds > 0;
        var (latestJa, latestEn) = driver.Newest is { } newest ? Newest(newest) : ("", "");
        if (!driver.IsDirectionTold)
            return new DriverText(driver.Group.Key, raises, driver.Group.IsChangeable, new(
                $"{driver.Group.Japanese}の記録も見込みに関係していますが、見込みが高い方か低い方かは、いまの記録からは言えません。{latestJa}",
                $"Your entries on {driver.Group.English.ToLowerInvariant()} matter too, but they do not tell whether the estimate is higher "
                + $"or lower by them.{latestEn}"), driver.Entries);
        var (directionJa, directionEn) = raises ? ("高い", "higher") : ("低い", "lower");
        var (sizeJa, sizeEn) = people == 0 ? ($"{of}人あたり1人未満", $"less than 1 person of {of}")
            : ($"{of}人あたり約{people}人", $"about {people} of {of}");
        return new DriverText(driver.Group.Key, raises, driver.Group.IsChangeable, new(
            $"{driver.Group.Japanese}の記録は、見込みが{directionJa}ことに関係しています（{sizeJa}）。{latestJa}",
            $"Your entries on {driver.Group.English.ToLowerInvariant()} go with a {directionEn} estimate ({sizeEn}).{latestEn}"), driver.Entries);
    }

    private static (string Ja, string En) Newest(EntryContribution entry)
    {
        var number = entry.Value is { } measured ? string.Create(CultureInfo.InvariantCulture, $" {measured.Value:0.##} ") : "";
        var unit = UnitWords.Of(number.Length > 0 ? entry.Value?.Unit : null);
        var day = entry.Time.ToOffset(ClinicalTime.DefaultOffset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ($"最近の記録：{entry.Name.Japanese}{(number + unit.Japanese).TrimEnd()}（{day}）。",
            $" Latest: {entry.Name.English}{(number + unit.English).TrimEnd()} ({day}).");
    }

    /// <summary>The time frame of the headline. That of a long stay is in its outcome.</summary>
    private static Wording Within(TaskDefinition task)
    {
        var (ja, en) = Horizon(task.HorizonYears);
        if (task.Event == OutcomeEvent.LongStay)
            return new("", "");
        if (task.Moment is not { } moment)
            return new($"今後{ja}に", $" within {en}");
        var edge = moment.After == StayEdge.Admission ? new Wording("入院", "admission to hospital") : new Wording("退院", "leaving hospital");
        return moment.Hours == 0
            ? new($"{edge.Japanese}から{ja}以内に", $" within {en} of {edge.English}")
            : new(string.Create(CultureInfo.InvariantCulture, $"{edge.Japanese}の{moment.Hours:0.#}時間後から{ja}以内に"),
                string.Create(CultureInfo.InvariantCulture, $" within {en}, counted from {moment.Hours:0.#} hours after {edge.English}"));
    }

    private static (string Ja, string En) Horizon(double years) => years < 1
        ? ($"{Math.Round(years * Tokeniser.DaysPerYear)}日", $"{Math.Round(years * Tokeniser.DaysPerYear)} days")
        : ($"{years:0.#}年", years == 1 ? "1 year" : $"{years:0.#} years");
}
