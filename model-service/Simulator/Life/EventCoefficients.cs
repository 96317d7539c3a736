using Phr.Simulator.Physiology;

namespace Phr.Simulator.Life;

/// <summary>
/// A cancer: how often it is the one, how often it kills in its first six years, how often an anthracycline is given.
/// </summary>
public sealed record Cancer(string Icd10, double ShareMen, double ShareWomen, double YearlyDeathRate, double AnthracyclineShare);

/// <summary>How often the rest of life happens: pregnancies, depression, cancer, and how often events kill.</summary>
public sealed record EventCoefficients
{
    /// <summary>
    /// Births per 1,000 women and year of age at the fertility of 1.4 children (vital statistics, smoothed).
    /// </summary>
    public AgeCurve Fertility { get; init; } = new(18, 4, 22, 40, 27, 95, 31, 105, 35, 60, 40, 14, 44, 1);

    /// <summary>Children per woman by birth year of the woman, relative to 1.4.</summary>
    public AgeCurve CohortFertility { get; init; } = new(1930, 1.5, 1950, 1.42, 1965, 1.25, 1975, 1.03, 1990, 0.95, 2007, 0.85);

    /// <summary>
    /// Log-odds of gestational diabetes of a woman of 30 (7 to 9 % under the 2010 criteria), per deviation of
    /// resistance and of lacking reserve.
    /// </summary>
    public double GestationalDiabetesLogOdds { get; init; } = -3.4;

    public double GestationalPerResistance { get; init; } = 0.75;

    public double GestationalPerBetaCell { get; init; } = 0.75;

    /// <summary>Log-odds of pre-eclampsia (3 to 5 % of births), per deviation of pressure.</summary>
    public double PreeclampsiaLogOdds { get; init; } = -3.5;

    public double PreeclampsiaPerPressure { get; init; } = 0.7;

    /// <summary>
    /// First depressive episodes per 1,000 person-years; lifetime prevalence in Japan about 6 to 7 %.
    /// </summary>
    public double DepressionWomen { get; init; } = 1.7;

    public double DepressionMen { get; init; } = 1.2;

    public double DepressionPerMood { get; init; } = 0.75;

    /// <summary>How much likelier the next episode is after the first, logarithm.</summary>
    public double DepressionRecurrence { get; init; } = 3.3;

    /// <summary>Mean length of an episode, months.</summary>
    public double DepressionMonths { get; init; } = 9;

    /// <summary>Cancers per 1,000 person-years (national cancer registry, rounded).</summary>
    public AgeCurve CancerMen { get; init; } = new(30, 0.4, 45, 1.8, 55, 5, 65, 14, 75, 25, 85, 30);

    public AgeCurve CancerWomen { get; init; } = new(30, 0.7, 45, 3.3, 55, 5, 65, 8, 75, 11.5, 85, 15);

    public IReadOnlyList<Cancer> Cancers { get; init; } =
    [
        new("C34.9", 0.16, 0.07, 0.20, 0),
        new("C16.9", 0.18, 0.07, 0.08, 0),
        new("C18.9", 0.23, 0.17, 0.07, 0),
        new("C50.9", 0.001, 0.40, 0.022, 0.45),
        new("C61", 0.28, 0, 0.015, 0),
        new("C54.9", 0, 0.20, 0.030, 0),
        new("C85.9", 0.07, 0.05, 0.075, 0.80),
        new("C25.9", 0.08, 0.04, 0.42, 0),
    ];

    /// <summary>Log-odds that a coronary event or a stroke kills, at 65 y, and per decade.</summary>
    public double CoronaryFatality { get; init; } = -1.35;

    public double StrokeFatality { get; init; } = -2.05;

    public double FatalityPerDecade { get; init; } = 0.40;

    /// <summary>In-hospital mortality of a decompensation in Japan about 5 to 8 %.</summary>
    public double DecompensationFatality { get; init; } = 0.07;

    /// <summary>Share of eGFR that a kidney decline takes, from and to.</summary>
    public double DeclineShareFrom { get; init; } = 0.42;

    public double DeclineShareTo { get; init; } = 0.60;

    /// <summary>Packs a day of men and of women.</summary>
    public double PacksMen { get; init; } = 0.9;

    public double PacksWomen { get; init; } = 0.6;
}
