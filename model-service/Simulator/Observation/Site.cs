namespace Phr.Simulator.Observation;

/// <summary>
/// A hospital near home (even index in the list) or a large one (odd), with the coding habits of its region.
/// Institution numbers have the form of real ones (prefecture, category 1, seven digits) with an area that is not in
/// use.
/// </summary>
public sealed record Site(string InstitutionNumber, string NameJa, string NameEn, CodingHabits Habits)
{
    private static readonly CodingHabits Tidy = new() { DigitalFromYear = 1974, MethodVariant = 0 };

    private static readonly CodingHabits Sparse = new() { DigitalFromYear = 1988, MethodVariant = 1, MiscodeShare = 0.04, CopyForwardShare = 0.7, RatioShare = 0.15 };

    private static readonly CodingHabits Modern =
        new() { DigitalFromYear = 1980, MethodVariant = 2, MiscodeShare = 0.01, RatioShare = 0.6, LabMonths = 3 };

    private static readonly CodingHabits Local =
        new() { DigitalFromYear = 1992, MethodVariant = 1, MiscodeShare = 0.05, CopyForwardShare = 0.5, LabMonths = 8 };

    internal static IReadOnlyList<Site> Shipped { get; } =
    [
        new("0119900013", "北見みなと病院", "Kitami Minato Hospital", Sparse),
        new("0119900021", "北見総合病院", "Kitami General Hospital", Tidy),
        new("1319900015", "文京さくら病院", "Bunkyo Sakura Hospital", Modern),
        new("1319900023", "都南医療センター", "Tonan Medical Center", Modern),
        new("2319900019", "名東みどり病院", "Meito Midori Hospital", Tidy),
        new("2319900027", "中京記念病院", "Chukyo Memorial Hospital", Tidy),
        new("2719900012", "堺ひだまり病院", "Sakai Hidamari Hospital", Local),
        new("2719900020", "浪速中央病院", "Naniwa Chuo Hospital", Sparse),
        new("4019900016", "糸島海浜病院", "Itoshima Kaihin Hospital", Modern),
        new("4019900024", "筑紫大学病院", "Chikushi University Hospital", Tidy),
    ];

    private static readonly CodingHabits Coarse = new() { DigitalFromYear = 1990, MethodVariant = 2, MiscodeShare = 0.07, CopyForwardShare = 0.8, RatioShare = 0.1, LabMonths = 7 };

    private static readonly CodingHabits Thorough = new() { DigitalFromYear = 1978, MethodVariant = 1, MiscodeShare = 0.015, CopyForwardShare = 0.1, RatioShare = 0.8, LabMonths = 3 };

    /// <summary>Other places with other habits, for the second world.</summary>
    internal static IReadOnlyList<Site> Second { get; } =
    [
        new("0299900018", "弘前りんご病院", "Hirosaki Ringo Hospital", Coarse),
        new("0299900026", "津軽総合病院", "Tsugaru General Hospital", Thorough),
        new("1599900011", "新潟しなの病院", "Niigata Shinano Hospital", Thorough),
        new("1599900029", "越後医療センター", "Echigo Medical Center", Coarse),
        new("3499900017", "広島みやじま病院", "Hiroshima Miyajima Hospital", Coarse),
        new("3499900025", "安芸大学病院", "Aki University Hospital", Thorough),
    ];
}

/// <summary>How a site writes down what it sees.</summary>
public sealed record CodingHabits
{
    /// <summary>First year of its record: what lies before was never digitised.</summary>
    public int DigitalFromYear { get; init; } = 1984;

    /// <summary>Which of the method codes of a test its laboratory uses.</summary>
    public int MethodVariant { get; init; }

    /// <summary>Share of diagnoses with a wrong code.</summary>
    public double MiscodeShare { get; init; } = 0.02;

    /// <summary>Share of visits at which known diagnoses are written again.</summary>
    public double CopyForwardShare { get; init; } = 0.35;

    /// <summary>
    /// Share of urine tests that measure the albumin to creatinine ratio in those at risk; the others use the dipstick.
    /// </summary>
    public double RatioShare { get; init; } = 0.35;

    /// <summary>Months between laboratory tests of a treated person.</summary>
    public int LabMonths { get; init; } = 5;
}
